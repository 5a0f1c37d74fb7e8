import { useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(heard: () => void): () => void {
  listeners.add(heard)
  timer ??= setInterval(() => {
    for (const it of listeners) it()
  }, 1000)
  return () => {
    listeners.delete(heard)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The time, as often as asked for: one timer for the whole screen, and only what shows the time is drawn anew. */
export const useNow = (everyMs: number): number =>
  useSyncExternalStore(subscribe, () => Math.floor(Date.now() / everyMs) * everyMs)
