import { Temporal } from '#kernel/temporal.ts'
import type { Day } from '#kernel/days.ts'

export type Keep = { days: number; weeks: number; months: number }

const weekOf = (day: Day): string => {
  const date = Temporal.PlainDate.from(day)
  return `${date.yearOfWeek}-${date.weekOfYear}`
}

// The newest backup of each of the latest so many periods that have one.
function newestOf<T extends { day: Day }>(
  backups: readonly T[],
  periodOf: (day: Day) => string,
  count: number,
): T[] {
  const seen = new Map<string, T>()
  for (const backup of backups) if (!seen.has(periodOf(backup.day))) seen.set(periodOf(backup.day), backup)
  return [...seen.values()].slice(0, count)
}

/** Which backups rotation lets go; given newest first. The newest always stays. */
export function backupsToRemove<T extends { day: Day }>(backups: readonly T[], keep: Keep): T[] {
  const kept = new Set([
    ...backups.slice(0, 1),
    ...newestOf(backups, (day) => day, keep.days),
    ...newestOf(backups, weekOf, keep.weeks),
    ...newestOf(backups, (day) => day.slice(0, 7), keep.months),
  ])
  return backups.filter((backup) => !kept.has(backup))
}
