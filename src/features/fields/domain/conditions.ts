import { isDay } from '#kernel/days.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Field } from './field.ts'

/** What a list may ask of one field, as the address carries it. */
export type FieldAsk = { fieldId: string } & (
  | { kind: 'is'; values: readonly string[] }
  | { kind: 'range'; from: string | null; to: string | null }
  | { kind: 'empty' }
  | { kind: 'filled' }
)

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function writeOne(ask: FieldAsk): string {
  const rest = ask.kind === 'is' ? ask.values : ask.kind === 'range' ? [ask.from ?? '', ask.to ?? ''] : []
  return [ask.fieldId, ask.kind, ...rest.map((it) => encodeURIComponent(it))].join(':')
}

function readOne(text: string): FieldAsk | null {
  const [fieldId = '', kind = '', ...coded] = text.split(':')
  if (!uuid.test(fieldId)) return null
  let rest: string[]
  try {
    rest = coded.map((it) => decodeURIComponent(it))
  } catch {
    return null
  }
  if (rest.some((it) => it.includes('\0') || !it.isWellFormed())) return null
  if (kind === 'is' && rest.length > 0) return { fieldId, kind, values: rest }
  if (kind === 'range' && rest.length === 2)
    return { fieldId, kind, from: rest[0] || null, to: rest[1] || null }
  if ((kind === 'empty' || kind === 'filled') && rest.length === 0) return { fieldId, kind }
  return null
}

/** Conditions as one text for an address: `id:is:value:value;id:range:from:to;id:empty;id:filled`. */
export function writeAsks(asks: readonly FieldAsk[]): string {
  return asks.map(writeOne).join(';')
}

/** Reads that text; null where it is none. */
export function readAsks(text: string): FieldAsk[] | null {
  const asks = text === '' ? [] : text.split(';').map(readOne)
  return asks.every((it) => it !== null) ? asks : null
}

/** A condition that fits its field, with values as they are stored. */
export type FieldCondition = { fieldId: string } & (
  | { kind: 'is'; values: readonly (string | number)[] }
  | { kind: 'range'; from: string | number | null; to: string | number | null }
  | { kind: 'empty' }
  | { kind: 'filled' }
)

const decimal = /^-?\d{1,15}(\.\d{1,6})?$/

function stored(field: Field, text: string): string | number {
  const isNumber = field.kind === 'number' || field.kind === 'money'
  if (isNumber ? !decimal.test(text) : field.kind === 'date' && !isDay(text))
    throw new Refusal('badFieldCondition', {
      field: 'fields',
      fieldId: field.id,
      name: field.name,
      value: text.slice(0, 100),
    })
  return isNumber ? Number(text) : text
}

function fitted(field: Field, ask: FieldAsk): FieldCondition {
  const { fieldId } = ask
  if (ask.kind === 'is') return { fieldId, kind: 'is', values: ask.values.map((it) => stored(field, it)) }
  if (ask.kind !== 'range') return ask
  const hasOrder = field.kind === 'number' || field.kind === 'money' || field.kind === 'date'
  if (!hasOrder || (ask.from === null && ask.to === null))
    throw new Refusal('badFieldCondition', { field: 'fields', fieldId, name: field.name, value: '' })
  const [from, to] = [ask.from, ask.to].map((it) => (it === null ? null : stored(field, it)))
  return { fieldId, kind: 'range', from: from ?? null, to: to ?? null }
}

/**
 * The conditions that a text asks of fields; a field that was removed meanwhile is refused, so that no list answers to
 * other conditions than were asked.
 */
export function readConditions(fields: readonly Field[], text: string): FieldCondition[] {
  const asks = readAsks(text)
  if (asks === null)
    throw new Refusal('invalidInput', { where: 'query', issues: [{ path: '/fields', message: 'fields' }] })
  return asks.map((ask) => {
    const field = fields.find((it) => it.id === ask.fieldId)
    if (!field || field.isRemoved)
      throw new Refusal('fieldGone', { field: 'fields', fieldId: ask.fieldId, name: field?.name ?? null })
    return fitted(field, ask)
  })
}
