import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { Held, LeadForm } from './contract.ts'
import { MOST_KEPT } from './submissions.ts'

const PAGE = 50
const instant = (name: string) => sql`to_json(${sql.ref(name)}) #>> '{}'`

async function readForms(db: Db, now: Date, id: string | null): Promise<LeadForm[]> {
  const ofForm = sql`s.form_id = f.id`
  const found = await sql<LeadForm>`
    select f.id, f.rev, f.token, f.name, f.language, f.pipeline_id, f.source, f.owner_ids, f.origins, f.fields,
      f.consent_text, f.consent_url, f.is_active,
      coalesce((select sum(c.count) from form_count c
        where c.form_id = f.id and c.kind = 'lead' and c.hour > ${now}::timestamptz - interval '30 days'), 0)::int as leads,
      (select count(*) from (
        select from form_submission s where ${ofForm} and s.state = 'quarantined' limit 10000) w) as waiting,
      coalesce((select sum(case c.kind when 'quarantined' then least(c.count, ${MOST_KEPT}) else c.count end)
        from form_count c where c.form_id = f.id and c.kind in ('quarantined', 'refused') and c.hour >= h.since), 0)::int
        as held_back,
      to_json(h.since) #>> '{}' as held_back_since,
      (select ${instant('s.at')} from form_submission s where ${ofForm} and s.state = 'lead' order by s.at desc limit 1)
        as last_lead_at
    from lead_form f, (select date_trunc('hour', ${now}::timestamptz - interval '1 hour') as since) h
    where f.removed_at is null and (${id}::uuid is null or f.id = ${id})
    order by f.name collate "ru-x-icu", f.id`.execute(db)
  return found.rows
}

/** All forms with what they brought: one query. */
export const listForms = (db: Db, now: Date): Promise<LeadForm[]> => readForms(db, now, null)

export async function showForm(db: Db, now: Date, id: string): Promise<LeadForm> {
  const [form] = await readForms(db, now, id)
  if (!form) throw new Refusal('notFound', { entity: 'form' })
  return form
}

type Cursor = [at: string, id: string]
function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null
  const [at = '', id = ''] = Buffer.from(text, 'base64url').toString().split(' ')
  const isSound = !Number.isNaN(Date.parse(at)) && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)
  return isSound && /^\d{4}-/.test(at) ? [at, id] : null
}

/** What looks like junk and waits for somebody to look at it, the newest first. */
export async function listHeld(
  db: Db,
  { formId, cursor }: { formId?: string | undefined; cursor?: string | undefined },
): Promise<{ rows: Held[]; nextCursor: string | null }> {
  const after = readCursor(cursor)
  const found = await sql<Held>`
    select s.id, s.form_id, f.name as form_name, ${instant('s.at')} as at, s.reasons, s.said, s.page, s.address
    from form_submission s join lead_form f on f.id = s.form_id
    where s.state = 'quarantined' and (${formId ?? null}::uuid is null or s.form_id = ${formId ?? null})
      and ${after ? sql`(s.at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by s.at desc, s.id desc limit ${PAGE + 1}`.execute(db)
  const rows = found.rows.slice(0, PAGE)
  const last = rows.at(-1)
  const isMore = found.rows.length > PAGE && last
  return { rows, nextCursor: isMore ? Buffer.from(`${last.at} ${last.id}`).toString('base64url') : null }
}
