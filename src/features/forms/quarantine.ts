import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Trx } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import { formActor, makeLead } from './make-lead.ts'
import * as store from './store.ts'
import { countOne, type Submission } from './submissions.ts'

type Kept = Submission & {
  id: string
  state: 'lead' | 'quarantined' | 'dropped'
  dealId: string | null
  at: Date
}

async function lockSubmission(trx: Trx, id: string): Promise<Kept> {
  const found = await sql<Kept>`
    select id, form_id, state, said, page, address, consent_version, deal_id, at from form_submission
    where id = ${id} for update`.execute(trx)
  const kept = found.rows[0]
  if (!kept) throw new Refusal('notFound', { entity: 'submission' })
  return kept
}

/** Somebody looked: it is a lead. */
export async function acceptHeld(unit: Unit, id: string, now: Date): Promise<string> {
  const kept = await lockSubmission(unit.trx, id)
  if (kept.state !== 'quarantined') throw new Refusal('notFound', { entity: 'submission' })
  const form = await store.lockForm(unit.trx, kept.formId)
  // Who let it in is the author; where it goes is decided by the form.
  const dealId = await makeLead(
    { ...unit, actor: formActor(unit.actor.address, unit.actor.userId) },
    form,
    kept,
    now,
  )
  await unit.trx.updateTable('formSubmission').set({ state: 'lead', dealId }).where('id', '=', id).execute()
  await countOne(unit.trx, form.id, 'lead', now)
  await unit.record({
    action: 'form.accepted',
    entity: 'form',
    id: form.id,
    after: { submissionId: id, dealId },
  })
  return dealId
}

/** Puts back what was let in by mistake; its deal is taken back beside it. */
export async function holdAgain(trx: Trx, id: string): Promise<boolean> {
  const kept = await lockSubmission(trx, id)
  if (kept.state !== 'lead') return false
  await trx
    .updateTable('formSubmission')
    .set({ state: 'quarantined', dealId: null })
    .where('id', '=', id)
    .execute()
  return true
}

/** Throws junk away, or takes it out of the bin again; answers which. */
export async function setDropped(
  trx: Trx,
  which: { ids?: readonly string[] | undefined; formId?: string | undefined },
  isDropped: boolean,
): Promise<string[]> {
  const [from, to] = isDropped ? ['quarantined', 'dropped'] : ['dropped', 'quarantined']
  const done = await sql<{ id: string }>`
    update form_submission set state = ${to}
    where state = ${from} and ${which.ids ? sql`id = any(${[...which.ids]}::uuid[])` : sql`form_id = ${which.formId}`}
    returning id`.execute(trx)
  return done.rows.map(({ id }) => id)
}
