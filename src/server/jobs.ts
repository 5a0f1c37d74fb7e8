import { setTimeout as pause } from 'node:timers/promises'
import { EventEmitter } from 'node:events'
import {
  Logger as WorkerLogger,
  parseCronItems,
  run,
  runOnce,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Jobs, Lane as LaneName } from './services.ts'
import { holdWorkers, watchWorkers, type WorkerWatch } from './worker-locks.ts'

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
// A lane that lost the database shuts itself down, and now and then waits for that without end.
const GIVE_UP_MS = 10_000

type Running = { stop(): Promise<void> }
type Lane = Running & { ended: Promise<unknown> }
type Reach = { pool: pg.Pool; log: Logger; workers: Pick<WorkerWatch, 'add' | 'remove'> }

async function openLane({ pool, log, workers }: Reach, jobs: Jobs, concurrency: number): Promise<Lane> {
  const cron = Object.entries(jobs).flatMap(([task, job]) => (job.cron ? [{ task, match: job.cron }] : []))
  const events = new EventEmitter() as WorkerEvents
  events.on('pool:create', ({ workerPool }) => workers.add(workerPool.id))
  // The promise of the library covers its clock too, which may hang where the workers have ended.
  const isOver = new Promise<void>((resolve) => {
    const forget = (workerId: string): void => {
      workers.remove(workerId)
      resolve()
    }
    events.once('pool:release', ({ workerPool }) => forget(workerPool.id))
    events.once('pool:gracefulShutdown', ({ workerPool }) => {
      setTimeout(forget, GIVE_UP_MS, workerPool.id).unref()
    })
  })
  const runner = await run({
    pgPool: pool,
    taskList: toTasks(jobs),
    parsedCronItems: parseCronItems(cron),
    concurrency,
    noHandleSignals: true,
    events,
    logger: toWorkerLog(log),
    // How a job ended is told in the background: what cannot be told shuts the lane down instead of ending the process.
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
  })
  const done = runner.promise.catch((thrown: unknown) => thrown)
  return { ended: Promise.race([done, isOver]), stop: () => runner.stop() }
}

/**
 * Runs jobs in a lane of so many places until it is stopped. The library gives up when it cannot say how a job ended;
 * a database that is away for a while must not end the server, so it is begun again.
 */
export async function startLane(reach: Reach, jobs: Jobs, concurrency: number): Promise<Running> {
  const { log } = reach
  let isStopping = false
  let lane = await openLane(reach, jobs, concurrency)
  const watch = async (): Promise<void> => {
    while (!isStopping) {
      // It ends in order also when it gave up: only we know whether somebody stopped it.
      const error = await lane.ended
      if (isStopping) return
      log.error({ err: error }, 'background jobs ended; they begin again')
      // What is left of it, its clock above all; mostly it has stopped by itself.
      lane.stop().catch((rest: unknown) => log.debug({ err: rest }, 'the lane had stopped'))
      await pause(RESTART_MS)
      if (!isStopping) lane = await openLane(reach, jobs, concurrency).catch(() => lane)
    }
  }
  const watching = watch()
  return {
    async stop() {
      isStopping = true
      await Promise.race([lane.stop(), lane.ended]).catch((error: unknown) =>
        log.warn({ err: error }, 'background jobs not stopped cleanly'),
      )
      await watching
    },
  }
}

const lanePlaces: readonly [LaneName | undefined, places: number][] = [
  [undefined, 2],
  ['long', 2],
  ['outside', 6],
]

/** Runs the background jobs of all slices, each kind in a lane of its own, so that none waits for what takes longer. */
export async function startJobs(
  { pool, directUrl }: { pool: pg.Pool; directUrl: () => string },
  jobs: Jobs,
  log: Logger,
): Promise<Running> {
  const workers = await watchWorkers(directUrl, log)
  const lanes: Running[] = []
  for (const [lane, places] of lanePlaces) {
    const chosen = Object.entries(jobs).filter(([, job]) => job.lane === lane)
    lanes.push(await startLane({ pool, log, workers }, Object.fromEntries(chosen), places))
  }
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
