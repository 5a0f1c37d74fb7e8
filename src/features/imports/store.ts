import { type RawBuilder, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { ImportKindName, ImportRun, Leftover, Preview, Progress } from './contract.ts'
import { headerKey } from './domain/headers.ts'
import type { FileProfile, ImportMap, MatchKey, ReadPlan } from './domain/plan.ts'
import type { Staging } from './staging.ts'

export type RunState = ImportRun['state']
/** An import as it is kept; the plan is only of interest to the steps. */
export type Run = Omit<ImportRun, 'createdBy' | 'questions' | 'leftovers'> & {
  questions: ImportRun['questions']
  plan: ReadPlan | null
  result: { leftovers?: Leftover[]; counts?: { rows: number; ok: number; skipped: number; errors: number } } | null
}

const columns = sql`id, kind, state, file_name, file_size, map, profile, preview, progress, failure, match_keys, plan,
  questions, result, created_at, committed_at, undone_at, rev`

const json = (value: unknown): RawBuilder<unknown> => sql`${JSON.stringify(value)}::jsonb`

type Fields = {
  state?: RunState
  map?: ImportMap
  kind?: ImportKindName
  profile?: FileProfile
  questions?: ImportRun['questions']
  plan?: ReadPlan | null
  preview?: Preview | null
  progress?: Progress | null
  failure?: ImportRun['failure']
  matchKeys?: readonly MatchKey[]
  result?: Run['result']
  committedAt?: Date | null
  undoneAt?: Date | null
}
const jsonFields = new Set(['map', 'profile', 'questions', 'plan', 'preview', 'progress', 'failure', 'matchKeys', 'result'])
const columnName = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export async function insertRun(
  trx: Trx,
  run: { id: string; kind: ImportKindName; fileName: string; fileSize: number; map: ImportMap; createdBy: string | null },
): Promise<void> {
  await sql`
    insert into import_run (id, kind, state, file_name, file_size, map, created_by)
    values (${run.id}, ${run.kind}, 'reading', ${run.fileName}, ${run.fileSize}, ${json(run.map)}, ${run.createdBy})`.execute(trx)
}

export async function loadRun(db: Db, id: string): Promise<Run> {
  const found = await sql<Run>`
    select ${columns} from import_run where id = ${id}`.execute(db)
  const run = found.rows[0]
  if (!run) throw new Refusal('notFound', { entity: 'import' })
  return run
}

/** Changes an import; with a rev only the state that the rev names. */
export async function updateRun(db: Db, id: string, fields: Fields, rev?: number): Promise<void> {
  const sets = Object.entries(fields).map(([name, value]) => {
    const isJson = jsonFields.has(name) && value !== null && value !== undefined
    return sql`${sql.ref(columnName(name))} = ${isJson ? json(value) : value}`
  })
  const done = await sql`
    update import_run set ${sql.join([...sets, sql`rev = nextval('rev_seq')`])}
    where id = ${id} ${rev === undefined ? sql`` : sql`and rev = ${rev}`} returning id`.execute(db)
  if (done.rows.length === 0) throw new Refusal('conflict', { current: await loadRun(db, id) })
}

/** Writes how far a step is, outside the transaction that it is about; answers the state, which a cancellation changes. */
export async function writeProgress(db: Db, id: string, progress: Progress): Promise<RunState | null> {
  const found = await sql<{ state: RunState }>`
    update import_run set progress = ${json(progress)} where id = ${id} returning state`.execute(db)
  return found.rows[0]?.state ?? null
}

const headersKey = (headers: readonly string[]): string => headers.map(headerKey).join('|')

/** The columns chosen for a file with the same headers the last time. */
export async function recallMap(db: Db, kind: ImportKindName, headers: readonly string[]): Promise<ImportMap | null> {
  const found = await sql<{ map: ImportMap }>`
    select map from import_map_memory where kind = ${kind} and headers_key = ${headersKey(headers)}`.execute(db)
  return found.rows[0]?.map ?? null
}

export async function rememberMap(trx: Trx, kind: ImportKindName, headers: readonly string[], map: ImportMap): Promise<void> {
  // What belongs to this file alone is not remembered for the next.
  const { columns: chosen, returns, skip, decimal, dateOrder } = map
  await sql`
    insert into import_map_memory (kind, headers_key, map)
    values (${kind}, ${headersKey(headers)}, ${json({ columns: chosen, returns, skip, decimal, dateOrder })})
    on conflict (kind, headers_key) do update set map = excluded.map, used_at = now()`.execute(trx)
}

/** Keeps the refused rows when the staging table goes. */
export async function keepRefused(trx: Trx, id: string, staging: Staging): Promise<void> {
  await sql`delete from import_refused where import_id = ${id}`.execute(trx)
  await sql`
    insert into import_refused (import_id, row_number, code, column_name, value, raw)
    select ${id}, row_number, error_code, error_column, error_value, raw::jsonb
    from ${sql.raw(staging.rows)} where error_code is not null`.execute(trx)
}

/** Keeps what the commit overwrote, with the rev that it left. */
export async function keepBefore(trx: Trx, id: string, entity: 'client' | 'order'): Promise<void> {
  const [before, table] = entity === 'client' ? ['client_before', 'client'] : ['order_before', 'sales_order']
  await sql`
    insert into import_before (import_id, entity, entity_id, before, rev_after)
    select ${id}, ${entity}, b.id, b.before, t.rev from ${sql.raw(before)} b join ${sql.raw(table)} t on t.id = b.id`.execute(trx)
}

/** Records that an undo leaves in place, and why; read before anything is taken away. */
export async function findLeftovers(trx: Trx, id: string): Promise<Leftover[]> {
  const found = await sql<Leftover>`
    select 'order' as entity, id, external_id as name, 'changedSince' as reason from sales_order
    where import_id = ${id} and updated_at <> created_at
      and not exists (select from import_before b where b.entity_id = sales_order.id and b.import_id = ${id})
    union all
    select 'client', k.id, k.name, 'changedSince' from client k where k.import_id = ${id} and k.updated_at <> k.created_at
    union all
    select 'client', k.id, k.name, 'hasOrders' from client k where k.import_id = ${id} and k.updated_at = k.created_at
      and exists (select from sales_order s where s.client_id = k.id and s.import_id is distinct from ${id})
    union all
    select 'client', k.id, k.name, 'changedSince' from import_before b join client k on k.id = b.entity_id
    where b.import_id = ${id} and b.entity = 'client' and k.rev <> b.rev_after
    union all
    select 'order', s.id, s.external_id, 'changedSince' from import_before b join sales_order s on s.id = b.entity_id
    where b.import_id = ${id} and b.entity = 'order' and s.rev <> b.rev_after
    limit 1000`.execute(trx)
  return found.rows
}

export async function forgetBefore(trx: Trx, id: string): Promise<void> {
  await sql`delete from import_before where import_id = ${id}`.execute(trx)
}
