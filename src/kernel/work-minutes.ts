import type { Day } from '#kernel/days.ts'
import { Temporal } from '#kernel/temporal.ts'
import { dayKind, type WorkCalendar } from '#kernel/work-calendar.ts'

/** When work begins and ends by the clock on the wall, 'HH:MM'; '24:00' is the midnight that ends the day. */
export type WorkHours = { from: string; to: string }
/** Where and when a company works. */
export type WorkTime = { calendar: WorkCalendar; timeZone: string; hours: WorkHours }

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Days are written with four digits of a year; nothing is planned beyond them. */
const END_OF_DAYS_MS = Date.UTC(10_000, 0, 1)
/** The eve of a holiday is an hour shorter by the Labour Code, and its end is what moves. */
const SHORTER_BY_MINUTES = 60

type Span = { startMs: number; endMs: number }
/** A stretch of time in which the zone keeps one offset. */
type Stretch = { startsAtMs: number; changesAtMs: number; offsetMs: number }

const msOf = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds

function minuteOfDay(clock: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(clock)
  if (match) return Number(match[1]) * 60 + Number(match[2])
  if (clock === '24:00') return 24 * 60
  throw new RangeError(`No time of day: ${clock}`)
}

function stretchFrom(day: Day, timeZone: string): Stretch {
  const start = Temporal.PlainDate.from(day).toZonedDateTime(timeZone)
  const change = start.getTimeZoneTransition('next')
  return {
    startsAtMs: start.epochMilliseconds,
    changesAtMs: change?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offsetMs: start.offsetNanoseconds / 1e6,
  }
}

const exactMs = (day: Day, minute: number, timeZone: string): number =>
  Temporal.PlainDate.from(day).toPlainDateTime().add({ minutes: minute }).toZonedDateTime(timeZone)
    .epochMilliseconds

/**
 * The spans of work in time order, from the day of an instant on. The zone is asked once between two changes of its
 * clocks, for asking it every day costs many times more than all the rest.
 */
function* spansFrom(fromMs: number, { calendar, timeZone, hours }: WorkTime): Generator<Span> {
  const [from, to] = [minuteOfDay(hours.from), minuteOfDay(hours.to)]
  if (from >= to) throw new RangeError(`Work ends before it begins: ${hours.from}–${hours.to}`)
  const firstDay = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(timeZone).toPlainDate()
  let stretch = stretchFrom(firstDay.toString(), timeZone)
  for (
    let midnight = Date.parse(`${firstDay.toString()}T00:00:00Z`);
    midnight < END_OF_DAYS_MS;
    midnight += DAY_MS
  ) {
    const day = new Date(midnight).toISOString().slice(0, 10)
    const kind = dayKind(calendar, day)
    if (kind === 'off') continue
    const end = kind === 'short' ? to - SHORTER_BY_MINUTES : to
    const endsAtMs = () => midnight + end * MINUTE_MS - stretch.offsetMs
    if (endsAtMs() >= stretch.changesAtMs) stretch = stretchFrom(day, timeZone)
    if (endsAtMs() >= stretch.changesAtMs) {
      yield { startMs: exactMs(day, from, timeZone), endMs: exactMs(day, end, timeZone) }
    } else {
      const startMs = midnight + from * MINUTE_MS - stretch.offsetMs
      // Where clocks go forward at midnight, a day has no first hour.
      yield { startMs: Math.max(startMs, stretch.startsAtMs), endMs: endsAtMs() }
    }
  }
}

const workedBetween = (spans: Iterable<Span>, fromMs: number, toMs: number): number => {
  let workedMs = 0
  for (const { startMs, endMs } of spans) {
    if (startMs >= toMs) break
    workedMs += Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs))
  }
  return Math.floor(workedMs / MINUTE_MS)
}

/** Whole minutes of work between two instants; none when `to` is not later. Time outside the hours of work does not count. */
export function workMinutesBetween(from: string, to: string, workTime: WorkTime): number {
  const fromMs = msOf(from)
  return workedBetween(spansFrom(fromMs, workTime), fromMs, msOf(to))
}

/** The same of many instants and one `to`: the calendar is read once, from the earliest of them on. */
export function workMinutesUntil(to: string, workTime: WorkTime): (from: string) => number {
  const toMs = msOf(to)
  let knownFromMs = Number.POSITIVE_INFINITY
  let known: Span[] = []
  return (from) => {
    const fromMs = msOf(from)
    if (fromMs >= toMs) return 0
    if (fromMs < knownFromMs) {
      knownFromMs = fromMs
      known = []
      for (const span of spansFrom(fromMs, workTime)) {
        if (span.startMs >= toMs) break
        known.push(span)
      }
    }
    return workedBetween(known, fromMs, toMs)
  }
}

/** The first instant at which so many minutes of work have passed; with none to pass, the instant itself. */
export function afterWorkMinutes(from: string, minutes: number, workTime: WorkTime): string {
  if (!Number.isFinite(minutes) || minutes < 0) throw new RangeError(`No length of work: ${minutes}`)
  const fromMs = msOf(from)
  let leftMs = Math.round(minutes * MINUTE_MS)
  if (leftMs === 0) return new Date(fromMs).toISOString()
  for (const { startMs, endMs } of spansFrom(fromMs, workTime)) {
    const beginMs = Math.max(startMs, fromMs)
    const hereMs = Math.max(0, endMs - beginMs)
    if (leftMs <= hereMs) return new Date(beginMs + leftMs).toISOString()
    leftMs -= hereMs
  }
  throw new RangeError(`Work of ${minutes} minutes ends after the year 9999`)
}
