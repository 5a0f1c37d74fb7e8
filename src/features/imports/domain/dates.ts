import { TYPED } from './numbers.ts'
import type { DateOrder } from './plan.ts'

/** A moment as written: without offset it is local to the workspace. */
export type WrittenMoment = {
  year: number
  month: number
  day: number
  /** seconds into the day */
  second: number
  millisecond: number
  offsetMinutes: number | null
}
export type ParsedDate = { ok: true; value: WrittenMoment } | { ok: false; code: 'notADate' | 'noSuchDay' }
export type OrderEvidence = DateOrder | 'ambiguous' | null

const time = String.raw`(?:[T\s,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(AM|PM)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?`
const yearFirst = new RegExp(String.raw`^(\d{4})([-./])(\d{1,2})\2(\d{1,2})${time}$`, 'i')
const yearLast = new RegExp(String.raw`^(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?:\s*г\.?)?${time}$`, 'i')
const compact = /^(\d{4})(\d{2})(\d{2})$/

const isMark = (code: number): boolean => code >= 45 && code <= 47

/** What one cell says of the order of day, month and year; null when it is no date. */
export function orderEvidence(text: string): OrderEvidence {
  const cell = text.startsWith(TYPED) ? text.slice(1) : text
  const first = cell.charCodeAt(0)
  if (first < 48 || first > 57 || cell.length < 6) return null
  // A mark stands after one, two or four digits, or it is no date: cheaper than the patterns.
  if (!isMark(cell.charCodeAt(4)) && !isMark(cell.charCodeAt(2)) && !isMark(cell.charCodeAt(1))) return null
  if (yearFirst.test(cell)) return 'ymd'
  const match = yearLast.exec(cell)
  if (!match) return null
  const [a, b] = [Number(match[1]), Number(match[3])]
  if (a > 12 && b <= 12) return 'dmy'
  if (b > 12 && a <= 12) return 'mdy'
  // Nobody who writes the month first separates by dots.
  return match[2] === '.' ? 'dmy' : 'ambiguous'
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function exists(year: number, month: number, day: number): boolean {
  // Years out of these are slips of the pen, and some are beyond what the database can keep.
  if (year < 1900 || year > 2199) return false
  if (month < 1 || month > 12 || day < 1 || day > (monthDays[month - 1] ?? 0)) return false
  return !(month === 2 && day === 29) || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0))
}

function offsetOf(text: string | undefined): number | null {
  if (!text) return null
  if (/^(z|utc)$/i.test(text)) return 0
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(-2))
  return text.startsWith('-') ? -minutes : minutes
}

/** Reads a cell as a date, with a time of day if it has one; a day that the calendar lacks is told apart from what is no date. */
export function parseDate(text: string, order: DateOrder): ParsedDate {
  const cell = text.startsWith(TYPED) ? text.slice(1) : text
  let year: number
  let month: number
  let day: number
  let rest: (string | undefined)[] = []
  let match = yearFirst.exec(cell)
  if (match) {
    ;[year, month, day] = [Number(match[1]), Number(match[3]), Number(match[4])]
    rest = match.slice(5)
  } else if ((match = yearLast.exec(cell))) {
    const [a, b] = [Number(match[1]), Number(match[3])]
    year = Number(match[4])
    if (year < 100) year += year < 70 ? 2000 : 1900
    ;[day, month] = order === 'mdy' ? [b, a] : [a, b]
    rest = match.slice(5)
  } else if ((match = compact.exec(cell)))
    [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  else return { ok: false, code: 'notADate' }
  if (!exists(year, month, day)) return { ok: false, code: 'noSuchDay' }
  let hour = Number(rest[0] ?? 0)
  const half = rest[4]?.toUpperCase()
  if (half === 'PM' && hour < 12) hour += 12
  if (half === 'AM' && hour === 12) hour = 0
  const [minute, seconds] = [Number(rest[1] ?? 0), Number(rest[2] ?? 0)]
  if (hour > 23 || minute > 59 || seconds > 59) return { ok: false, code: 'notADate' }
  const millisecond = Math.floor(Number(`0.${rest[3] ?? '0'}`) * 1000)
  const offsetMinutes = offsetOf(rest[5])
  return {
    ok: true,
    value: { year, month, day, second: hour * 3600 + minute * 60 + seconds, millisecond, offsetMinutes },
  }
}
