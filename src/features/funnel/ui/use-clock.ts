import { useSyncExternalStore } from 'react'
import { dayOf, daysBetween } from '#kernel/days.ts'
import { useSession } from '#web/session.ts'

const MINUTE_MS = 60_000
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function hearMinutes(heard: () => void): () => void {
  listeners.add(heard)
  timer ??= setInterval(() => {
    for (const listener of listeners) listener()
  }, MINUTE_MS / 2)
  return () => {
    listeners.delete(heard)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}
const thisMinute = (): number => Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS

/** What day and hour it is where the company works, and how many days ago something was there. */
export function useClock(): {
  now: number
  today: string
  time: string
  daysSince: (instant: string) => number
} {
  const { timeZone } = useSession().workspace
  const now = useSyncExternalStore(hearMinutes, thisMinute)
  const at = new Date(now)
  const today = dayOf(at, timeZone)
  return {
    now,
    today,
    time: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at),
    daysSince: (instant) => Math.max(0, daysBetween(dayOf(instant, timeZone), today)),
  }
}
