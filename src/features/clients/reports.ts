import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { mayEditRecordOf } from '#kernel/actor.ts'
import { changedFields } from '#kernel/changed-fields.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import {
  atStakeSql,
  clientTables,
  clientVisibleTo,
  daysSinceSql,
  frequencyClassSql,
  gapSql,
  isClassGapSql,
  type Measure,
  measureColumn,
  rhythmRatioSql,
  rhythmSql,
  valueClassSql,
} from './class-sql.ts'
import type { Client, ClientRow, ClientSort } from './contract.ts'
import { clientConditions, sortPlan, type Stretch } from './filter-sql.ts'
import { clientCells, countVisible, isCountedSql } from './cells-sql.ts'
import type { ResolvedFilter } from './resolve-filter.ts'
import { type Cursor, readCursor, writeCursor } from './domain/cursor.ts'

const PAGE = 60

type Basis = {
  asOf: string | null
  windowFrom: string | null
  measure: Measure
  /** whether the counts of the last recount still hold: the settings are the same, and no change waits to be counted */
  isCounted: boolean
}

/** What the figures of a list rest on. */
export async function loadBasis(db: Db): Promise<Basis> {
  const found = await sql<Basis>`
    select g.as_of, g.window_from, e.measure, ${isCountedSql} as is_counted
    from segment_settings e left join segment_state g on true`.execute(db)
  return found.rows[0] ?? { asOf: null, windowFrom: null, measure: 'turnover', isCounted: false }
}

// Whoever wrote the last entry that found the client outside of the archive and left it inside.
const archivedBySql = sql`
  case when k.archived_at is not null then (
    select u.name from audit_log a join app_user u on u.id = a.actor_id
    where a.entity = 'client' and a.entity_id = k.id and a.before ->> 'archivedAt' is null
      and a.after ->> 'archivedAt' is not null
    order by a.at desc limit 1) end`

function rowColumns(actor: Actor, measure: Measure) {
  const m = measureColumn(measure)
  const share =
    actor.sight.kind === 'all'
      ? sql`(greatest(${m}, 0)::float8 / nullif(g.total_minor, 0))`
      : sql`null::float8`
  return sql`
    k.id, k.rev, k.name, k.city, k.external_id, k.owner_id, k.tags, to_jsonb(k.archived_at) #>> '{}' as archived_at, ${archivedBySql} as archived_by,
    k.fields - coalesce((select array_agg(f.id::text) from client_field f where f.removed_at is not null), '{}') as fields,
    (select u.name from app_user u where u.id = k.owner_id) as owner_name,
    ${valueClassSql(measure)} as value_class, ${frequencyClassSql} as frequency_class,
    coalesce(t.order_days, 0) as order_days, coalesce(${m}, 0) as measure_minor, ${share} as share,
    t.last_ordered_on, ${gapSql} as gap_days, ${isClassGapSql} as is_class_gap,
    ${daysSinceSql} as days_since, ${rhythmSql} as rhythm, ${rhythmRatioSql} as rhythm_ratio,
    ${atStakeSql} as at_stake_minor`
}

// Twelve sums a client, the oldest month first, from the months kept for charts. A series of numbers, not of dates: of
// these the planner expects a thousand.
const monthsSql = sql`
  array(select coalesce((select m.turnover_minor from client_month m where m.client_id = p.id
      and m.month = (date_trunc('month', coalesce(p.as_of, now()::date)) - make_interval(months => 11 - n))::date), 0)
    from generate_series(0, 11) as n) as months`

export type ListRequest = ResolvedFilter & {
  sort?: ClientSort | undefined
  direction?: 'asc' | 'desc' | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

/** One page of the list: two queries, three where those without orders begin. */
export function listClients(db: Db, actor: Actor, request: ListRequest) {
  return pageOfClients(db, actor, request, sql<object>``)
}

/** One page of the list with more columns of the client (`k`), each followed by a comma. */
async function pageOfClients<More extends object>(
  db: Db,
  actor: Actor,
  request: ListRequest,
  more: RawBuilder<More>,
) {
  const { isCounted: _isCounted, ...basis } = await loadBasis(db)
  const { measure } = basis
  const sort = request.sort ?? 'measure'
  const isDown = (request.direction ?? (sort === 'name' ? 'asc' : 'desc')) === 'desc'
  const limit = request.limit ?? PAGE
  const { type, collation, first, rest } = sortPlan(sort, measure)
  const [beyond, order] = isDown ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`]
  const cursor = request.cursor === undefined ? null : readCursor(request.cursor, type)

  const walk = async ({ key, id, only }: Stretch, from: Cursor | null, most: number) => {
    const after = from
      ? sql`(${key} ${collation}, ${id}) ${beyond} (${from[0]}::${sql.raw(type)} ${collation}, ${from[1]}::uuid)`
      : sql`true`
    const chosen = sql`
      where ${clientConditions(actor, request, measure)} and ${only} and ${after}
      order by ${key} ${collation} ${order}, ${id} ${order} limit ${most}`
    // A text passes over thousands: who is on the page is found first, of what indexes tell, and the rest read of these alone.
    const page = request.text
      ? sql`(select k.id, ${key} as sort_key from ${clientTables} ${chosen}) w join (${clientTables}) on k.id = w.id
          order by w.sort_key ${collation} ${order}, w.id ${order}`
      : sql`${clientTables} ${chosen}`
    const found = await sql<ClientRow & More & { sortKey: string }>`
      select p.*, ${monthsSql} from (
        select ${more} ${rowColumns(actor, measure)}, g.as_of, (${key})::text as sort_key from ${page}) p`.execute(
      db,
    )
    return found.rows
  }

  const isInRest = rest !== undefined && cursor?.[0] === rest.mark
  const found = isInRest ? [] : await walk(first, cursor, limit + 1)
  if (rest && found.length <= limit) {
    found.push(...(await walk(rest, isInRest ? cursor : null, limit + 1 - found.length)))
  }
  const rows = found.slice(0, limit)
  const last = rows.at(-1)
  const nextCursor = found.length > limit && last ? writeCursor([last.sortKey, last.id]) : null
  return { rows, nextCursor, ...basis }
}

/** How many clients the conditions leave, and the sum of their measure. */
export async function countClients(db: Db, actor: Actor, filter: ResolvedFilter) {
  const { measure, isCounted } = await loadBasis(db)
  const found = await sql<{ count: number; measureMinor: number; atStakeMinor: number }>`
    select coalesce(sum(clients), 0)::bigint as count, coalesce(sum(measure_minor), 0)::bigint as measure_minor,
      coalesce(sum(at_stake_minor), 0)::bigint as at_stake_minor
    from ${clientCells(actor, filter, measure, isCounted)} c`.execute(db)
  return found.rows[0] ?? { count: 0, measureMinor: 0, atStakeMinor: 0 }
}

/** Tags that the person's clients bear, the commonest first. */
export async function listTags(db: Db, actor: Actor) {
  const found = await sql<{ name: string; count: number }>`
    select tag as name, count(*) as count from client k cross join unnest(k.tags) as tag
    where ${clientVisibleTo(actor)} and k.archived_at is null
    group by tag order by count(*) desc, tag limit 200`.execute(db)
  return { rows: found.rows }
}

const lateAB = { classes: 'A,B', rhythms: 'late,atRisk,lapsed' }

/** Counts for the tabs above the list. */
export async function countViews(db: Db, actor: Actor) {
  const { measure, isCounted } = await loadBasis(db)
  const found = await sql<{ all: number; mine: number; lateAB: number; unowned: number }>`
    select ${countVisible(actor)} as all, ${countVisible(actor, sql`c.owner_id = ${actor.userId}`)} as mine,
      (select coalesce(sum(clients), 0)::bigint from ${clientCells(actor, lateAB, measure, isCounted)} c) as "lateAB",
      ${countVisible(actor, sql`c.owner_id is null`)} as unowned`.execute(db)
  return found.rows[0] ?? { all: 0, mine: 0, lateAB: 0, unowned: 0 }
}

// An observer reads no personal contact data; a note may tell of people.
const withoutContacts = {
  phone: null,
  email: null,
  note: null,
  otherPhones: [],
  otherEmails: [],
  addresses: [],
}

/** One client with class and rhythm; a client out of sight is not told from one that is not there. */
export async function showClient(db: Db, actor: Actor, id: string): Promise<Client> {
  const { measure } = await loadBasis(db)
  const found = await sql<Omit<Client, 'mayEdit' | 'createdAt'> & { createdAt: Date }>`
    select p.*, ${monthsSql} from (
      select ${rowColumns(actor, measure)}, g.as_of, k.kind, k.inn, k.kpp, k.ogrn, k.phone, k.email,
        k.other_phones, k.other_emails, k.addresses, k.region, k.note, k.created_at,
        t.first_ordered_on
      from ${clientTables} where k.id = ${id} and ${clientVisibleTo(actor)}
    ) p`.execute(db)
  const row = found.rows[0]
  if (!row) throw new Refusal('notFound', { entity: 'client' })
  return {
    ...row,
    ...(actor.role === 'observer' && withoutContacts),
    createdAt: row.createdAt.toISOString(),
    mayEdit: mayEditRecordOf(actor, row.ownerId),
  }
}

type AuditRow = {
  id: string
  at: Date
  actor: string | null
  action: string
  before: object | null
  after: object | null
}
const contacts = new Set(Object.keys(withoutContacts))

/** Who changed what of a client, the newest first. */
export async function listHistory(db: Db, actor: Actor, id: string) {
  await showClient(db, actor, id)
  const found = await sql<AuditRow>`
    select a.id, a.at, u.name as actor, a.action, a.before, a.after from audit_log a left join app_user u on u.id = a.actor_id
    where a.entity = 'client' and a.entity_id = ${id} order by a.id desc limit 200`.execute(db)
  const rows = found.rows.map(({ before, after, ...row }) => {
    const fields = changedFields(before, after).filter(
      ({ name }) => name !== 'ownerId' && (actor.role !== 'observer' || !contacts.has(name)),
    )
    return { ...row, at: row.at.toISOString(), fields }
  })
  return { rows }
}
