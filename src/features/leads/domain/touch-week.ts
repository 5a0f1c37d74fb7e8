import { addDays, type Day } from '#kernel/days.ts'

/** The days of the week in which a day lies, from Monday on. */
export function weekOf(day: Day): Day[] {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
  return Array.from({ length: 7 }, (_none, at) => addDays(day, at - weekday))
}

type Counts = { call: number; meeting: number; message: number; email: number; minutes: number }
type DayRow = Counts & { authorId: string | null; authorName: string | null; on: Day }
export type PersonRow = Counts & {
  authorId: string | null
  authorName: string | null
  /** talks of all kinds */
  byDay: Record<Day, number>
}

/** Talks by day as one row a person, in the order in which they came. */
export function personRows(rows: readonly DayRow[]): PersonRow[] {
  const people = new Map<string | null, PersonRow>()
  for (const { authorId, authorName, on, ...counts } of rows) {
    const person = people.get(authorId) ?? {
      authorId,
      authorName,
      byDay: {},
      call: 0,
      meeting: 0,
      message: 0,
      email: 0,
      minutes: 0,
    }
    people.set(authorId, person)
    for (const name of ['call', 'meeting', 'message', 'email', 'minutes'] as const)
      person[name] += counts[name]
    person.byDay[on] = (person.byDay[on] ?? 0) + counts.call + counts.meeting + counts.message + counts.email
  }
  return [...people.values()]
}
