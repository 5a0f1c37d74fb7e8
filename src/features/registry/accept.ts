import { lockEditable, type StoredClient, writeOver } from '#features/clients/public.ts'
import { insertPerson } from '#features/contacts/public.ts'
import { recordFacts } from '#features/dossier/public.ts'
import { dayOf } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import type { InputOf } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import type { Unit } from '#server/unit.ts'
import { checkIdentity, knownOf } from './check-identity.ts'
import type { registryContract } from './contract.ts'
import type { Company } from './domain/company.ts'
import { type Proposal, registerFacts } from './domain/propose.ts'
import { loadPresent, toldBy } from './present.ts'
import { findAnswer } from './store.ts'

type Chosen = InputOf<typeof registryContract.accept>['body']
type Picked = ReadonlyMap<Proposal['field'], Proposal>

/** Details that go on the card; an address goes before those that are there. */
function cardOf(client: StoredClient, picked: Picked) {
  const [kpp, ogrn, address] = (['kpp', 'ogrn', 'address'] as const).map((it) => picked.get(it)?.proposed)
  return {
    ...(kpp !== undefined && { kpp }),
    ...(ogrn !== undefined && { ogrn }),
    ...(address !== undefined && { addresses: [address, ...client.addresses] }),
  }
}

async function addSigner(
  unit: Unit,
  { id: clientId, ownerId }: StoredClient,
  company: Company,
): Promise<void> {
  const { managerName: name, managerPost: position } = company
  if (name === null) return
  const after = await insertPerson(unit.trx, newId(), { clientId, name, position, role: 'signer' })
  const { id, rev } = after
  await unit.record({ action: 'contact.created', entity: 'contact', id, after, rev, ownerId })
}

/**
 * Files what a person accepted of the register's answer, as one act. It is taken from what the register said, not from
 * what the browser sends, and only if the client is still the one that was asked about.
 */
export async function accept(
  { runUnit, now }: Services,
  actor: Unit['actor'],
  clientId: string,
  { answerId, company: at, rev, fields }: Chosen,
): Promise<string> {
  return runUnit(actor, async (unit) => {
    const client = await lockEditable(unit.trx, actor, clientId)
    const answer = await findAnswer(unit.trx, { id: answerId, clientId, userId: actor.userId })
    const company = answer.companies[at]
    if (!company) throw new Refusal('notFound', { entity: 'registryAnswer' })
    const known = knownOf(client)
    const mismatch = checkIdentity(known, company)
    if (mismatch) throw new Refusal('registryMismatch', { ...mismatch })
    const present = await loadPresent(unit.trx, client)
    const told = await toldBy(unit.trx, answer.register, company, present)
    const sent = new Map(fields.map((it) => [it.field, it]))
    const picked: Picked = new Map(
      told
        .filter(({ field, isSame }) => sent.has(field) && (!isSame || isFact(field)))
        .map((it) => [it.field, it]),
    )
    const card = cardOf(client, picked)
    if (Object.keys(card).length > 0) {
      if (client.rev !== rev) throw new Refusal('conflict', { current: { rev: client.rev } })
      await writeOver(unit, 'client.updated', client, card)
    }
    const checkedOn = dayOf(answer.askedAt, present.timeZone)
    const facts = registerFacts.flatMap((field) => {
      const proposal = picked.get(field)
      if (!proposal) return []
      const { proposed: value, source } = proposal
      return [
        { field, value, source, checkedOn, method: 'register' as const, seenId: sent.get(field)?.seenId },
      ]
    })
    await recordFacts(unit, client, facts, now())
    if (picked.has('signer')) await addSigner(unit, client, company)
    return unit.id
  })
}

// A fact that says the same was checked anew.
const isFact = (field: Proposal['field']): boolean => (registerFacts as readonly string[]).includes(field)
