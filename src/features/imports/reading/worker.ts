import { parentPort } from 'node:worker_threads'
import { Refusal } from '#kernel/refusal.ts'
import type { ReadPlan } from '../domain/plan.ts'
import { readAsCopy } from './copy.ts'
import { pickRows } from './pick.ts'
import { type ProfileRequest, profileFile } from './profile.ts'

export type Task =
  | { kind: 'profile'; request: ProfileRequest }
  | { kind: 'copy'; path: string; plan: ReadPlan }
  | { kind: 'pick'; path: string; plan: ReadPlan; numbers: readonly number[] }

const port = parentPort
if (!port) throw new Error('worker.ts runs as a worker thread')

// So many chunks may be on their way before the receiver has taken one: memory stays flat whatever the file's size.
const MOST_AHEAD = 4
let ahead = 0
let wake: (() => void) | null = null
port.on('message', (message: 'taken' | { task: Task }) => {
  if (message !== 'taken') return void answer(message.task)
  ahead--
  wake?.()
})

const onProgress = (bytes: number): void => port.postMessage({ type: 'progress', bytes })

async function work(task: Task): Promise<void> {
  if (task.kind === 'profile') {
    port?.postMessage({ type: 'done', value: await profileFile(task.request, onProgress) })
    return
  }
  const chunks =
    task.kind === 'copy'
      ? readAsCopy(task.path, task.plan, onProgress)
      : pickRows(task.path, task.plan, task.numbers)
  for await (const value of chunks) {
    while (ahead >= MOST_AHEAD) await new Promise<void>((resolve) => (wake = resolve))
    ahead++
    port?.postMessage({ type: 'chunk', value })
  }
  port?.postMessage({ type: 'done', value: null })
}

async function answer(task: Task): Promise<void> {
  try {
    await work(task)
  } catch (error) {
    const refusal = error instanceof Refusal ? { code: error.code, data: error.data } : null
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    port?.postMessage({ type: 'failed', refusal, message })
  }
}
