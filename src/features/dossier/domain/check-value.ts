import { Refusal } from '#kernel/refusal.ts'
import type { FactField } from './fields.ts'

const powers: [pattern: RegExp, power: number][] = [
  [/^(тыс\.?|тысяч[аи]?|k|thousand)$/i, 3],
  [/^(млн\.?|миллион(а|ов)?|m|mln|million)$/i, 6],
  [/^(млрд\.?|миллиард(а|ов)?|b|bn|billion)$/i, 9],
]

/** A whole number as people write one, '1 200', '1,5 млн', '3 bn'; null when it is none. */
export function parseAmount(text: string): string | null {
  const found = /^(\d[\d\s\u00a0\u202f]*)(?:[.,](\d{1,9}))?\s*(\p{L}+\.?)?$/u.exec(text.trim())
  if (!found) return null
  const [, whole = '', fraction = '', word] = found
  const power = word === undefined ? 0 : powers.find(([pattern]) => pattern.test(word))?.[1]
  if (power === undefined || fraction.length > power) return null
  const digits = whole.replace(/\D/g, '') + fraction.padEnd(power, '0')
  const plain = digits.replace(/^0+(?=\d)/, '')
  return plain.length <= 15 ? plain : null
}

const site = /^(https?:\/\/)?[\p{L}\d-]+(\.[\p{L}\d-]+)*\.\p{L}{2,}(:\d{1,5})?(\/\S*)?$/iu
const okved = /^\d{2}(\.\d{1,2}(\.\d{1,2})?)?$/

const checks: Partial<Record<FactField, (text: string) => string | null>> = {
  okved: (text) => (okved.test(text) ? text : null),
  revenue: parseAmount,
  headcount: parseAmount,
  site: (text) => (site.test(text) ? text : null),
}

/** The value of a fact as it is kept; refuses what cannot be one. */
export function checkValue(field: FactField, text: string): string {
  const check = checks[field]
  const value = check ? check(text) : text
  if (value === null) throw new Refusal('badFact', { field, value: text })
  return value
}
