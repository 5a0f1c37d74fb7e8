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

function runTask<T>(task: Task, watch: Watch, onChunk: OnChunk<T>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('worker.ts', import.meta.url), {
      workerData: task,
      resourceLimits: limits,
    })
    let taking = Promise.resolve()
    const stop = (error: unknown): void => {
      watch.signal?.removeEventListener('abort', abort)
      void worker.terminate()
      reject(error)
    }
    const abort = (): void => stop(watch.signal?.reason)
    watch.signal?.addEventListener('abort', abort)
    worker.on('error', stop)
    worker.on('message', (message: Message) => {
      if (message.type === 'progress') watch.onProgress?.(message.bytes)
      else if (message.type === 'chunk') {
        taking = taking.then(() => onChunk(message.value as T)).then(() => worker.postMessage('taken'))
        taking.catch(stop)
      } else if (message.type === 'done') {
        watch.signal?.removeEventListener('abort', abort)
        taking.then(() => resolve(message.value), reject)
      } else
        stop(
          message.refusal
            ? new Refusal(message.refusal.code, message.refusal.data)
            : new Error(message.message),
        )
    })
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
