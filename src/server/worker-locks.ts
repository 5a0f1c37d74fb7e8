import pg from 'pg'
import type { Logger } from 'pino'
import { locks } from './database/locks.ts'

const SWEEP_MS = 5000
// Workers take their first job and their lock at about the same time.
const GRACE_SECONDS = 3

// A lock ends with the connection that holds it, so a worker whose lock is free has died with its process.
const giveBack = `
  select graphile_worker.force_unlock_workers(array_agg(distinct j.locked_by)) as done
  from graphile_worker._private_jobs j
  where j.locked_by is not null and j.locked_at < now() - make_interval(secs => ${GRACE_SECONDS})
    and not exists (select from pg_locks l where l.locktype = 'advisory' and l.classid = ${locks.worker} and l.objsubid = 2
      and l.objid = (hashtext(j.locked_by)::bigint & 4294967295)::oid
      and l.database = (select oid from pg_database where datname = current_database()))
  having count(*) > 0`

// Work that failed because the database went away waits longer with each time; once the database is back it need not. Some
// learn of the loss only when they are through with a file.
const lost = 'connection|ECONN|database system|EPIPE'
const hasten = `
  select graphile_worker.reschedule_jobs(array_agg(id), run_at := now()) from graphile_worker.jobs
  where attempts between 1 and max_attempts - 1 and locked_at is null and run_at > now() and ($1 or last_error ~* '${lost}')
  having count(*) > 0`
const HASTE_MS = 30_000

export type WorkerWatch = {
  add(workerId: string): void
  remove(workerId: string): void
  stop(): Promise<void>
}

/**
 * Shows to every process that the workers of this one live, and gives back the jobs of those that do not: the job library
 * alone would leave what a killed server held for four hours.
 */
export async function watchWorkers(directUrl: () => string, log: Logger): Promise<WorkerWatch> {
  const mine = new Set<string>()
  const held = new Set<string>()
  let client: pg.Client | null = null
  let openedAt = 0
  let isStopped = false
  const holdMine = async (by: pg.Client): Promise<void> => {
    for (const workerId of mine.difference(held)) {
      await by.query('select pg_advisory_lock_shared($1, hashtext($2))', [locks.worker, workerId])
      held.add(workerId)
    }
    for (const workerId of held.difference(mine)) {
      await by.query('select pg_advisory_unlock_shared($1, hashtext($2))', [locks.worker, workerId])
      held.delete(workerId)
    }
  }
  const open = async (): Promise<pg.Client> => {
    const next = new pg.Client({ connectionString: directUrl(), application_name: 'gorn-workers' })
    next.on('error', (error) => log.warn({ err: error }, 'connection of the workers lost'))
    next.on('end', () => (client = client === next ? null : client))
    await next.connect()
    held.clear()
    openedAt = Date.now()
    return next
  }
  const sweep = async (): Promise<void> => {
    client ??= await open()
    await holdMine(client)
    const { rows } = await client.query(giveBack)
    if (rows.length > 0) log.warn('jobs of a server that is gone are given back')
    await client.query(hasten, [Date.now() - openedAt < HASTE_MS])
  }
  await sweep()
  let running: Promise<void> = Promise.resolve()
  // One after the other: a connection does one thing at a time.
  const inTurn = (work: () => Promise<void>): void => {
    running = running.then(work).catch((error: unknown) => {
      if (!isStopped) log.warn({ err: error }, 'workers not looked after')
    })
  }
  const holdInTurn = (): void =>
    inTurn(async () => {
      if (client) await holdMine(client)
    })
  const timer = setInterval(() => inTurn(sweep), SWEEP_MS)
  return {
    add(workerId) {
      mine.add(workerId)
      holdInTurn()
    },
    remove(workerId) {
      mine.delete(workerId)
      holdInTurn()
    },
    async stop() {
      isStopped = true
      clearInterval(timer)
      await running
      await client?.end()
    },
  }
}

/**
 * Runs work whose workers other processes see alive; the locks live in a transaction, so that they hold behind a pooler.
 */
export async function holdWorkers<T>(
  pool: pg.Pool,
  work: (add: (workerId: string) => void) => Promise<T>,
): Promise<T> {
  const holder = await pool.connect()
  let last: Promise<unknown> = holder.query('begin')
  try {
    return await work((workerId) => {
      last = last.then(() =>
        holder.query('select pg_advisory_xact_lock_shared($1, hashtext($2))', [locks.worker, workerId]),
      )
    })
  } finally {
    await last
      .then(() => holder.query('rollback'))
      .then(
        () => holder.release(),
        (error: Error) => holder.release(error),
      )
  }
}
