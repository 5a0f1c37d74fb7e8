import { Temporal } from '#kernel/temporal.ts'
import type { Day } from '#kernel/days.ts'
import type { WrittenMoment } from './dates.ts'

const DAY_MS = 86_400_000
const pad = (value: number): string => (value < 10 ? `0${value}` : String(value))

export type Placed = { instant: string; day: Day }

/**
 * Turns written moments into instants of a time zone. Offsets are looked up once a day; only on the days when the
 * clocks change is each moment computed by itself.
 */
export function makeZone(timeZone: string): (moment: WrittenMoment) => Placed {
  const offsets = new Map<number, number | null>()
  const offsetAt = (epochMs: number): number =>
    Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone).offsetNanoseconds / 1e6
  const offsetOfDay = (midnight: number): number | null => {
    let found = offsets.get(midnight)
    if (found === undefined) {
      const before = offsetAt(midnight - DAY_MS / 2)
      found = before === offsetAt(midnight + 1.5 * DAY_MS) ? before : null
      offsets.set(midnight, found)
    }
    return found
  }
  const localMs = (moment: WrittenMoment, midnight: number): number => {
    const offset = offsetOfDay(midnight)
    if (offset !== null) return midnight + moment.second * 1000 + moment.millisecond - offset
    const { year, month, day, second, millisecond } = moment
    const time = {
      hour: Math.floor(second / 3600),
      minute: Math.floor(second / 60) % 60,
      second: second % 60,
      millisecond,
    }
    return Temporal.PlainDateTime.from({ year, month, day, ...time }).toZonedDateTime(timeZone)
      .epochMilliseconds
  }
  return (moment) => {
    const midnight = Date.UTC(moment.year, moment.month - 1, moment.day)
    if (moment.offsetMinutes === null) {
      const day = `${String(moment.year).padStart(4, '0')}-${pad(moment.month)}-${pad(moment.day)}`
      return { instant: new Date(localMs(moment, midnight)).toISOString(), day }
    }
    const epochMs = midnight + moment.second * 1000 + moment.millisecond - moment.offsetMinutes * 60_000
    const local = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone)
    return { instant: new Date(epochMs).toISOString(), day: local.toPlainDate().toString() }
  }
}
