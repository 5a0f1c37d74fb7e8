import { type RawBuilder, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { ImportRow, ImportRun } from './contract.ts'
import { countStaged, stagingOf } from './staging.ts'

const PAGE = 100

/** One import with the name of who brought it. */
export async function showRun(db: Db, id: string): Promise<ImportRun> {
  const found = await sql<ImportRun>`
    select r.id, r.kind, r.state, r.file_name, r.file_size, r.map, r.profile, r.questions, r.preview, r.progress, r.failure,
      r.match_keys, u.name as created_by, r.created_at, r.committed_at, r.undone_at,
      coalesce(r.result -> 'leftovers', '[]') as leftovers, r.rev
    from import_run r left join app_user u on u.id = r.created_by where r.id = ${id}`.execute(db)
  const run = found.rows[0]
  if (!run) throw new Refusal('notFound', { entity: 'import' })
  return { ...run, createdAt: iso(run.createdAt), committedAt: isoOrNull(run.committedAt), undoneAt: isoOrNull(run.undoneAt) }
}

const iso = (at: string | Date): string => new Date(at).toISOString()
const isoOrNull = (at: string | Date | null): string | null => (at === null ? null : iso(at))

/** Imports, the newest first; the cursor is the last id, which sorts by time. */
export async function listRuns(db: Db, cursor: string | undefined) {
  const found = await sql<Pick<ImportRun, 'id' | 'kind' | 'state' | 'fileName' | 'createdBy' | 'createdAt' | 'preview'>>`
    select r.id, r.kind, r.state, r.file_name, u.name as created_by, r.created_at, r.preview
    from import_run r left join app_user u on u.id = r.created_by
    where ${cursor ? sql`r.id < ${cursor}` : sql`true`} order by r.id desc limit ${PAGE + 1}`.execute(db)
  const rows = found.rows.slice(0, PAGE).map((row) => ({ ...row, createdAt: iso(row.createdAt) }))
  return { rows, nextCursor: found.rows.length > PAGE ? (rows.at(-1)?.id ?? null) : null }
}

type Group = 'new' | 'updated' | 'unchanged' | 'ambiguous' | 'errors'
type Page = { rows: ImportRow[]; nextCursor: string | null }

const blank = sql`null::uuid as id, null as code, null as "column", null as value`

function stagedClients(table: RawBuilder<unknown>, group: Group, after: number): RawBuilder<ImportRow> {
  const filter = {
    new: sql`match_count = 0`,
    updated: sql`match_count = 1 and is_changed`,
    unchanged: sql`match_count = 1 and not is_changed`,
    ambiguous: sql`match_count > 1`,
    errors: sql`false`,
  }[group]
  return sql<ImportRow>`
    select first_row as row_number, coalesce(nullif(name, ''), external_id, key) as label,
      concat_ws(' · ', external_id, inn, city) as detail, null::bigint as amount_minor, ${blank}
    from ${table} where ${filter} and first_row > ${after} order by first_row limit ${PAGE + 1}`
}

function stagedOrders(orders: RawBuilder<unknown>, clients: RawBuilder<unknown>, group: Group, after: number): RawBuilder<ImportRow> {
  const change = { new: 'new', updated: 'update', unchanged: 'same', ambiguous: 'ambiguous', errors: 'unknown' }[group]
  return sql<ImportRow>`
    select o.first_row as row_number, o.order_number as label,
      concat_ws(' · ', coalesce(nullif(c.name, ''), c.external_id), o.ordered_on) as detail,
      case when o.status = 'return' then -o.amount_minor else o.amount_minor end as amount_minor,
      o.order_id as id, case when o.change = 'unknown' then 'unknownOrder' end as code, null as "column", null as value
    from ${orders} o left join ${clients} c on c.key = o.client_key
    where o.change = ${change} and o.first_row > ${after} order by o.first_row limit ${PAGE + 1}`
}

/** The rows of one group: from the staging tables before the commit, from the base after it. */
export async function listGroup(db: Db, id: string, group: Group, cursor: string | undefined): Promise<Page> {
  const run = await showRun(db, id)
  const staging = stagingOf(id)
  const after = Number(cursor ?? 0)
  const isStaged = (await countStaged(db, staging)) !== null
  let query: RawBuilder<ImportRow>
  if (group === 'errors') {
    query = sql<ImportRow>`
      select row_number, coalesce(raw ->> 0, '') as label, array_to_string(array(select jsonb_array_elements_text(raw)), ' · ') as detail,
        null::bigint as amount_minor, null::uuid as id, code, column_name as "column", value
      from ${isStaged ? sql`(select row_number, error_code as code, error_column as column_name, error_value as value, raw::jsonb as raw
        from ${sql.raw(staging.rows)} where error_code is not null) e` : sql`import_refused`}
      where ${isStaged ? sql`true` : sql`import_id = ${id}`} and row_number > ${after} order by row_number limit ${PAGE + 1}`
  } else if (isStaged) {
    const clients = sql.raw(staging.clients)
    query = run.kind === 'clients' ? stagedClients(clients, group, after) : stagedOrders(sql.raw(staging.orders), clients, group, after)
  } else return listWritten(db, run, group, cursor)
  const found = await query.execute(db)
  const rows = found.rows.slice(0, PAGE)
  return { rows, nextCursor: found.rows.length > PAGE ? String(rows.at(-1)?.rowNumber ?? '') : null }
}

/** What a committed import made or changed, as it is now. */
async function listWritten(db: Db, run: ImportRun, group: Group, cursor: string | undefined): Promise<Page> {
  if (group !== 'new' && group !== 'updated') return { rows: [], nextCursor: null }
  const isClients = run.kind === 'clients'
  const which =
    group === 'new'
      ? sql`t.import_id = ${run.id}`
      : sql`t.id in (select entity_id from import_before where import_id = ${run.id} and entity = ${isClients ? 'client' : 'order'})`
  const source = isClients
    ? sql`select t.id, t.name as label, concat_ws(' · ', t.external_id, t.inn, t.city) as detail, null::bigint as amount_minor from client t`
    : sql`select t.id, t.external_id as label, concat_ws(' · ', k.name, t.ordered_on) as detail,
        case when t.status = 'return' then -t.amount_minor else t.amount_minor end as amount_minor
      from sales_order t left join client k on k.id = t.client_id`
  const found = await sql<ImportRow>`
    select null::bigint as row_number, w.*, null as code, null as "column", null as value
    from (${source} where ${which} and ${cursor ? sql`t.id > ${cursor}` : sql`true`} order by t.id limit ${PAGE + 1}) w`.execute(db)
  const rows = found.rows.slice(0, PAGE)
  return { rows, nextCursor: found.rows.length > PAGE ? (rows.at(-1)?.id ?? null) : null }
}

type Refused = { rowNumber: number; code: string; column: string; value: string; raw: string[] | null }

/** Every refused row with its cells, page by page. */
export async function* listRefused(db: Db, id: string): AsyncGenerator<Refused> {
  const staging = stagingOf(id)
  const isStaged = (await countStaged(db, staging)) !== null
  const source = isStaged
    ? sql`(select row_number, error_code as code, error_column as column_name, error_value as value, raw::jsonb as raw
        from ${sql.raw(staging.rows)} where error_code is not null)`
    : sql`(select * from import_refused where import_id = ${id})`
  for (let after = 0; ; ) {
    const found = await sql<Refused>`
      select row_number, code, column_name as "column", value, raw from ${source} e
      where row_number > ${after} order by row_number limit 1000`.execute(db)
    yield* found.rows
    if (found.rows.length < 1000) return
    after = found.rows.at(-1)?.rowNumber ?? after
  }
}
