import { isEmptyCell } from '#kernel/cell-guard.ts'
import { orderEvidence } from './dates.ts'
import { decimalEvidence, TYPED } from './numbers.ts'
import type { ColumnKind, ColumnProfile, DateOrder, Decimal } from './plan.ts'
import { checkInn, restoreInn } from '#kernel/tax-id.ts'

const SAMPLES = 5
const FEW = 30

/** What has been seen of a column so far; fed cell by cell over the whole file. */
export type ColumnTally = {
  filled: number
  numbers: number
  dates: number
  floatIds: number
  hasPercentSign: boolean
  hasAboveOne: boolean
  hasFraction: boolean
  inns: number
  restoredInns: number
  marks: { '.': number; ',': number; ambiguous: number }
  orders: { dmy: number; mdy: number; ymd: number; ambiguous: number }
  markSample: string | null
  orderSample: string | null
  ambiguousNumbers: string[]
  ambiguousDates: string[]
  samples: string[]
  values: Map<string, number> | null
  // The cell that is being repeated, and how often so far: rows of one order follow one another.
  repeated: string
  times: number
}

export function newTally(): ColumnTally {
  return {
    filled: 0,
    numbers: 0,
    dates: 0,
    floatIds: 0,
    hasPercentSign: false,
    hasAboveOne: false,
    hasFraction: false,
    inns: 0,
    restoredInns: 0,
    marks: { '.': 0, ',': 0, ambiguous: 0 },
    orders: { dmy: 0, mdy: 0, ymd: 0, ambiguous: 0 },
    markSample: null,
    orderSample: null,
    ambiguousNumbers: [],
    ambiguousDates: [],
    samples: [],
    values: new Map(),
    repeated: '',
    times: 0,
  }
}

function countDigits(cell: string): number {
  return /^\d{9,12}$/.test(cell) ? cell.length : 0
}

function tallyNumber(tally: ColumnTally, cell: string, times: number): void {
  const mark = decimalEvidence(cell)
  if (mark === null) return
  tally.numbers += times
  if (mark === 'none') return
  tally.marks[mark] += times
  if (mark === 'ambiguous' && tally.ambiguousNumbers.length < SAMPLES) tally.ambiguousNumbers.push(cell)
  else if (mark !== 'ambiguous') tally.markSample ??= cell
}

// Tells a column of fractions from one of per cents.
function tallySize(tally: ColumnTally, cell: string): void {
  if (/^-?0?[.,]\d*[1-9]/.test(cell)) tally.hasFraction = true
  else if (!/^-?(?:0|1(?:[.,]0*)?$)/.test(cell)) tally.hasAboveOne = true
}

function tallyDate(tally: ColumnTally, cell: string, times: number): void {
  const order = orderEvidence(cell)
  if (order === null) return
  tally.dates += times
  tally.orders[order] += times
  if (order === 'ambiguous' && tally.ambiguousDates.length < SAMPLES) tally.ambiguousDates.push(cell)
  else if (order !== 'ambiguous') tally.orderSample ??= cell
}

// £ ¥ – € ₽ −
const moneySigns = new Set([0xa3, 0xa5, 0x2013, 0x20ac, 0x20bd, 0x2212])
const moneyWord = /^(?:RUB|USD|EUR|GBP|руб|р\.)/i

/** Adds one cell to what is known of its column. */
export function tallyCell(tally: ColumnTally, raw: string): void {
  if (raw !== tally.repeated) {
    tallyRepeated(tally)
    tally.repeated = raw
  }
  tally.times++
}

function tallyRepeated(tally: ColumnTally): void {
  const { repeated: raw, times } = tally
  tally.times = 0
  if (times === 0) return
  const cell = raw.trim()
  if (isEmptyCell(cell)) return
  tally.filled += times
  const shown = cell.startsWith(TYPED) ? cell.slice(1) : cell
  if (tally.samples.length < SAMPLES && !tally.samples.includes(shown)) tally.samples.push(shown.slice(0, 80))
  if (tally.values) {
    if (tally.values.size > FEW) tally.values = null
    else tally.values.set(shown, (tally.values.get(shown) ?? 0) + times)
  }
  const first = cell.charCodeAt(0)
  // Letters first: neither number nor date. This saves most of the time on names.
  if (first > 57 && !moneySigns.has(first) && !moneyWord.test(cell)) return
  const hasSign = cell.endsWith('%')
  if (hasSign) tally.hasPercentSign = true
  else if (!tally.hasAboveOne) tallySize(tally, shown)
  tallyNumber(tally, hasSign ? cell.slice(0, -1) : cell, times)
  tallyDate(tally, cell, times)
  if (shown.endsWith('.0') && /^\d+\.0+$/.test(shown)) tally.floatIds += times
  if (countDigits(shown) > 0) {
    if (checkInn(shown).ok) tally.inns += times
    else if (restoreInn(shown) !== null) tally.restoredInns += times
  }
}

function decideDecimal(tally: ColumnTally): Decimal | null {
  const { marks } = tally
  if (marks[','] > marks['.']) return ','
  if (marks['.'] > 0) return '.'
  return marks.ambiguous > 0 ? null : '.'
}

function decideOrder(tally: ColumnTally): DateOrder | null {
  const { orders } = tally
  if (orders.ymd > 0 && orders.dmy + orders.mdy === 0) return 'ymd'
  if (orders.dmy >= orders.mdy && orders.dmy > 0) return 'dmy'
  if (orders.mdy > 0) return 'mdy'
  return orders.ambiguous > 0 ? null : 'dmy'
}

const MOST = 0.6

function decideKind(tally: ColumnTally): ColumnKind {
  if (tally.filled === 0) return 'empty'
  if (tally.dates / tally.filled > MOST) return 'date'
  return tally.numbers / tally.filled > MOST ? 'number' : 'text'
}

/** What the whole column says, with its proof. */
export function describeColumn(index: number, header: string, tally: ColumnTally): ColumnProfile {
  tallyRepeated(tally)
  const values = [...(tally.values ?? [])].sort((a, b) => b[1] - a[1])
  return {
    index,
    header,
    kind: decideKind(tally),
    samples: tally.samples,
    filledCount: tally.filled,
    numberCount: tally.numbers,
    dateCount: tally.dates,
    decimal: decideDecimal(tally),
    decimalSample: tally.markSample ?? tally.ambiguousNumbers[0] ?? null,
    dateOrder: decideOrder(tally),
    dateSample: tally.orderSample ?? tally.ambiguousDates[0] ?? null,
    isFloatId: tally.filled > 0 && tally.floatIds === tally.filled,
    isPercent: tally.hasPercentSign || tally.hasAboveOne || !tally.hasFraction,
    innCount: tally.inns,
    innRestoredCount: tally.restoredInns,
    field: null,
    knownFrom: null,
    values,
  }
}
