import type { Day } from '#kernel/days.ts'
import { russianHolidays, russianYears } from '#kernel/russian-days.ts'

export type DayKind = 'working' | 'short' | 'off'

/** The working days of a company: those of its country (ISO code), and the days that the company set otherwise. */
export type WorkCalendar = { country: string; overrides: Readonly<Record<Day, DayKind>> }

const DAY_MS = 86_400_000
const epochOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`)
const dayAt = (epochMs: number): Day => new Date(epochMs).toISOString().slice(0, 10)

const words = (text: string): string[] => text.split(' ').filter(Boolean)
const holidays = new Set(words(russianHolidays))
const markedDays = new Map<Day, DayKind>(
  Object.entries(russianYears).flatMap(([year, marked]) =>
    // A worked Saturday that is short is named twice, and the later word stands.
    (
      [
        [marked.off, 'off'],
        [marked.worked, 'working'],
        [marked.short, 'short'],
      ] as const
    ).flatMap(([days, kind]) => words(days).map((it) => [`${year}-${it}`, kind] as const)),
  ),
)

/** Whether the calendar holds the decreed days of a year; where no days are decreed, Monday to Friday is all there is to know. */
export function isKnownYear(calendar: WorkCalendar, year: number): boolean {
  return calendar.country !== 'RU' || Object.hasOwn(russianYears, String(year))
}

function decreedKind(country: string, day: Day): DayKind | undefined {
  if (country !== 'RU') return undefined
  const marked = markedDays.get(day)
  if (marked) return marked
  // Of a year without a decree only the holidays themselves are certain.
  return !Object.hasOwn(russianYears, day.slice(0, 4)) && holidays.has(day.slice(5)) ? 'off' : undefined
}

/** What kind a day is: as the company set it, or else as its country decreed, or else Monday to Friday are worked. */
export function dayKind(calendar: WorkCalendar, day: Day): DayKind {
  const special = calendar.overrides[day] ?? decreedKind(calendar.country, day)
  if (special) return special
  const weekday = new Date(epochOf(day)).getUTCDay()
  return weekday === 0 || weekday === 6 ? 'off' : 'working'
}

/** Whether a day is worked, be it an hour less. */
export function isWorkingDay(calendar: WorkCalendar, day: Day): boolean {
  return dayKind(calendar, day) !== 'off'
}

/** The first working day after a day; the day itself does not count. */
export function nextWorkingDay(calendar: WorkCalendar, day: Day): Day {
  // Ends, for a calendar names finitely many days, and past them Mondays are worked.
  let at = epochOf(day) + DAY_MS
  while (!isWorkingDay(calendar, dayAt(at))) at += DAY_MS
  return dayAt(at)
}

/** Working days from one day to another, both included; none when `to` is earlier. */
export function countWorkingDays(calendar: WorkCalendar, from: Day, to: Day): number {
  const last = epochOf(to)
  let count = 0
  for (let at = epochOf(from); at <= last; at += DAY_MS) if (isWorkingDay(calendar, dayAt(at))) count += 1
  return count
}
