import { newId } from '#kernel/id.ts'
import type { Unit } from '#server/unit.ts'
import type { JunkReason } from './domain/judge-submission.ts'
import { makeLead } from './make-lead.ts'
import * as store from './store.ts'
import { countOne, insertSubmission, type Said } from './submissions.ts'

/** What somebody sent through a form before there was one here to look. */
export type ToldSubmission = { said: Said; at: Date; page: string; reasons: readonly JunkReason[] }

/** Adds a form with what came through it: leads, and what looked like junk. */
export async function insertFormWith(
  unit: Unit,
  fields: Parameters<typeof store.insertForm>[2],
  told: readonly ToldSubmission[],
  now: Date,
): Promise<void> {
  const id = newId()
  const form = await store.insertForm(unit.trx, id, fields)
  await store.keepConsent(unit.trx, form, now)
  await unit.record({ action: 'form.created', entity: 'form', id, after: form, rev: form.rev })
  for (const { at, reasons, ...rest } of told) {
    const submission = {
      ...rest,
      formId: id,
      address: null,
      consentVersion: fields.consentText === null ? null : 1,
    }
    const isLead = reasons.length === 0
    const dealId = isLead ? await makeLead(unit, form, submission, at) : null
    const state = isLead ? 'lead' : 'quarantined'
    await insertSubmission(unit.trx, submission, { state, reasons, dealId }, at)
    await countOne(unit.trx, id, state, at)
  }
}
