import { sql } from 'kysely'
import { writeTouch } from '#features/contacts/public.ts'
import { reachedBy } from '#features/clients/public.ts'
import { lockDeal, setStep } from '#features/funnel/public.ts'
import { addEnquiry, type Enquiry, readReach } from '#features/leads/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { dayOf } from '#kernel/days.ts'
import type { Trx } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import { formNote } from './domain/form-note.ts'
import type { StoredForm } from './store.ts'
import type { Submission } from './submissions.ts'

/** The form itself at work: it sees everything and answers nothing of it. `userId` is whoever let a lead in by hand. */
export const formActor = (address: string | undefined, userId: string | null = null): Actor => ({
  userId,
  role: 'owner',
  channel: userId === null ? 'api' : 'web',
  ...(address !== undefined && { address }),
  sight: { kind: 'all' },
  mayEdit: 'all',
})

async function firstStageOf(trx: Trx, pipelineId: string): Promise<string | undefined> {
  const found = await sql<{ id: string }>`
    select s.id from stage s where s.pipeline_id = ${pipelineId} and s.removed_at is null and s.kind = 'open'
    order by s.place, s.id limit 1`.execute(trx)
  return found.rows[0]?.id
}

// Whoever of them waits longest for a lead of this form; those who have left get none.
async function nextOwner(trx: Trx, { id, ownerIds }: StoredForm): Promise<string | null> {
  if (ownerIds.length === 0) return null
  const found = await sql<{ id: string }>`
    select u.id from app_user u
    where u.id = any(${ownerIds}::uuid[]) and u.deactivated_at is null
    order by (
      select max(s.at) from form_submission s join deal d on d.id = s.deal_id
      where s.form_id = ${id} and d.owner_id = u.id) nulls first, array_position(${ownerIds}::uuid[], u.id)
    limit 1`.execute(trx)
  return found.rows[0]?.id ?? null
}

// While nobody has moved it on, what comes from the same client belongs to the same enquiry.
async function findUntouched(
  trx: Trx,
  { phones, emails }: Pick<Enquiry, 'phones' | 'emails'>,
): Promise<string | null> {
  const found = await sql<{ id: string }>`
    select d.id from deal d join stage s on s.id = d.stage_id join client k on k.id = d.client_id
    where k.archived_at is null and d.client_id in (${reachedBy(phones, emails)}) and d.closed_at is null
      and d.removed_at is null and s.kind = 'open' and s.place = (
        select min(f.place) from stage f where f.pipeline_id = s.pipeline_id and f.removed_at is null and f.kind = 'open')
    order by d.created_at desc, d.id limit 1`.execute(trx)
  return found.rows[0]?.id ?? null
}

/**
 * Makes a lead of what was sent, within the unit: a deal at the first stage of the form's way with a step that is due now, or,
 * where the client's last enquiry is still untouched, a note to that one.
 */
export async function makeLead(
  unit: Unit,
  form: StoredForm,
  submission: Submission,
  now: Date,
): Promise<string> {
  const { country, timeZone } = await loadWorkspace(unit.trx)
  const { said } = submission
  const typed = (text: string | undefined): string | null => text?.trim() || null
  const one = (text: string | undefined): string[] => [typed(text)].filter((it) => it !== null)
  const reach = readReach({ phones: one(said.phone), emails: one(said.email) }, country)
  const company = typed(said.company)
  const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(now)
  const step = { kind: reach.phones.length > 0 ? 'call' : 'email', on: dayOf(now, timeZone), time } as const
  const text = formNote({ form, submission, at: `${dayOf(now, timeZone)} ${time}` })
  const note = { kind: 'note', happenedAt: now.toISOString(), text } as const
  const untouched = await findUntouched(unit.trx, reach)
  if (untouched !== null) {
    const before = await lockDeal(unit.trx, untouched)
    const deal = await setStep(unit, before, step, now.toISOString())
    await writeTouch(
      unit,
      { ...note, clientId: deal.clientId, dealId: deal.id },
      { ownerId: deal.ownerId, now },
    )
    return deal.id
  }
  const { deal } = await addEnquiry(
    unit,
    {
      ...reach,
      kind: company === null ? 'person' : 'company',
      name: company ?? typed(said.name),
      person: company === null ? null : typed(said.name),
      inn: null,
      want: typed(said.want)?.slice(0, 200) ?? form.name,
      source: form.source ?? form.name,
      step,
      stageId: await firstStageOf(unit.trx, form.pipelineId),
      ownerOfNew: await nextOwner(unit.trx, form),
    },
    { country, now },
  )
  await writeTouch(
    unit,
    { ...note, clientId: deal.clientId, dealId: deal.id },
    { ownerId: deal.ownerId, now },
  )
  return deal.id
}
