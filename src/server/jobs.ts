import { setTimeout as pause } from 'node:timers/promises'
import {
  Logger as WorkerLogger,
  parseCronItems,
  type Runner,
  run,
  runOnce,
  type TaskList,
} from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Jobs } from './services.ts'

function toTasks(jobs: Jobs): TaskList {
  const entries = Object.entries(jobs).map(([name, job]) => [
    name,
    (payload: unknown, helpers: { abortSignal?: AbortSignal }) =>
      job.run(payload, helpers.abortSignal ?? new AbortController().signal),
  ])
  return Object.fromEntries(entries) as TaskList
}

function toWorkerLog(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message, meta) => {
    if (level === 'error') log.error({ meta }, message)
    else if (level === 'warning') log.warn({ meta }, message)
    else log.trace(message)
  })
}

const RESTART_MS = 2000

type Running = { stop(): Promise<void> }

/**
 * Runs jobs in a lane of so many places until it is stopped. The library gives up when it cannot say how a job ended;
 * a database that is away for a while must not end the server, so it is begun again.
 */
async function startLane(pool: pg.Pool, jobs: Jobs, log: Logger, concurrency: number): Promise<Running> {
  const cron = Object.entries(jobs).flatMap(([task, job]) => (job.cron ? [{ task, match: job.cron }] : []))
  const begin = (): Promise<Runner> =>
    run({
      pgPool: pool,
      taskList: toTasks(jobs),
      parsedCronItems: parseCronItems(cron),
      concurrency,
      noHandleSignals: true,
      logger: toWorkerLog(log),
      // Only what is batched is told again and again until the database hears it.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    })
  let isStopping = false
  let runner = await begin()
  const watch = async (): Promise<void> => {
    while (!isStopping) {
      try {
        await runner.promise
        return
      } catch (error) {
        log.error({ err: error }, 'background jobs ended; they begin again')
      }
      await pause(RESTART_MS)
      if (!isStopping) runner = await begin().catch(() => runner)
    }
  }
  const watching = watch()
  return {
    async stop() {
      isStopping = true
      await runner
        .stop()
        .catch((error: unknown) => log.warn({ err: error }, 'background jobs not stopped cleanly'))
      await watching
    },
  }
}

/** Runs the background jobs of all slices: our own work in one lane, what waits for others' machines in another. */
export async function startJobs(pool: pg.Pool, jobs: Jobs, log: Logger): Promise<Running> {
  const entries = Object.entries(jobs)
  const ours = Object.fromEntries(entries.filter(([, job]) => !job.waitsOutside))
  const outside = Object.fromEntries(entries.filter(([, job]) => job.waitsOutside))
  const lanes = [await startLane(pool, ours, log, 2), await startLane(pool, outside, log, 6)]
  return { stop: async () => void (await Promise.all(lanes.map((lane) => lane.stop()))) }
}

/** Runs the jobs that wait now, and those they add, then returns: for tests and the command line. */
export async function runWaitingJobs(pool: pg.Pool, jobs: Jobs, log: Logger): Promise<void> {
  await runOnce({ pgPool: pool, taskList: toTasks(jobs), noHandleSignals: true, logger: toWorkerLog(log) })
}

/**
 * Gives back the jobs that a killed server held; the job library would wait four hours.
 * Only for the one server that holds the lock of its database.
 */
export async function unlockOrphanedJobs(pool: pg.Pool): Promise<void> {
  await pool.query(`
    select graphile_worker.force_unlock_workers(array_agg(distinct locked_by))
    from graphile_worker._private_jobs where locked_by is not null`)
}
