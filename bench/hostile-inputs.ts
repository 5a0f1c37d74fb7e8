import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import type { Random } from './random.ts'

type Schema = {
  type?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  format?: string
  minimum?: number
  maximum?: number
}

const naughty = JSON.parse(
  readFileSync(join(import.meta.dirname, '../test/data/bad-input/naughty-strings/blns.json'), 'utf8'),
) as string[]

const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels))
/** What no field asks for; most of it is refused, none of it may break anything. */
const nasty: readonly (() => unknown)[] = [
  () => null,
  () => '',
  () => [],
  () => ({}),
  () => true,
  () => -0,
  () => -1,
  () => 0.1,
  () => 1e308,
  () => 2 ** 53 + 2,
  () => 2 ** 63,
  () => 2 ** 31,
  () => '0000-01-01',
  () => '9999-99-99',
  () => '0000-00-00T00:00:00Z',
  () => '9999-12-31T23:59:59.999999+14:00',
  () => '-'.repeat(36),
  () => '00000000-0000-0000-0000-000000000000',
  () => 'a\0b',
  () => 'half \ud800',
  () => '%00%2e%2e/',
  () => "'; drop table client; --",
  () => 'й'.repeat(100_000),
  () => '\u202e\u0301'.repeat(200),
  () => JSON.parse('{"__proto__":{"role":"owner"},"constructor":{"prototype":{"role":"owner"}}}') as unknown,
  () => deep(2000),
  () => Array.from({ length: 20_000 }, (_none, at) => at),
  () => Buffer.from('["1e400","x"]').toString('base64url'),
  () => Buffer.from('[null,{}]').toString('base64url'),
]

/** A value that a schema takes, as far as its shape tells; ids are of the pool, so that some are there. */
function fitting(schema: Schema, random: Random, ids: readonly string[]): unknown {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fitting(random.pick(choices), random, ids)
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return random.pick(schema.enum)
  switch (schema.type) {
    case 'object': {
      const { properties = {}, required = [] } = schema
      const kept = Object.entries(properties).filter(
        ([name]) => required.includes(name) || random.below(2) === 0,
      )
      return Object.fromEntries(kept.map(([name, inner]) => [name, fitting(inner, random, ids)]))
    }
    case 'array':
      return Array.from({ length: random.below(4) }, () => fitting(schema.items ?? {}, random, ids))
    case 'integer':
    case 'number':
      return random.pick([
        schema.minimum ?? 0,
        schema.maximum ?? 1e14,
        (schema.minimum ?? 0) + 1,
        random.below(1000),
      ])
    case 'boolean':
      return random.below(2) === 0
    case 'string':
      if (schema.format === 'uuid') return random.pick(ids)
      if (schema.format === 'date') return random.pick(['2026-02-28', '1900-01-01', '2199-12-31'])
      if (schema.format === 'date-time') return random.pick(['2026-02-28T10:00:00Z', '0001-01-01T00:00:00Z'])
      if (schema.format === 'email') return `${random.below(1e9)}@example.com`
      return random.pick(naughty)
    default:
      return random.pick(naughty)
  }
}

/** Puts something that does not belong there in one place of a value. */
function spoil(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.below(4) === 0) return random.pick(nasty)()
  const keys = Object.keys(value)
  if (keys.length === 0 || random.below(6) === 0) {
    return Array.isArray(value)
      ? [...(value as unknown[]), random.pick(nasty)()]
      : { ...value, [random.pick(naughty)]: random.pick(nasty)() }
  }
  const key = random.pick(keys)
  const inner = (value as Record<string, unknown>)[key]
  if (Array.isArray(value))
    return (value as unknown[]).map((it, at) => (String(at) === key ? spoil(it, random) : it))
  if (random.below(5) === 0) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key))
  return { ...value, [key]: spoil(inner, random) }
}

const schemas = new WeakMap<object, Schema>()

/** An input by the schema of the contract: as it should be, or spoilt in one place or several. */
export function inputFor(schema: object, random: Random, ids: readonly string[]): unknown {
  const json =
    schemas.get(schema) ??
    (z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Schema)
  schemas.set(schema, json)
  let value = fitting(json, random, ids)
  for (let left = random.below(4); left > 0; left--) value = spoil(value, random)
  return value
}
