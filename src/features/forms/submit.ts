import { sql } from 'kysely'
import type { InputOf } from '#kernel/operation.ts'
import { normalisePhone } from '#kernel/phone.ts'
import { Refusal } from '#kernel/refusal.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { countRequestSql } from '#server/request-count.ts'
import type { Services } from '#server/services.ts'
import { formsContract as contract } from './contract.ts'
import { TRAP } from './domain/form-html.ts'
import { formFields } from './domain/form-words.ts'
import { type JunkReason, judgeSubmission } from './domain/judge-submission.ts'
import { formActor, makeLead } from './make-lead.ts'
import { readMark } from './mark.ts'
import type { OpenForm } from './store.ts'
import * as submissions from './submissions.ts'

type Body = InputOf<typeof contract.submit>['body']
export type Sender = { address: string; origin: string | null }

/** So often one address may send one form in a minute. */
const MOST_A_MINUTE = 8
const emailShape = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/

type Sent = { form: OpenForm; body: Body; sender: Sender }

function submissionOf({ form, body, sender: { address } }: Sent): submissions.Submission {
  const said = Object.fromEntries(
    formFields.flatMap((it) => (body[it]?.trim() ? [[it, body[it].trim()]] : [])),
  )
  return {
    formId: form.id,
    said,
    page: body.page?.trim() || null,
    address,
    consentVersion: form.consentText !== null && body.consent ? form.consentVersion : null,
  }
}

function refuseUnfit({ form, body }: Sent, country: string): void {
  const [phone, email] = [body.phone?.trim(), body.email?.trim()]
  if (!phone && !email) throw new Refusal('contactMissing')
  if (phone && normalisePhone(phone, country) === null)
    throw new Refusal('badPhone', { field: 'phone', value: phone })
  if (email && !emailShape.test(email)) throw new Refusal('badEmail', { field: 'email', value: email })
  if (form.consentText !== null && !body.consent) throw new Refusal('consentMissing')
}

/**
 * Takes what came through a form: a lead, or junk that is kept for somebody to look at; whoever sent it is told the same. The
 * same again within minutes is one. Junk is written down without a word to anybody, so that a flood of it slows nobody.
 */
export function makeSubmit({ db, runUnit, now, log }: Services) {
  const keepJunk = async (
    submission: submissions.Submission,
    reasons: readonly JunkReason[],
  ): Promise<void> => {
    const count = await submissions.countOne(db, submission.formId, 'quarantined', now())
    // In the hour the rest is counted, and its sender told to come again.
    if (count > submissions.MOST_KEPT) throw new Refusal('tooManyRequests', { retryAfterSeconds: 600 })
    await db.transaction().execute(async (trx) => {
      if (await submissions.isRepeat(trx, submissions.digestsOf(submission).digest, now())) return
      await submissions.insertSubmission(
        trx,
        submission,
        { state: 'quarantined', reasons, dealId: null },
        now(),
      )
    })
  }

  const makeLeadOf = async (
    { form, sender }: Sent,
    submission: submissions.Submission,
    reasons: readonly JunkReason[],
  ) => {
    const actor = formActor(sender.address)
    const isNew = await runUnit(actor, async (unit) => {
      if (await submissions.isRepeat(unit.trx, submissions.digestsOf(submission).digest, now())) return false
      const dealId = await makeLead(unit, form, submission, now())
      await submissions.insertSubmission(unit.trx, submission, { state: 'lead', reasons, dealId }, now())
      return true
    })
    await submissions.countOne(db, form.id, isNew ? 'lead' : 'repeat', now())
  }

  return async (sent: Sent): Promise<void> => {
    const { form, body, sender } = sent
    try {
      const key = sql`${`form:${form.id}:${sender.address}`}`
      const { rows } = await sql<{ used: number }>`${countRequestSql(key, now())}`.execute(db)
      if ((rows[0]?.used ?? 0) > MOST_A_MINUTE)
        throw new Refusal('tooManyRequests', { retryAfterSeconds: 60 })
      const submission = submissionOf(sent)
      const recent = await submissions.readRecent(db, form.id, submissions.digestsOf(submission), now())
      const { isJunk, reasons } = judgeSubmission({
        mark: readMark(form.secret, body.mark, now()),
        isTrapped: Boolean(body[TRAP]),
        text: Object.values(submission.said).join('\n'),
        isFromNowhere: sender.origin === null,
        ...recent,
      })
      if (isJunk) return await keepJunk(submission, reasons)
      refuseUnfit(sent, (await loadWorkspace(db)).country)
      try {
        await makeLeadOf(sent, submission, reasons)
      } catch (error) {
        // A stage that asks for more than a form knows: the lead waits for somebody instead of being lost.
        if (!(error instanceof Refusal)) throw error
        log.warn({ code: error.code, formId: form.id }, 'a lead of a form could not be made and is kept')
        await keepJunk(submission, ['notMade'])
      }
    } catch (error) {
      // Whoever mistyped a phone is no flood.
      if (error instanceof Refusal && error.code === 'tooManyRequests')
        await submissions.countOne(db, form.id, 'refused', now())
      throw error
    }
  }
}
