import { Worker } from 'node:worker_threads'
import { Refusal } from '#kernel/refusal.ts'
import type { FileProfile, ReadPlan } from '../domain/plan.ts'
import type { ReadCounts } from './copy.ts'
import type { PickedRow } from './pick.ts'
import type { ProfileRequest } from './profile.ts'
import type { Task } from './worker.ts'

type Message =
  | { type: 'progress'; bytes: number }
  | { type: 'chunk'; value: unknown }
  | { type: 'done'; value: unknown }
  | { type: 'failed'; refusal: { code: string; data: Record<string, unknown> } | null; message: string }

export type Watch = { onProgress?: (bytes: number) => void; signal?: AbortSignal }
type OnChunk<T> = (value: T) => Promise<void>

// A file must not be able to take the whole machine's memory, whatever it holds. Most of what is read dies young: a
// smaller nursery made reading a quarter slower.
const limits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 64 }

// A thread takes longer to start than most files take to read: the last one waits for another file this long.
const IDLE_MS = 30_000
let idle: { worker: Worker; timer: NodeJS.Timeout } | null = null

// By name: without one, what Node itself listens for would go too.
function forgetListeners(worker: Worker): void {
  for (const event of ['message', 'error', 'exit']) worker.removeAllListeners(event)
}

function takeWorker(): Worker {
  if (!idle) return new Worker(new URL('worker.ts', import.meta.url), { resourceLimits: limits })
  const { worker, timer } = idle
  idle = null
  clearTimeout(timer)
  forgetListeners(worker)
  worker.ref()
  return worker
}

function keepWorker(worker: Worker): void {
  forgetListeners(worker)
  if (idle) return void worker.terminate()
  const forget = (): void => {
    if (idle?.worker === worker) idle = null
  }
  const timer = setTimeout(() => void worker.terminate(), IDLE_MS).unref()
  idle = { worker, timer }
  worker.on('error', forget)
  worker.on('exit', forget)
  // Whoever has nothing else to do may end.
  worker.unref()
}

function runTask<T>(task: Task, watch: Watch, onChunk: OnChunk<T>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = takeWorker()
    let taking = Promise.resolve()
    const stop = (error: unknown): void => {
      watch.signal?.removeEventListener('abort', abort)
      void worker.terminate()
      reject(error)
    }
    const abort = (): void => stop(watch.signal?.reason)
    watch.signal?.addEventListener('abort', abort)
    worker.on('error', stop)
    worker.on('exit', () => stop(new Error('the reading thread ended before its file did')))
    worker.on('message', (message: Message) => {
      if (message.type === 'progress') watch.onProgress?.(message.bytes)
      else if (message.type === 'chunk') {
        taking = taking.then(() => onChunk(message.value as T)).then(() => worker.postMessage('taken'))
        taking.catch(stop)
      } else if (message.type === 'done') {
        const finish = (): void => {
          watch.signal?.removeEventListener('abort', abort)
          keepWorker(worker)
          resolve(message.value)
        }
        taking.then(finish, reject)
      } else
        stop(
          message.refusal
            ? new Refusal(message.refusal.code, message.refusal.data)
            : new Error(message.message),
        )
    })
    worker.postMessage({ task })
  })
}

const noChunks = async (): Promise<void> => undefined

/** Profiles a file off the main thread. */
export async function profileInWorker(request: ProfileRequest, watch: Watch = {}): Promise<FileProfile> {
  return (await runTask({ kind: 'profile', request }, watch, noChunks)) as FileProfile
}

export type CopiedChunk = { bytes: Uint8Array; counts: ReadCounts }

/** Reads a file off the main thread into COPY text; a chunk is asked for only when the last was taken. */
export async function copyInWorker(
  path: string,
  plan: ReadPlan,
  onChunk: OnChunk<CopiedChunk>,
  watch: Watch = {},
): Promise<void> {
  await runTask({ kind: 'copy', path, plan }, watch, onChunk)
}

/** Finds the cells of some rows of a file, off the main thread; the numbers ascend. */
export async function pickInWorker(
  path: string,
  plan: ReadPlan,
  numbers: number[],
  onChunk: OnChunk<PickedRow[]>,
): Promise<void> {
  await runTask({ kind: 'pick', path, plan, numbers }, {}, onChunk)
}
