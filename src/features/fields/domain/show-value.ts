import { formatDay, formatMoney, formatNumber, type Language } from '#kernel/format.ts'
import { currencyDigits, minorToDecimal } from '#kernel/money.ts'
import type { Field, FieldValue } from './field.ts'

/** The name of a choice, also of one that was removed; null when there never was one. */
export function choiceName(field: Field, id: FieldValue): string | null {
  return field.choices.find((choice) => choice.id === id)?.name ?? null
}

const decimalsOf = (value: number): number => value.toFixed(6).replace(/0+$/, '').split('.')[1]?.length ?? 0

/** A value as it is read: 1 250,5, 1 250 000 ₽, 25 дек. 2026, the name of a choice. */
export function showValue(field: Field, value: FieldValue, language: Language, currency: string): string {
  switch (field.kind) {
    case 'text':
      return String(value)
    case 'number':
      return formatNumber(language, Number(value), decimalsOf(Number(value)))
    case 'money': {
      const amountMinor = Number(value)
      return formatMoney(language, amountMinor, currency, amountMinor % 10 ** currencyDigits(currency) !== 0)
    }
    case 'date':
      return formatDay(language, String(value))
    case 'choice':
      return choiceName(field, value) ?? String(value)
  }
}

/** A value as plain text that `parseValue` reads back: for exports and for editing. */
export function plainText(field: Field, value: FieldValue, digits: number): string {
  switch (field.kind) {
    case 'money':
      return minorToDecimal(Number(value), digits)
    case 'number':
      return Number(value).toFixed(decimalsOf(Number(value)))
    case 'choice':
      return choiceName(field, value) ?? ''
    default:
      return String(value)
  }
}
