import { Temporal } from '#kernel/temporal.ts'

const HOUR_MS = 3_600_000

/** The latest moment, not after now, at which the clock on the wall showed this hour. */
export function lastDueAt(now: Date, hour: number, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  const today = here.withPlainTime({ hour })
  const due =
    Temporal.ZonedDateTime.compare(today, here) <= 0
      ? today
      : here.subtract({ days: 1 }).withPlainTime({ hour })
  return new Date(due.epochMilliseconds)
}

/** Whether a backup should be made now: none is good since it was due, and the last failure is an hour old. */
export function isBackupDue(
  now: Date,
  schedule: { hour: number; timeZone: string },
  last: { goodAt: Date | null; failedAt: Date | null },
): boolean {
  if (last.failedAt && now.getTime() - last.failedAt.getTime() < HOUR_MS) return false
  return !last.goodAt || last.goodAt < lastDueAt(now, schedule.hour, schedule.timeZone)
}

/** Whether people should worry: backups are wanted and none is good for two days. */
export function isOverdue(now: Date, isScheduled: boolean, since: Date): boolean {
  return isScheduled && now.getTime() - since.getTime() > 48 * HOUR_MS
}
