import { type RawBuilder, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { ImportKindName, ImportRun, Leftover, Preview, Progress } from './contract.ts'
import { headerKey } from './domain/headers.ts'
import type { FileProfile, ImportMap, MatchKey, ReadPlan } from './domain/plan.ts'
import type { ReadCounts } from './reading/copy.ts'

export type RunState = ImportRun['state']
/** An import as it is kept; the plan is only of interest to the steps. */
export type Run = Omit<ImportRun, 'createdBy' | 'leftovers' | 'sameAs'> & {
  plan: ReadPlan | null
  result: { leftovers?: Leftover[]; counts?: ReadCounts } | null
  fixes: ReadPlan['fixes']
  choices: ReadPlan['choices']
}

/** States in which a step is under way or waits for its turn. */
export const busyStates = ['reading', 'staging', 'committing', 'undoing'] as const satisfies RunState[]

const columns = sql`id, kind, state, file_name, file_size, map, profile, preview, progress, failure, match_keys, plan,
  questions, result, fixes, choices, created_at, committed_at, undone_at, rev`

// The database keeps no NUL and no half of a character cut in two, both of which files have.
const tidy = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '␀').toWellFormed() : value
const json = (value: unknown): RawBuilder<unknown> => sql`${JSON.stringify(value, tidy)}::jsonb`

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
  fixes?: Run['fixes']
  choices?: Run['choices']
  committedAt?: Date | null
  undoneAt?: Date | null
}
const plainFields = new Set(['state', 'kind', 'committedAt', 'undoneAt'])
const columnName = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

type NewRun = {
  id: string
  kind: ImportKindName
  fileName: string
  fileSize: number
  sha256: string
  map: ImportMap
  matchKeys?: readonly MatchKey[]
  createdBy: string | null
}

/** Keeps a new import; answers the name of its file as it is kept. */
export async function insertRun(trx: Trx, run: NewRun): Promise<string> {
  const name = run.fileName
    .replace(/\p{Cc}/gu, ' ')
    .slice(-200)
    .toWellFormed()
  await sql`
    insert into import_run (id, kind, state, file_name, file_size, file_sha256, map, created_by)
    values (${run.id}, ${run.kind}, 'reading', ${name}, ${run.fileSize}, ${run.sha256}, ${json(run.map)}, ${run.createdBy})`.execute(
    trx,
  )
  if (run.matchKeys) await updateRun(trx, run.id, { matchKeys: run.matchKeys })
  return name
}

export async function loadRun(db: Db, id: string): Promise<Run> {
  const found = await sql<Run>`
    select ${columns} from import_run where id = ${id}`.execute(db)
  const run = found.rows[0]
  if (!run) throw new Refusal('notFound', { entity: 'import' })
  return run
}

function setsOf(fields: Fields): RawBuilder<unknown> {
  const sets = Object.entries(fields).map(([name, value]) => {
    const isPlain = plainFields.has(name) || value === null || value === undefined
    return sql`${sql.ref(columnName(name))} = ${isPlain ? value : json(value)}`
  })
  return sql.join([...sets, sql`rev = nextval('rev_seq')`])
}

/** Changes an import; with a rev only the state that the rev names. */
export async function updateRun(db: Db, id: string, fields: Fields, rev?: number): Promise<void> {
  const done = await sql`
    update import_run set ${setsOf(fields)} where id = ${id} ${rev === undefined ? sql`` : sql`and rev = ${rev}`} returning id`.execute(
    db,
  )
  if (done.rows.length === 0) throw new Refusal('conflict', { current: await loadRun(db, id) })
}

/** Changes an import that is in one of the named states; answers whether it was. */
export async function moveRun(
  db: Db,
  id: string,
  from: readonly RunState[],
  fields: Fields,
): Promise<boolean> {
  const done = await sql`
    update import_run set ${setsOf(fields)} where id = ${id} and state = any(${[...from]}::text[]) returning id`.execute(
    db,
  )
  return done.rows.length > 0
}

/** Writes how far a step is, outside the transaction that it is about; answers the state, which a cancellation changes. */
export async function writeProgress(db: Db, id: string, progress: Progress): Promise<RunState | null> {
  const found = await sql<{ state: RunState }>`
    update import_run set progress = ${json(progress)} where id = ${id} returning state`.execute(db)
  return found.rows[0]?.state ?? null
}

export async function deleteRun(trx: Trx, id: string): Promise<void> {
  await sql`delete from import_run where id = ${id}`.execute(trx)
}

/** The act by which an import was written. */
export async function findCommit(db: Db, id: string): Promise<string | null> {
  const found = await sql<{ unitId: string }>`
    select unit_id from audit_log where entity = 'import' and entity_id = ${id} and action = 'import.committed'
    order by id desc limit 1`.execute(db)
  return found.rows[0]?.unitId ?? null
}

const isUnattended = (lockSpace: number): RawBuilder<boolean> => sql`not exists (
  select from pg_locks where locktype = 'advisory' and classid = ${lockSpace} and objsubid = 2
    and objid = (hashtext(import_run.id::text)::bigint & 4294967295)::oid)`

type Wanted = { kind: ImportKindName; sha256: string; map: ImportMap; lockSpace: number }

/** An import of the very same file and map that the command line began and something ended before it was done. */
export async function findUnfinished(
  db: Db,
  { kind, sha256, map, lockSpace }: Wanted,
): Promise<string | null> {
  const found = await sql<{ id: string }>`
    select id from import_run
    where kind = ${kind} and file_sha256 = ${sha256} and map @> ${json(map)} and created_by is null
      and state in ('reading', 'mapped', 'staging', 'staged', 'committing') and ${isUnattended(lockSpace)}
    order by id desc limit 1`.execute(db)
  return found.rows[0]?.id ?? null
}

/** Imports in the middle of a step that nobody is at. */
export async function listUnattended(db: Db, lockSpace: number): Promise<{ id: string; state: RunState }[]> {
  const found = await sql<{ id: string; state: RunState }>`
    select id, state from import_run
    where state = any(${[...busyStates]}::text[]) and ${isUnattended(lockSpace)}`.execute(db)
  return found.rows
}

const headersKey = (headers: readonly string[]): string =>
  headers.map(headerKey).join('|').replaceAll('\0', '')

/** The columns chosen for a file with the same headers the last time. */
export async function recallMap(
  db: Db,
  kind: ImportKindName,
  headers: readonly string[],
): Promise<ImportMap | null> {
  const found = await sql<{ map: ImportMap }>`
    select map from import_map_memory where kind = ${kind} and headers_key = ${headersKey(headers)}`.execute(
    db,
  )
  return found.rows[0]?.map ?? null
}

export async function rememberMap(
  trx: Trx,
  kind: ImportKindName,
  headers: readonly string[],
  map: ImportMap,
): Promise<void> {
  // What belongs to this file alone is not remembered for the next.
  const { columns: chosen, returns, skip, decimal, dateOrder } = map
  const deals = map.deals && { pipelineId: map.deals.pipelineId, stages: map.deals.stages }
  await sql`
    insert into import_map_memory (kind, headers_key, map)
    values (${kind}, ${headersKey(headers)}, ${json({ columns: chosen, returns, skip, decimal, dateOrder, deals })})
    on conflict (kind, headers_key) do update set map = excluded.map, used_at = now()`.execute(trx)
}
