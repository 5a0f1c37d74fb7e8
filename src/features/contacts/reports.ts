import { type RawBuilder, sql } from 'kysely'
import { clientVisibleTo, ownerVisibleTo } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { changedFields } from '#kernel/changed-fields.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { ContactPerson, Moment, Touch } from './contract.ts'

const PAGE = 30

/** Refuses a client out of sight as one that is not there. */
async function refuseUnseen(db: Db, actor: Actor, clientId: string): Promise<void> {
  const seen = await sql`select from client k where k.id = ${clientId} and ${clientVisibleTo(actor)}`.execute(
    db,
  )
  if (seen.rows.length === 0) throw new Refusal('notFound', { entity: 'client' })
}

/** People at a client: two queries. Decision makers first. */
export async function listPeople(db: Db, actor: Actor, clientId: string): Promise<{ rows: ContactPerson[] }> {
  await refuseUnseen(db, actor, clientId)
  const found = await sql<ContactPerson>`
    select p.id, p.rev, p.client_id, p.name, p.role, p.position, p.phones, p.emails, p.note from contact_person p
    where p.client_id = ${clientId}
    order by array_position(array['decisionMaker', 'signer', 'influencer', 'user'], p.role) nulls last,
      p.name collate "ru-x-icu", p.id`.execute(db)
  return { rows: found.rows }
}

export const touchJson = sql`
  jsonb_build_object('id', t.id, 'rev', t.rev, 'clientId', t.client_id, 'contactId', t.contact_id,
    'contactName', (select p.name from contact_person p where p.id = t.contact_id), 'dealId', t.deal_id,
    'dealTitle', (select d.title from deal d where d.id = t.deal_id), 'kind', t.kind,
    'happenedAt', t.happened_at, 'text', t.text, 'result', t.result, 'nextStep', t.next_step, 'nextStepOn', t.next_step_on,
    'minutes', t.minutes, 'authorName', (select u.name from app_user u where u.id = t.author_id))`

/** One touch as it is shown. */
export async function showTouch(db: Db, actor: Actor, id: string): Promise<Touch> {
  const found = await sql<{ touch: Touch }>`
    select ${touchJson} as touch from touch t join client k on k.id = t.client_id
    left join deal d on d.id = t.deal_id
    where t.id = ${id} and (${clientVisibleTo(actor)} or (d.id is not null and ${ownerVisibleTo(actor, sql`d.owner_id`)}))`.execute(
    db,
  )
  const row = found.rows[0]
  if (!row) throw new Refusal('notFound', { entity: 'touch' })
  return row.touch
}

type Row = { kind: Moment['kind']; id: string; at: string; what: Record<string, unknown> }
type Change = {
  actor: string | null
  action: string
  name: string | null
  before: object | null
  after: object | null
}

// Instants as text with microseconds: the key of the page must not be rounded.
const shown = (column: RawBuilder<unknown>) => sql`to_json(${column}) #>> '{}'`

/** One page of everything that happened with a client, the newest first: two queries. */
export async function listTimeline(
  db: Db,
  actor: Actor,
  clientId: string,
  { cursor, only }: { cursor?: string | undefined; only?: 'touch' | 'order' | 'change' | undefined },
): Promise<{ rows: Moment[]; nextCursor: string | null }> {
  await refuseUnseen(db, actor, clientId)
  const [at, id] = cursor?.split(' ') ?? []
  const page = (when: RawBuilder<unknown>, key: RawBuilder<unknown>) => sql`
    ${at && id ? sql`and (${when}, ${key}) < (${at}::timestamptz, ${id}::uuid)` : sql``}
    order by ${when} desc, ${key} desc limit ${PAGE + 1}`
  const zone = sql`(select time_zone from workspace)`
  const parts: [string, RawBuilder<unknown>][] = [
    [
      'touch',
      sql`select 'touch' as kind, t.id, t.happened_at as at, ${touchJson} as what from touch t
        where t.client_id = ${clientId} ${page(sql`t.happened_at`, sql`t.id`)}`,
    ],
    [
      'order',
      sql`select 'order', s.id, s.ordered_at, jsonb_build_object('number', s.external_id, 'amountMinor', s.amount_minor,
          'status', s.status) from sales_order s
        where s.client_id = ${clientId} ${page(sql`s.ordered_at`, sql`s.id`)}`,
    ],
    [
      'change',
      sql`select 'change', a.id, a.at, jsonb_build_object('actor', (select u.name from app_user u where u.id = a.actor_id),
          'action', a.action, 'name', a.after ->> 'name', 'before', a.before, 'after', a.after) from audit_log a
        where a.entity = 'client' and a.entity_id = ${clientId} ${page(sql`a.at`, sql`a.id`)}`,
    ],
    [
      'change',
      sql`select 'class', c.client_id, c.at, jsonb_build_object('from', c.earlier, 'to', c.value_class) from (
          select client_id, as_of::timestamp at time zone ${zone} as at, value_class,
            lag(value_class) over (order by as_of) as earlier
          from client_class_snapshot where client_id = ${clientId}) c
        where c.value_class is distinct from c.earlier ${page(sql`c.at`, sql`c.client_id`)}`,
    ],
  ]
  const wanted = parts
    .filter(([kind]) => only === undefined || kind === only)
    .map(([, part]) => sql`(${part})`)
  const found = await sql<Row>`
    select m.kind, m.id, ${shown(sql`m.at`)} as at, m.what from (${sql.join(wanted, sql` union all `)}) m(kind, id, at, what)
    order by m.at desc, m.id desc limit ${PAGE + 1}`.execute(db)
  const rows = found.rows.slice(0, PAGE)
  const last = rows.at(-1)
  const nextCursor = found.rows.length > PAGE && last ? `${last.at} ${last.id}` : null
  return { rows: rows.map(momentOf), nextCursor }
}

function momentOf({ kind, id, at, what }: Row): Moment {
  if (kind === 'touch') return { kind, id, at, touch: what as Touch }
  if (kind !== 'change') return { kind, id, at, ...what } as Moment
  const { before, after, ...rest } = what as Change
  const fields = changedFields(before, after).filter(({ name }) => name !== 'ownerId')
  return { kind, id, at, ...rest, fields }
}
