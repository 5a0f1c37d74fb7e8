import { checkValue, refuseValue } from './check-value.ts'
import { type Field, type FieldValue, sameName } from './field.ts'

/**
 * A number as people write it, as a plain decimal: spaces or marks between thousands, a comma or a point before the
 * fraction, a currency sign. Of a comma and a point the later one begins the fraction; one that repeats never does.
 */
export function plainNumber(typed: string): string | null {
  const text = typed.replace(/[\s\u00a0\u202f'’]|[₽$€£]|руб\.?|р\.$/giu, '').replace(/^[−–]/, '-')
  const marks = [...text.matchAll(/[.,]/g)].map((it) => it[0])
  const last = marks.at(-1)
  const isFraction = last !== undefined && marks.filter((it) => it === last).length === 1
  const at = isFraction ? text.lastIndexOf(last) : text.length
  const [whole, fraction] = [text.slice(0, at).replace(/[.,]/g, ''), text.slice(at + 1)]
  if (!/^[+-]?\d*$/.test(whole) || !/^\d*$/.test(fraction) || !/\d/.test(whole + fraction)) return null
  return `${whole.replace(/^([+-]?)$/, '$10').replace('+', '')}${fraction ? `.${fraction}` : ''}`
}

function isoDay(text: string): string {
  const found = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(text)
  if (!found) return text
  const [, day = '', month = '', year = ''] = found
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

// By shifting digits, so that nothing is rounded on the way.
function minorOf(decimal: string, digits: number): number {
  const [whole = '', fraction = ''] = decimal.split('.')
  const rest = fraction.slice(digits)
  if (/[1-9]/.test(rest)) return Number.NaN
  return Number(whole + fraction.slice(0, digits).padEnd(digits, '0'))
}

/**
 * What a person typed, or a cell of a file, as a value of the field: decimal comma, 25.12.2026, a choice by its name;
 * null = empty. `digits` are those of the currency. Refused when the field cannot hold it.
 */
export function parseValue(field: Field, typed: string, digits: number): FieldValue | null {
  const text = typed.trim()
  if (text === '') return null
  const value = valueOf(field, text, digits)
  if (value === null) throw refuseValue(field, text)
  try {
    return checkValue(field, value)
  } catch {
    // Told in the words that were typed.
    throw refuseValue(field, text)
  }
}

function valueOf(field: Field, text: string, digits: number): FieldValue | null {
  switch (field.kind) {
    case 'text':
      return text
    case 'date':
      return isoDay(text)
    case 'choice':
      return field.choices.find((it) => !it.isRemoved && sameName(it.name) === sameName(text))?.id ?? null
    case 'number':
    case 'money': {
      const decimal = plainNumber(text)
      if (decimal === null) return null
      return field.kind === 'money' ? minorOf(decimal, digits) : Number(decimal)
    }
  }
}
