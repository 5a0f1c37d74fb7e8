import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Unit } from '#server/unit.ts'
import type { Requirable } from './domain/fields.ts'
import { type Contact, judgeContact, waives } from './domain/judge-contact.ts'
import { judgeDossier } from './domain/judge-dossier.ts'
import { loadSettings } from './settings.ts'
import * as store from './store.ts'

/** A talk that is about to be written down. */
export type Talk = { clientId: string; touchId: string; ownerId: string | null }

type Met = Pick<Contact, 'isCompany' | 'hasOrders' | 'hasTalks' | 'wasPerson'>

async function readMet({ trx }: Unit, clientId: string): Promise<Met> {
  const found = await sql<Met>`
    select k.kind = 'company' as is_company, ${store.hasOrdersSql} as has_orders, ${store.hasTalksSql} as has_talks,
      ${store.wasPersonSql} as was_person
    from client k where k.id = ${clientId}`.execute(trx)
  const met = found.rows[0]
  if (!met) throw new Refusal('notFound', { entity: 'client' })
  return met
}

const knownWell: Pick<Contact, 'isGateOn' | 'missing' | 'waiver' | 'role' | 'hasGradeA'> = {
  isGateOn: true,
  missing: [],
  waiver: null,
  role: 'owner',
  hasGradeA: false,
}

/**
 * Lets a talk through within the unit that writes it: the first one with a new company needs what is required of its dossier,
 * or the note of whoever may waive it. Every way on which a talk is written goes through here.
 */
export async function passFirstContact(
  unit: Unit,
  { clientId, touchId, ownerId }: Talk,
  waiver: string | null,
  now: Date,
): Promise<void> {
  const { trx, actor } = unit
  // Most talks are with those who are known: these wait for nobody.
  if (judgeContact({ ...(await readMet(unit, clientId)), ...knownWell }).kind === 'known') return
  const { rows } = await sql<{ known: string[]; hasGradeA: boolean }>`
    select ${store.knownSql} as known, ${store.hasGradeASql} as has_grade_a from client k
    where k.id = ${clientId} for update of k`.execute(trx)
  const { known = [], hasGradeA = false } = rows[0] ?? {}
  const { isGateOn, required } = await loadSettings(trx)
  const { missing, completeness } = judgeDossier(required, new Set(known))
  const { role } = actor
  // Two first talks at once: the second finds the first.
  const met = await readMet(unit, clientId)
  const verdict = judgeContact({ ...met, isGateOn, missing, waiver, role, hasGradeA })
  if (verdict.kind === 'known' || (await store.isLetThrough(trx, touchId))) return
  if (verdict.kind !== 'passed')
    throw new Refusal(verdict.kind, { clientId, missing, mayWaive: waives(role, hasGradeA) !== null })
  const { by: passed } = verdict
  const note = passed === 'head' || passed === 'gradeA' ? waiver : null
  const contact = { id: newId(), clientId, touchId, at: now.toISOString(), passed, completeness, note }
  const after = { ...contact, missing: passed === 'person' ? ([] as Requirable[]) : missing }
  await store.insertFirstContact(trx, { ...after, actorId: actor.userId })
  if (note !== null)
    await unit.record({ action: 'dossier.waived', entity: 'dossier', id: clientId, after, ownerId })
}
