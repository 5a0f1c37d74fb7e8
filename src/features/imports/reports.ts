import { type RawBuilder, sql } from 'kysely'
import { clientVisibleTo, ownerVisibleTo } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { ImportRow, ImportRun, RowGroup } from './contract.ts'
import { alikeRows } from './alike.ts'
import { hasOrders } from './domain/plan.ts'
import { entityOf } from './records.ts'
import { isStaged, type Staging, stagingOf } from './staging.ts'
import { doubtCode, doubtValue } from './traces.ts'

const PAGE = 100

/** One import with the name of who brought it. */
export async function showRun(db: Db, id: string): Promise<ImportRun> {
  const found = await sql<ImportRun>`
    select r.id, r.kind, r.state, r.file_name, r.file_size, r.map, r.profile, r.questions, r.preview, r.progress, r.failure,
      r.match_keys, u.name as created_by, r.created_at, r.committed_at, r.undone_at,
      (select jsonb_build_object('id', o.id, 'committedAt', o.committed_at) from import_run o
       where o.file_sha256 = r.file_sha256 and o.id <> r.id and o.state = 'committed' and o.kind = r.kind
       order by o.committed_at desc limit 1) as same_as,
      coalesce(r.result -> 'leftovers', '[]') as leftovers, r.rev
    from import_run r left join app_user u on u.id = r.created_by where r.id = ${id}`.execute(db)
  const run = found.rows[0]
  if (!run) throw new Refusal('notFound', { entity: 'import' })
  return {
    ...run,
    createdAt: iso(run.createdAt),
    committedAt: isoOrNull(run.committedAt),
    undoneAt: isoOrNull(run.undoneAt),
  }
}

const iso = (at: string | Date): string => new Date(at).toISOString()
const isoOrNull = (at: string | Date | null): string | null => (at === null ? null : iso(at))

const visibleTo = (actor: Actor): RawBuilder<unknown> =>
  actor.sight.kind === 'all' ? sql`true` : sql`r.created_by = ${actor.userId}`

/** Refuses an import out of sight as one that is not there. */
export async function refuseUnseen(db: Db, actor: Actor, id: string): Promise<void> {
  const found = await sql`select from import_run r where r.id = ${id} and ${visibleTo(actor)}`.execute(db)
  if (found.rows.length === 0) throw new Refusal('notFound', { entity: 'import' })
}

/** Imports in sight, the newest first; the cursor is the last id, which sorts by time. */
export async function listRuns(db: Db, actor: Actor, cursor: string | undefined) {
  const found = await sql<
    Pick<ImportRun, 'id' | 'kind' | 'state' | 'fileName' | 'createdBy' | 'createdAt' | 'preview'>
  >`
    select r.id, r.kind, r.state, r.file_name, u.name as created_by, r.created_at, r.preview
    from import_run r left join app_user u on u.id = r.created_by
    where ${visibleTo(actor)} and ${cursor ? sql`r.id < ${cursor}` : sql`true`} order by r.id desc limit ${PAGE + 1}`.execute(
    db,
  )
  const rows = found.rows.slice(0, PAGE).map((row) => ({ ...row, createdAt: iso(row.createdAt) }))
  return { rows, nextCursor: found.rows.length > PAGE ? (rows.at(-1)?.id ?? null) : null }
}

type Page = { rows: ImportRow[]; nextCursor: string | null }

const none = sql`select null::bigint as row_number, '' as label, '' as detail, null::uuid as id limit 0`
const clientLabel = sql`coalesce(nullif(c.name, ''), c.external_id, c.inn, c.email, c.phone, c.key)`
const clientDetail = sql`concat_ws(' · ', c.external_id, c.inn, c.city, c.phone, c.email)`
const signed = (table: 'o' | 't'): RawBuilder<number> => {
  const [status, amount] = [sql.ref(`${table}.status`), sql.ref(`${table}.amount_minor`)]
  return sql`case when ${status} = 'return' then -${amount} else ${amount} end`
}

function stagedClients(clients: RawBuilder<unknown>, group: RowGroup): RawBuilder<unknown> {
  const filter = {
    new: sql`c.match_count = 0`,
    newClients: sql`c.match_count = 0`,
    updated: sql`c.match_count = 1 and c.is_changed`,
    unchanged: sql`c.match_count = 1 and not c.is_changed`,
    ambiguous: sql`c.match_count > 1`,
  }[group as string]
  if (!filter) return none
  return sql`
    select c.first_row as row_number, ${clientLabel} as label, ${clientDetail} as detail, c.client_id as id, c.key,
      case when c.match_count > 1 then 'ambiguousClient' end as code, null::bigint as amount_minor
    from ${clients} c where ${filter}`
}

function stagedRecords(
  records: RawBuilder<unknown>,
  clients: RawBuilder<unknown>,
  group: RowGroup,
): RawBuilder<unknown> {
  const filter = {
    new: sql`r.change = 'new'`,
    updated: sql`r.change = 'update'`,
    unchanged: sql`r.change = 'same'`,
    ambiguous: sql`r.change = 'ambiguous'`,
  }[group as string]
  if (!filter) return none
  return sql`
    select r.record_no as row_number, coalesce(r.data ->> 'name', r.data ->> 'text', r.data ->> 'title') as label, ${clientLabel} as detail,
      r.entity_id as id, case when r.is_doubtful then c.key end as key,
      case when r.change = 'ambiguous' then coalesce(r.doubt, case when r.is_doubtful then 'ambiguousClient' else 'otherClient' end) end as code,
      case when r.doubt is not null then coalesce(r.data ->> 'external_id', r.data ->> 'title', r.data ->> 'name') end as value,
      coalesce(r.data ->> 'amount_minor', r.data ->> 'price_minor')::bigint as amount_minor
    from ${records} r left join ${clients} c on c.key = r.client_key where ${filter}`
}

function stagedOrders(
  orders: RawBuilder<unknown>,
  clients: RawBuilder<unknown>,
  group: RowGroup,
): RawBuilder<unknown> {
  const filter = {
    new: sql`o.change = 'new'`,
    updated: sql`o.change = 'update'`,
    unchanged: sql`o.change = 'same'`,
    ambiguous: sql`o.change = 'ambiguous'`,
    unassigned: sql`o.client_key is null`,
    twoTimes: sql`o.has_two_times`,
    sharedNumbers: sql`o.order_number in (select order_number from ${orders} group by order_number having count(*) > 1)`,
  }[group as string]
  if (!filter) return none
  return sql`
    select o.first_row as row_number, o.order_number as label, concat_ws(' · ', ${clientLabel}, o.ordered_on) as detail,
      o.order_id as id, case when o.change = 'ambiguous' and not o.has_two_refs then c.key end as key,
      case when o.change = 'ambiguous' then case when c.key is null or o.has_two_refs then 'ambiguousOrder' else 'ambiguousClient' end end as code,
      ${signed('o')} as amount_minor
    from ${orders} o left join ${clients} c on c.key = o.client_key where ${filter}`
}

/** Refused rows while they are staged: those that cannot be read, and lines of orders that are not there. */
function stagedErrors(rows: RawBuilder<unknown>, orders: RawBuilder<unknown> | null): RawBuilder<unknown> {
  const read = sql`
    select row_number, error_code as code, error_column as "column", error_value as value, raw::jsonb as cells
    from ${rows} where error_code is not null`
  if (orders === null) return read
  return sql`${read} union all
    select r.row_number, 'unknownOrder', null, r.order_number, r.raw::jsonb from ${orders} o
    join ${rows} r on r.order_number = o.order_number and r.error_code is null where o.change = 'unknown'`
}

const keptErrors = (id: string, filter: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select row_number, code, column_name as "column", value, raw as cells from import_refused where import_id = ${id} and ${filter}`

const isDoubt = sql`code in ('ambiguousClient', 'ambiguousOrder', 'otherClient', 'repeatedDeal', 'dealInBin', 'repeatedProduct')`
const withCells = (source: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select e.*, coalesce(e.cells ->> 0, e.value, '') as label,
    array_to_string(array(select jsonb_array_elements_text(coalesce(e.cells, '[]'))), ' · ') as detail from (${source}) e`

/** What a committed import made or changed, as it is now, within the actor's sight. */
function written(actor: Actor, run: ImportRun, group: RowGroup): RawBuilder<unknown> {
  const isClients = run.kind === 'clients' || group === 'newClients'
  const entity = isClients ? 'client' : 'order'
  const filter = {
    new: sql`t.import_id = ${run.id}`,
    newClients: sql`t.import_id = ${run.id}`,
    updated: sql`t.id in (select entity_id from import_before where import_id = ${run.id} and entity = ${entity})`,
    unchanged: sql`t.id in (select entity_id from import_unchanged where import_id = ${run.id})`,
    unassigned: isClients ? sql`false` : sql`t.import_id = ${run.id} and t.client_id is null`,
    sharedNumbers: isClients
      ? sql`false`
      : sql`t.import_id = ${run.id} and exists (
          select from sales_order o where o.source = t.source and o.external_id = t.external_id and o.id <> t.id and o.import_id = ${run.id})`,
  }[group as string]
  if (!filter) return none
  if (!isClients && !hasOrders(run)) return writtenRecords(actor, run, group)
  if (isClients) {
    return sql`
      select t.id, t.name as label, concat_ws(' · ', t.external_id, t.inn, t.city) as detail, null::bigint as amount_minor
      from client t where ${filter} and ${clientVisibleTo(actor, 't')}`
  }
  return sql`
    select t.id, t.external_id as label, concat_ws(' · ', k.name, t.ordered_on) as detail, ${signed('t')} as amount_minor
    from sales_order t left join client k on k.id = t.client_id
    where ${filter} and (case when t.client_id is null then ${sql.lit(actor.sight.kind === 'all')} else ${clientVisibleTo(actor, 'k')} end)`
}

function writtenRecords(actor: Actor, run: ImportRun, group: RowGroup): RawBuilder<unknown> {
  const entity = entityOf(run.kind) ?? 'touch'
  const before = sql`select entity_id from import_before where import_id = ${run.id} and entity = ${entity}`
  const filter = {
    new: sql`t.id in (${before} and before is null)`,
    updated: sql`t.id in (${before} and before is not null)`,
    unchanged: sql`t.id in (select entity_id from import_unchanged where import_id = ${run.id})`,
  }[group as string]
  if (!filter) return none
  if (entity === 'product')
    return sql`select t.id, t.name as label, '' as detail, t.price_minor as amount_minor from product t where ${filter}`
  if (entity === 'deal')
    return sql`
      select t.id, t.title as label, k.name as detail, t.amount_minor from deal t join client k on k.id = t.client_id
      where ${filter} and ${ownerVisibleTo(actor, sql`t.owner_id`)}`
  return sql`
    select t.id, ${entity === 'contact' ? sql`t.name` : sql`t.text`} as label, k.name as detail, null::bigint as amount_minor
    from ${sql.raw(entity === 'contact' ? 'contact_person' : 'touch')} t join client k on k.id = t.client_id
    where ${filter} and ${clientVisibleTo(actor, 'k')}`
}

/** The rows of one group: from the staging tables before the commit, from the base after it. */
export async function listGroup(
  db: Db,
  actor: Actor,
  id: string,
  group: RowGroup,
  cursor: string | undefined,
): Promise<Page> {
  const run = await showRun(db, id)
  const staging = stagingOf(id)
  if (run.state === 'staged' && (await isStaged(db, staging))) {
    const [rows, clients, orders] = [sql.raw(staging.rows), sql.raw(staging.clients), sql.raw(staging.orders)]
    const isClients = run.kind === 'clients'
    const isRecords = !isClients && !hasOrders(run)
    if (group === 'errors')
      return page(db, withCells(stagedErrors(rows, hasOrders(run) ? orders : null)), 'row_number', cursor)
    if (group === 'alike')
      return page(db, alikeRows(staging, clientLabel, clientVisibleTo(actor)), 'row_number', cursor)
    const source =
      isClients || group === 'newClients'
        ? stagedClients(clients, group)
        : isRecords
          ? stagedRecords(sql.raw(staging.records), clients, group)
          : stagedOrders(orders, clients, group)
    return page(db, source, 'row_number', cursor)
  }
  if (run.committedAt === null) return { rows: [], nextCursor: null }
  if (group === 'errors')
    return page(db, withCells(keptErrors(id, sql`not ${isDoubt}`)), 'row_number', cursor)
  if (group === 'ambiguous') return page(db, withCells(keptErrors(id, isDoubt)), 'row_number', cursor)
  return page(db, written(actor, run, group), 'id', cursor)
}

const empty: ImportRow = {
  rowNumber: null,
  label: '',
  detail: '',
  amountMinor: null,
  id: null,
  code: null,
  column: null,
  value: null,
  cells: null,
  key: null,
  alike: null,
}

async function page(
  db: Db,
  source: RawBuilder<unknown>,
  by: 'row_number' | 'id',
  cursor: string | undefined,
): Promise<Page> {
  const fitting = by === 'id' ? /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/ : /^\d{1,15}$/
  if (cursor !== undefined && !fitting.test(cursor)) {
    throw new Refusal('invalidInput', { where: 'query', issues: [{ path: '/cursor', message: 'cursor' }] })
  }
  const after =
    cursor === undefined ? sql`true` : sql`${sql.ref(by)} > ${by === 'id' ? cursor : Number(cursor)}`
  const found = await sql<Partial<ImportRow>>`
    select * from (${source}) s where ${after} order by ${sql.ref(by)} limit ${PAGE + 1}`.execute(db)
  const rows = found.rows.slice(0, PAGE).map((row) => ({ ...empty, ...row }))
  const last = rows.at(-1)
  const next = by === 'id' ? last?.id : last?.rowNumber
  return { rows, nextCursor: found.rows.length > PAGE ? String(next) : null }
}

export type Refused = {
  rowNumber: number
  code: string
  column: string | null
  value: string | null
  raw: string[] | null
}

/** Every row that does not come in, in the order of the file, page by page. */
export async function* listRefused(db: Db, { id, kind, state }: ImportRun): AsyncGenerator<Refused> {
  const staging = stagingOf(id)
  const isOpen = state === 'staged' && (await isStaged(db, staging))
  const source = isOpen ? allStaged(staging, kind) : keptErrors(id, sql`true`)
  for (let after = 0; ; ) {
    const found = await sql<Refused>`
      select row_number, code, "column", value, cells as raw from (${source}) e
      where row_number > ${after} order by row_number limit 1000`.execute(db)
    yield* found.rows
    if (found.rows.length < 1000) return
    after = found.rows.at(-1)?.rowNumber ?? after
  }
}

function allStaged(staging: Staging, kind: ImportRun['kind']): RawBuilder<unknown> {
  const [rows, clients, orders] = [sql.raw(staging.rows), sql.raw(staging.clients), sql.raw(staging.orders)]
  const cells = sql`r.raw::jsonb`
  if (kind === 'clients') {
    return sql`${stagedErrors(rows, null)} union all
      select r.row_number, 'ambiguousClient', null, coalesce(r.client_name, r.client_external_id), ${cells} from ${clients} c
      join ${rows} r on r.client_key = c.key and r.error_code is null where c.match_count > 1`
  }
  if (!hasOrders({ kind })) {
    return sql`${stagedErrors(rows, null)} union all
      select r.row_number, ${doubtCode}, null, ${doubtValue}, ${cells} from ${sql.raw(staging.records)} c
      join ${rows} r on r.row_number = c.record_no where c.change = 'ambiguous'`
  }
  return sql`${stagedErrors(rows, orders)} union all
    select r.row_number, case when o.client_key is null or o.has_two_refs then 'ambiguousOrder' else 'ambiguousClient' end, null,
      case when o.client_key is null or o.has_two_refs then r.order_number else coalesce(r.client_name, r.client_external_id) end, ${cells} from ${orders} o
    join ${rows} r on r.order_number = o.order_number and r.error_code is null and (o.client_key is null or o.client_key = r.client_key)
    where o.change = 'ambiguous'`
}
