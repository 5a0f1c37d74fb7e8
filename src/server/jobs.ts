import { setTimeout as pause } from 'node:timers/promises'
import { EventEmitter } from 'node:events'
import {
  Logger as WorkerLogger,
  parseCronItems,
  type Runner,
  run,
  runOnce,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Jobs } from './services.ts'
import { holdWorkers, watchWorkers } from './worker-locks.ts'

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
async function startLane(
  { pool, jobs, log, events }: { pool: pg.Pool; jobs: Jobs; log: Logger; events: WorkerEvents },
  concurrency: number,
): Promise<Running> {
  const cron = Object.entries(jobs).flatMap(([task, job]) => (job.cron ? [{ task, match: job.cron }] : []))
  const begin = (): Promise<Runner> =>
    run({
      pgPool: pool,
      taskList: toTasks(jobs),
      parsedCronItems: parseCronItems(cron),
      concurrency,
      noHandleSignals: true,
      events,
      logger: toWorkerLog(log),
      // Only what is batched is told again and again until the database hears it.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    })
  let isStopping = false
  let runner = await begin()
  const watch = async (): Promise<void> => {
    while (!isStopping) {
      // It ends in order also when it gave up: only we know whether somebody stopped it.
      const error = await runner.promise.catch((thrown: unknown) => thrown)
      if (isStopping) return
      log.error({ err: error }, 'background jobs ended; they begin again')
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
export async function startJobs(
  { pool, directUrl }: { pool: pg.Pool; directUrl: () => string },
  jobs: Jobs,
  log: Logger,
): Promise<Running> {
  const workers = await watchWorkers(directUrl, log)
  const events = new EventEmitter() as WorkerEvents
  events.on('pool:create', ({ workerPool }) => workers.add(workerPool.id))
  events.on('pool:release', ({ workerPool }) => workers.remove(workerPool.id))
  const lane = (waitsOutside: boolean, places: number): Promise<Running> => {
    const chosen = Object.entries(jobs).filter(([, job]) => (job.waitsOutside ?? false) === waitsOutside)
    return startLane({ pool, jobs: Object.fromEntries(chosen), log, events }, places)
  }
  const lanes = [await lane(false, 2), await lane(true, 6)]
  return {
    async stop() {
      await Promise.all(lanes.map((it) => it.stop()))
      await workers.stop()
    },
  }
}

/** Runs the jobs that wait now, and those they add, then returns: for tests and the command line. */
export async function runWaitingJobs(pool: pg.Pool, jobs: Jobs, log: Logger): Promise<void> {
  const events = new EventEmitter() as WorkerEvents
  await holdWorkers(pool, async (add) => {
    events.on('pool:create', ({ workerPool }) => add(workerPool.id))
    await runOnce({
      pgPool: pool,
      taskList: toTasks(jobs),
      noHandleSignals: true,
      events,
      logger: toWorkerLog(log),
    })
  })
}
