import { Temporal } from '#kernel/temporal.ts'

/** A plain date 'YYYY-MM-DD' in the workspace's time zone; never an instant. */
export type Day = string

/** The day on which an instant falls in a time zone. */
export function dayOf(instant: Date | string, timeZone: string): Day {
  const at =
    typeof instant === 'string'
      ? Temporal.Instant.from(instant)
      : Temporal.Instant.fromEpochMilliseconds(instant.getTime())
  return at.toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** The day that lies this many days later (earlier when negative). */
export function addDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** The same day of another month, or its last day when that month is shorter. */
export function addMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }).toString()
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: 'days' }).days
}

/** The first day of the month of a day. */
export function startOfMonth(day: Day): Day {
  return `${day.slice(0, 8)}01`
}

/** The first day of a window of whole months that ends on, and includes, `asOf`. */
export function windowStart(asOf: Day, months: number): Day {
  return addDays(addMonths(asOf, -months), 1)
}

/** Whether the text names a day that exists. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const [year, month, day] = text.split('-').map(Number) as [number, number, number]
  const made = new Date(Date.UTC(year, month - 1, day))
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day
}
