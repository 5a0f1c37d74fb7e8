import type { Decimal } from './plan.ts'

/** Marks a cell that a spreadsheet stored as a number or date: its text is canonical and is never guessed at. */
export const TYPED = '\u0001'

const plain = /^-?\d{1,15}(\.\d+)?$/
const noise = /[\s\u00a0\u202f\u2009'’]|₽|руб(лей|ля|\.)?|р\.|RUB|USD|EUR|GBP|[$€£¥]/giu
const dotted = /^\d+(,\d{3})*(\.\d+)?$|^\d*\.\d+$/
const commaed = /^\d+(\.\d{3})*(,\d+)?$|^\d*,\d+$/
// The two shapes that most cells have, told apart without further ado.
const whole = /^-?\d+$/
const clear = /^-?\d+\.(?:\d|\d\d|\d{4,})$/
const scientific = /^(\d+)(?:[.,](\d+))?e([+-]?\d{1,2})$/i

export type DecimalEvidence = Decimal | 'ambiguous' | 'none' | null

function bare(text: string): { digits: string; isNegative: boolean } {
  let rest = text.replace(noise, '')
  let isNegative = false
  if (rest.startsWith('(') && rest.endsWith(')')) {
    isNegative = true
    rest = rest.slice(1, -1)
  }
  if (/^[-−–]/.test(rest)) {
    isNegative = !isNegative
    rest = rest.slice(1)
  } else if (/[-−]$/.test(rest)) {
    // Accounting programs put the minus last.
    isNegative = true
    rest = rest.slice(0, -1)
  } else if (rest.startsWith('+')) rest = rest.slice(1)
  return { digits: rest, isNegative }
}

/**
 * What one cell says of the column's decimal mark: the mark itself, 'ambiguous' (1,234), 'none' (1234),
 * or null when the cell is no number.
 */
export function decimalEvidence(text: string): DecimalEvidence {
  if (whole.test(text)) return 'none'
  if (clear.test(text)) return '.'
  if (text.startsWith(TYPED)) return /^\d{4}-\d\d-\d\d/.test(text.slice(1)) ? null : 'none'
  const { digits } = bare(text)
  if (/^\d+$/.test(digits)) return 'none'
  if (scientific.test(digits)) return digits.includes(',') ? ',' : digits.includes('.') ? '.' : 'none'
  if (!dotted.test(digits) && !commaed.test(digits)) return null
  const dots = digits.split('.').length - 1
  const commas = digits.split(',').length - 1
  if (dots > 0 && commas > 0) return digits.lastIndexOf('.') > digits.lastIndexOf(',') ? '.' : ','
  const mark = dots > 0 ? '.' : ','
  const other = mark === '.' ? ',' : '.'
  if (dots + commas > 1) return other
  const [before = '', after = ''] = digits.split(mark)
  const couldGroup = after.length === 3 && before.length >= 1 && before.length <= 3 && !before.startsWith('0')
  return couldGroup ? 'ambiguous' : mark
}

export type ParsedNumber = { ok: true; value: string } | { ok: false }

function expand(digits: string): string | null {
  const match = scientific.exec(digits)
  if (!match) return null
  const [, whole = '', fraction = '', power = '0'] = match
  const shift = Number(power)
  const all = whole + fraction
  const point = whole.length + shift
  if (point <= 0) return `0.${'0'.repeat(-point)}${all}`
  return point >= all.length
    ? all + '0'.repeat(point - all.length)
    : `${all.slice(0, point)}.${all.slice(point)}`
}

/** Reads a cell as an exact decimal string with a point: '1 234,56 ₽' → '1234.56'; exact, no floats. */
export function parseDecimal(text: string, decimal: Decimal): ParsedNumber {
  const cell = text.startsWith(TYPED) ? text.slice(1) : text
  if (decimal === '.' || cell !== text) {
    if (plain.test(cell)) return { ok: true, value: cell }
  }
  const { digits, isNegative } = bare(cell)
  const sign = isNegative ? '-' : ''
  const expanded = expand(digits)
  if (expanded !== null) return { ok: true, value: sign + expanded }
  const isTyped = cell !== text
  if (decimal === '.' || isTyped) {
    if (!dotted.test(digits)) return { ok: false }
    return { ok: true, value: sign + lead(digits.replaceAll(',', '')) }
  }
  if (!commaed.test(digits)) return { ok: false }
  return { ok: true, value: sign + lead(digits.replaceAll('.', '').replace(',', '.')) }
}

const lead = (digits: string): string => (digits.startsWith('.') ? `0${digits}` : digits)
