const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long we wait after each failed attempt before the next one: a little over a day in all. */
export const pauses: readonly number[] = [
  MINUTE,
  5 * MINUTE,
  20 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
  12 * HOUR,
]

/** A webhook that has failed for so long, without one success, is paused. */
const PATIENCE = 3 * DAY

/** When the next attempt is due after this many failed ones; null = the delivery is given up. */
export function nextAttemptAt(failedAttempts: number, now: Date): Date | null {
  const pause = pauses[failedAttempts - 1]
  return pause === undefined ? null : new Date(now.getTime() + pause)
}

/** Why a webhook has to be paused after a failed attempt; null = it goes on. */
export function pauseReason(
  failure: string,
  failingSince: Date | null,
  now: Date,
): 'failing' | 'gone' | null {
  if (failure === 'gone') return 'gone'
  return failingSince && now.getTime() - failingSince.getTime() >= PATIENCE ? 'failing' : null
}
