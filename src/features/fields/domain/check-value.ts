import { isDay } from '#kernel/days.ts'
import { Refusal } from '#kernel/refusal.ts'
import { isStorable } from '#kernel/storable.ts'
import type { Field, FieldValue } from './field.ts'

/** The longest text of a field. */
export const MOST_TEXT = 1000
// What a double holds exactly, whatever is done with it on the way.
const DIGITS = 15
const DECIMALS = 6
const MOST_MINOR = 10 ** DIGITS

/** The refusal of a value: which field, what was given, and what would do. */
export function refuseValue({ id, name, kind, choices }: Field, value: unknown): Refusal {
  const open = choices.filter((choice) => !choice.isRemoved).map((choice) => choice.name)
  return new Refusal('badFieldValue', {
    field: `fields.${id}`,
    name,
    kind,
    value: String(value).slice(0, 100),
    ...(kind === 'choice' && { choices: open }),
  })
}

function isExact(value: number): boolean {
  return (
    Number(value.toPrecision(DIGITS)) === value &&
    Number(value.toFixed(DECIMALS)) === value &&
    Math.abs(value) < MOST_MINOR
  )
}

function fits(field: Field, value: FieldValue): boolean {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' && value.length <= MOST_TEXT && isStorable(value)
    case 'number':
      return typeof value === 'number' && isExact(value)
    case 'money':
      return Number.isInteger(value) && Math.abs(Number(value)) < MOST_MINOR
    case 'date':
      return typeof value === 'string' && /^(19|20|21)/.test(value) && isDay(value)
    case 'choice':
      return field.choices.some((choice) => choice.id === value && !choice.isRemoved)
  }
}

/** A value ready to be stored; null = nothing stands there. Refused when the field cannot hold it. */
export function checkValue(field: Field, given: FieldValue | null): FieldValue | null {
  const value = typeof given === 'string' ? given.trim() : given
  if (value === null || value === '') return null
  if (!fits(field, value)) throw refuseValue(field, given)
  // Minus nought is nought.
  return typeof value === 'number' ? value + 0 : value
}

/** Values by field ready to be stored, null where one is to be cleared; refuses a field that is not there. */
export function checkValues(
  fields: readonly Field[],
  given: Readonly<Record<string, FieldValue | null>>,
): Record<string, FieldValue | null> {
  const known = new Map(fields.filter((field) => !field.isRemoved).map((field) => [field.id, field]))
  return Object.fromEntries(
    Object.entries(given).map(([id, value]) => {
      const field = known.get(id)
      if (!field) throw new Refusal('noSuchField', { field: `fields.${id}` })
      return [id, checkValue(field, value)]
    }),
  )
}
