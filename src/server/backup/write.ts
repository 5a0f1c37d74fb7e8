import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { Refusal } from '#kernel/refusal.ts'
import type { Migration } from '../database/migrate.ts'
import { copyOut, listTables, plainText } from './catalogue.ts'
import { tellDiskFull } from '../disk-full.ts'
import { encodeHeader, makeLock } from './header.ts'
import { type BackupRecord, encodeRecord, type Sums } from './records.ts'
import { seal } from './seal.ts'

export type BackupOptions = {
  pool: pg.Pool
  path: string
  filesFolder: string
  passphrase: string | null
  madeAt: Date
  gorn: string
  /** replaces a file that is there */
  isForced?: boolean
  /** a job that must not wake up in the restored base: the one that makes this backup */
  exceptJob?: string
}
export type MadeBackup = { bytes: number; sums: Sums }

/** What of the base waits to be done, as the job library keeps it. */
const waitingJobs = `
  select json_build_object('identifier', t.identifier, 'payload', j.payload, 'queueName', q.queue_name, 'runAt', j.run_at,
    'priority', j.priority, 'maxAttempts', j.max_attempts, 'key', j.key) as job
  from graphile_worker._private_jobs j
  join graphile_worker._private_tasks t on t.id = j.task_id
  left join graphile_worker._private_job_queues q on q.id = j.job_queue_id
  where j.attempts < j.max_attempts and t.identifier is distinct from $1 order by j.id`

async function* tableRecords(client: pg.ClientBase, sums: Sums): AsyncGenerator<BackupRecord> {
  for (const table of await listTables(client)) {
    yield { kind: 'table', name: table.name, columns: table.columns }
    const hash = createHash('sha256')
    const rows = client.query(copyTo(copyOut(table)))
    for await (const bytes of rows as AsyncIterable<Buffer>) {
      hash.update(bytes)
      yield { kind: 'data', bytes }
    }
    const sum = { rows: rows.rowCount, sha256: hash.digest('hex') }
    sums.tables[table.name] = sum
    yield { kind: 'end', ...sum }
  }
}

// Uploads appear under their name only when they are whole; one that goes meanwhile was not needed any more.
async function* fileRecords(folder: string, sums: Sums): AsyncGenerator<BackupRecord> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((it) => it.isFile() && !/\.(part|restoring)$/.test(it.name))) {
    const full = join(entry.parentPath, entry.name)
    const file = await open(full).catch(() => null)
    if (!file) continue
    const { size } = await file.stat()
    yield { kind: 'file', path: relative(folder, full), size }
    const hash = createHash('sha256')
    if (size > 0) {
      for await (const bytes of createReadStream('', { fd: file, end: size - 1 }) as AsyncIterable<Buffer>) {
        hash.update(bytes)
        yield { kind: 'data', bytes }
      }
    } else await file.close()
    sums.files++
    yield { kind: 'end', rows: 0, sha256: hash.digest('hex') }
  }
}

async function* allRecords(
  client: pg.ClientBase,
  options: BackupOptions,
  sums: Sums,
): AsyncGenerator<BackupRecord> {
  yield* tableRecords(client, sums)
  // Counters stand outside of snapshots: read last, they are never behind a row.
  const counters = await client.query<{ name: string; value: string }>(
    `select quote_ident(sequencename) as name, last_value::text as value from pg_sequences
     where schemaname = 'public' and last_value is not null order by 1`,
  )
  yield {
    kind: 'counters',
    values: counters.rows.map(({ name, value }) => ({ name, value: Number(value) })),
  }
  const jobs = await client.query<{ job: Record<string, unknown> }>(waitingJobs, [options.exceptJob ?? null])
  for (const { job } of jobs.rows) yield { kind: 'job', job }
  yield* fileRecords(options.filesFolder, sums)
  yield { kind: 'sums', sums }
}

async function writePart(part: string, options: BackupOptions): Promise<Sums> {
  const client = await options.pool.connect()
  let isDone = false
  try {
    // One snapshot for all tables, while everybody goes on working.
    await client.query('begin isolation level repeatable read read only')
    await client.query(plainText)
    const { rows: migrations } = await client.query<Migration>(
      'select name, sha256 from schema_migration order by name',
    )
    const made = options.passphrase === null ? null : await makeLock(options.passphrase)
    const header = encodeHeader({
      madeAt: options.madeAt.toISOString(),
      gorn: options.gorn,
      migrations,
      lock: made?.lock ?? null,
    })
    const digest = createHash('sha256').update(header).digest()
    const sums: Sums = { tables: {}, files: 0 }
    const bytes = async function* (): AsyncGenerator<Buffer> {
      for await (const record of allRecords(client, options, sums)) yield encodeRecord(record)
    }
    await pipeline(
      Readable.from(bytes(), { objectMode: false }),
      createGzip({ level: 1 }),
      async function* (packed: AsyncIterable<Buffer>) {
        yield header
        yield* seal(packed, digest, made?.key ?? null)
      },
      createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }),
    )
    await client.query('commit')
    isDone = true
    return sums
  } finally {
    // A connection left in the middle of a COPY is of no use to anybody.
    client.release(!isDone)
  }
}

/** Writes a backup of the running base: there whole under its name, or not at all. */
export async function writeBackup(options: BackupOptions): Promise<MadeBackup> {
  const { path } = options
  if (!options.isForced && existsSync(path)) throw new Refusal('backupExists', { path })
  const part = `${path}.${process.pid}.part`
  await rm(part, { force: true })
  try {
    const sums = await writePart(part, options)
    const { size } = await stat(part)
    await rename(part, path)
    const folder = await open(dirname(path))
    await folder.sync().finally(() => folder.close())
    return { bytes: size, sums }
  } catch (error) {
    await rm(part, { force: true })
    throw tellDiskFull(error)
  }
}
