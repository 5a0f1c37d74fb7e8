import { lockClient, writeOver } from '#features/clients/public.ts'
import { Refusal } from '#kernel/refusal.ts'
import { checkInn } from '#kernel/tax-id.ts'
import type { Unit } from '#server/unit.ts'
import { recordFacts, type SentFact } from './record-facts.ts'

/** What a talk brings of the dossier. */
export type SentDossier = {
  facts?: SentFact[] | undefined
  inn?: string | undefined
  decisionMaker?: string | undefined
  waiver?: string | undefined
}

/** Writes down what a talk brings of the dossier, within its unit: whoever may write the talk may tell what is known. */
export async function takeDossier(
  unit: Unit,
  clientId: string,
  { facts = [], inn }: SentDossier,
  now: Date,
): Promise<void> {
  if (facts.length === 0 && inn === undefined) return
  const client = await lockClient(unit.trx, clientId)
  if (client.kind !== 'company') throw new Refusal('notCompany')
  if (inn !== undefined) {
    const found = checkInn(inn.replaceAll(' ', ''))
    if (!found.ok) throw new Refusal('badInn', { field: 'inn', value: inn, reason: found.reason })
    if (found.inn !== client.inn) await writeOver(unit, 'client.updated', client, { inn: found.inn })
  }
  await recordFacts(unit, client, facts, now)
}
