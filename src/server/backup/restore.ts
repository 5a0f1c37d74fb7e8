import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname, isAbsolute, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { Refusal } from '#kernel/refusal.ts'
import { applyMigrations } from '../database/migrate.ts'
import { copyOut, listTables, plainText, type Table } from './catalogue.ts'
import { tellDiskFull } from '../disk-full.ts'
import { checkBackup, withBackup } from './read.ts'
import { takeOff, wipe } from './rebuild.ts'
import type { BackupRecord, Sums, Told } from './records.ts'
import { locks } from '../database/locks.ts'

export type RestoreOptions = {
  url: string
  path: string
  passphrase: string | null
  /** null = the files of the backup are checked and left out */
  filesFolder: string | null
  /** replaces what is in the base */
  isForced?: boolean
  /** reads every table back and compares it with the backup */
  isCompared?: boolean
}
export type Restored = { madeAt: string; gorn: string; sums: Sums }

const damaged = (where: string): Refusal => new Refusal('backupDamaged', { where })

async function refuseUnlessFree(client: pg.ClientBase, isForced: boolean): Promise<void> {
  const running = await client.query(
    `select from pg_stat_activity where datname = current_database() and application_name in ('gorn', 'gorn-lock')`,
  )
  if (running.rows.length > 0) throw new Refusal('serverRunning')
  if (isForced) return
  const { rows } = await client.query<{ isEmpty: boolean }>(`
    select not (exists (select from workspace) or exists (select from app_user) or exists (select from client)
      or exists (select from sales_order)) as "isEmpty"`)
  if (!rows[0]?.isEmpty) throw new Refusal('baseNotEmpty')
}

type Incoming = AsyncGenerator<BackupRecord>

/** The data of the table or file that began, up to its end, which must be as it says. */
function readSection(records: Incoming): { data: () => AsyncGenerator<Buffer>; rows: () => number } {
  let rows = 0
  return {
    async *data() {
      const hash = createHash('sha256')
      for (;;) {
        const { value: record } = (await records.next()) as { value: BackupRecord | undefined }
        if (record?.kind === 'data') {
          hash.update(record.bytes)
          yield record.bytes
          continue
        }
        if (record?.kind !== 'end' || record.sha256 !== hash.digest('hex')) throw damaged('sums')
        rows = record.rows
        return
      }
    },
    rows: () => rows,
  }
}

async function loadTable(
  client: pg.ClientBase,
  { name, columns }: Extract<Told, { kind: 'table' }>,
  tables: Map<string, Table>,
  records: Incoming,
): Promise<void> {
  const table = tables.get(name)
  if (!table || table.columns.join() !== columns.join()) throw damaged(name)
  const section = readSection(records)
  const target = client.query(copyFrom(`copy public.${name} (${columns.join(', ')}) from stdin`))
  await pipeline(section.data(), target)
  if (target.rowCount !== section.rows()) throw damaged(name)
}

// Files come before the commit: one that no row names does no harm, a row without its file would.
async function loadFile(folder: string | null, path: string, records: Incoming): Promise<string | null> {
  const { data } = readSection(records)
  if (isAbsolute(path) || normalize(path).split(/[\\/]/).includes('..')) throw damaged(path)
  const target = folder === null ? null : join(folder, path)
  // A file's name is an id: what is there under it is this file.
  if (target === null || existsSync(target)) {
    for await (const _bytes of data());
    return null
  }
  await mkdir(dirname(target), { recursive: true })
  try {
    await pipeline(data(), createWriteStream(`${target}.restoring`, { flush: true }))
    await rename(`${target}.restoring`, target)
  } catch (error) {
    await rm(`${target}.restoring`, { force: true })
    throw error
  }
  return target
}

async function addJob(client: pg.ClientBase, job: Record<string, unknown>): Promise<void> {
  await client.query(
    `select graphile_worker.add_job($1, $2::json, queue_name := $3, run_at := $4, priority := $5, max_attempts := $6, job_key := $7)`,
    [
      job['identifier'],
      JSON.stringify(job['payload']),
      job['queueName'],
      job['runAt'],
      job['priority'],
      job['maxAttempts'],
      job['key'],
    ],
  )
}

async function compare(client: pg.ClientBase, tables: Iterable<Table>, sums: Sums): Promise<void> {
  for (const table of tables) {
    const hash = createHash('sha256')
    for await (const bytes of client.query(copyTo(copyOut(table))) as AsyncIterable<Buffer>)
      hash.update(bytes)
    if (hash.digest('hex') !== sums.tables[table.name]?.sha256) throw damaged(table.name)
  }
}

async function load(client: pg.ClientBase, options: RestoreOptions, written: string[]): Promise<Restored> {
  return withBackup(options.path, options.passphrase, async (header, records) => {
    await refuseUnlessFree(client, options.isForced ?? false)
    await wipe(client)
    await applyMigrations(client, new Set(header.migrations.map(({ name }) => name)))
    const tables = new Map((await listTables(client)).map((table) => [table.name, table]))
    await client.query(plainText)
    const putBack = await takeOff(client)
    await client.query(
      `truncate ${[...tables.keys()].map((name) => `public.${name}`).join(', ')} restart identity`,
    )
    await client.query('delete from graphile_worker._private_jobs')
    let sums: Sums | null = null
    for (;;) {
      const { value: record } = (await records.next()) as { value: BackupRecord | undefined }
      if (!record) break
      if (record.kind === 'table') await loadTable(client, record, tables, records)
      else if (record.kind === 'file') {
        const target = await loadFile(options.filesFolder, record.path, records)
        if (target) written.push(target)
      } else if (record.kind === 'job') await addJob(client, record.job)
      else if (record.kind === 'counters') {
        for (const { name, value } of record.values)
          await client.query('select setval($1::regclass, $2)', [`public.${name}`, value])
      } else if (record.kind === 'sums') sums = record.sums
      else throw damaged(record.kind)
    }
    if (!sums || Object.keys(sums.tables).length !== tables.size) throw damaged('sums')
    await putBack()
    if (options.isCompared) await compare(client, tables.values(), sums)
    // A backup of an older version grows into this one, in the same transaction.
    await applyMigrations(client)
    return { madeAt: header.madeAt, gorn: header.gorn, sums }
  })
}

/** Puts a backup into a migrated base: everything in one transaction, after the whole file was checked. */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  await checkBackup(options.path, options.passphrase)
  const client = new pg.Client({ connectionString: options.url, application_name: 'gorn-restore' })
  client.on('error', () => undefined)
  await client.connect()
  const written: string[] = []
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [locks.restore])
    const restored = await load(client, options, written)
    await client.query('commit')
    await client.query('analyze')
    return restored
  } catch (error) {
    await Promise.all(written.map((path) => rm(path, { force: true })))
    throw tellDiskFull(error)
  } finally {
    await client.end()
  }
}
