import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { initialise } from './initialise.ts'
import { type Places, preparePlaces } from './places.ts'
import { clearReusedPid, isAlive, isPostmasterOf, killOrphans, readPid } from './postmaster.ts'

export type EmbeddedOptions = {
  dataFolder: string
  log: (event: string, data?: object) => void
  /** false only for tests: no fsync */
  isDurable?: boolean
}
export type EmbeddedServer = {
  /** for the driver: over the Unix socket in the data folder */
  connectionString(database?: string): string
  /** stops PostgreSQL unless another Gorn process still uses it */
  release(): Promise<void>
  wasAdopted: boolean
  pid(): number
}

const START_DEADLINE_MS = 45_000
const STOP_DEADLINE_MS = 30_000
// Sessions notice within a moment that their server died.
const ORPHANS_MS = 4_000
const WATCH_MS = 250
const LOG_LIMIT_BYTES = 10_000_000

const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '128MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  effective_cache_size: '1GB',
  random_page_cost: '1.1',
  // Bulk imports should not force checkpoints.
  max_wal_size: '2GB',
  min_wal_size: '80MB',
  wal_compression: 'on',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
}
const undurable = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

function urlOf(places: Places, database: string): string {
  return `postgres://gorn@localhost/${database}?host=${encodeURIComponent(places.socket)}`
}

async function withClient<T>(
  places: Places,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: urlOf(places, database), application_name: 'supervisor' })
  // A server that dies while we talk to it is told by the query that fails.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function accepts(places: Places): Promise<boolean> {
  return withClient(places, 'postgres', async () => true).catch(() => false)
}

async function launch(places: Places, isDurable: boolean): Promise<number> {
  const size = await stat(places.logFile).then(
    (it) => it.size,
    () => 0,
  )
  const output = openSync(places.logFile, size > LOG_LIMIT_BYTES ? 'w' : 'a', 0o600)
  const chosen = { ...settings, unix_socket_directories: places.socket, ...(isDurable ? {} : undurable) }
  const flags = Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  // Detached: Ctrl-C in the terminal must reach Gorn alone, which then stops PostgreSQL in order.
  const child = spawn(join(places.binaries.folder, 'bin/postgres'), ['-D', places.data, ...flags], {
    cwd: places.home,
    detached: true,
    stdio: ['ignore', output, output],
    env: { LC_ALL: 'C', PATH: process.env['PATH'] },
    ...places.identity,
  })
  closeSync(output)
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  child.unref()
  return child.pid ?? 0
}

async function lastWords(places: Places): Promise<string> {
  const text = await readFile(places.logFile, 'utf8')
  return text.trim().split('\n').slice(-5).join('\n')
}

type Running = { pid: number; wasAdopted: boolean }

/** Adopts the PostgreSQL that runs on the folder, or starts one; patient with the remains of a killed one. */
async function adoptOrStart(places: Places, isDurable: boolean): Promise<Running> {
  const startedAt = Date.now()
  const deadline = startedAt + START_DEADLINE_MS
  let launched = 0
  while (Date.now() < deadline) {
    const pid = await readPid(places.data)
    if (pid !== null && (await isPostmasterOf(places.data, pid))) {
      if (await accepts(places)) return { pid, wasAdopted: pid !== launched }
    } else if (launched === 0 || !isAlive(launched)) {
      if (pid !== null) await clearReusedPid(places.data, pid)
      if (Date.now() - startedAt > ORPHANS_MS) await killOrphans(places.data)
      launched = await launch(places, isDurable)
    }
    await pause(15)
  }
  throw new Error(
    `PostgreSQL did not start; its log ${places.logFile} ends with:\n${await lastWords(places)}`,
  )
}

async function ensureDatabase(places: Places): Promise<void> {
  await withClient(places, 'postgres', async (client) => {
    const { rows } = await client.query(`select from pg_database where datname = 'gorn'`)
    if (rows.length > 0) return
    await client.query('create database gorn').catch((error: { code?: string }) => {
      if (error.code !== '42P04' && error.code !== '23505') throw error
    })
  })
}

/** Counts Gorn processes connected besides the one that asks. */
async function isUsedByOthers(places: Places): Promise<boolean> {
  return withClient(places, 'postgres', async (client) => {
    const { rows } = await client.query(`select from pg_stat_activity where application_name like 'gorn%'`)
    return rows.length > 0
  })
}

async function stop(pid: number): Promise<void> {
  if (isAlive(pid)) process.kill(pid, 'SIGINT')
  const deadline = Date.now() + STOP_DEADLINE_MS
  while (isAlive(pid) && Date.now() < deadline) await pause(20)
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT')
}

/** Starts or adopts the embedded PostgreSQL of a data folder and keeps it running until released. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const isDurable = options.isDurable ?? true
  const places = await preparePlaces(options.dataFolder, options.log)
  places.home = await realpath(places.home)
  places.data = join(places.home, 'data')
  await initialise(places, isDurable)
  let running = await adoptOrStart(places, isDurable)
  await ensureDatabase(places)
  options.log(running.wasAdopted ? 'PostgreSQL adopted' : 'PostgreSQL started', {
    pid: running.pid,
    folder: places.home,
  })

  let isReleased = false
  let reviving: Promise<void> | null = null
  const revive = async (): Promise<void> => {
    options.log('PostgreSQL is gone, starting it again', { pid: running.pid })
    running = await adoptOrStart(places, isDurable)
    options.log('PostgreSQL is back', { pid: running.pid })
  }
  const watch = setInterval(() => {
    if (isReleased || reviving || isAlive(running.pid)) return
    reviving = revive()
      .catch((error: unknown) => options.log('PostgreSQL could not be started', { error: String(error) }))
      .finally(() => (reviving = null))
  }, WATCH_MS)
  watch.unref()

  return {
    wasAdopted: running.wasAdopted,
    pid: () => running.pid,
    connectionString: (database = 'gorn') => urlOf(places, database),
    async release() {
      isReleased = true
      clearInterval(watch)
      // What is just being started would outlive us.
      await reviving
      if (!isAlive(running.pid) || (await isUsedByOthers(places))) return
      await stop(running.pid)
      options.log('PostgreSQL stopped', { pid: running.pid })
    },
  }
}
