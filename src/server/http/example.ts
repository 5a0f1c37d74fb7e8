/** As much of a JSON schema as an example needs. */
export type Schema = {
  type?: string | string[]
  format?: string
  enum?: unknown[]
  const?: unknown
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  minimum?: number
}

const texts: Record<string, string> = {
  uuid: '018f3c5e-7a10-7c3d-9f4e-2b1a6c8d0e11',
  email: 'ivanov@firma.ru',
  date: '2026-06-12',
  'date-time': '2026-06-12T10:00:00+03:00',
}
const named: Record<string, unknown> = {
  name: 'ООО «Ромашка»',
  externalId: '1C-000123',
  clientExternalId: '1C-000123',
  inn: '7707083893',
  kpp: '770701001',
  ogrn: '1027700132195',
  phone: '+7 495 123-45-67',
  email: 'ivanov@firma.ru',
  city: 'Москва',
  number: '000123',
  source: '1C',
  currency: 'RUB',
  country: 'RU',
  timeZone: 'Europe/Moscow',
  amountMinor: 125_000,
  orderedAt: '2026-06-12T10:00:00+03:00',
  product: 'Чай',
  quantity: 2,
  unitPrice: '625.00',
  rev: 42,
}

/** One value that the schema lets through, with what people would write there where the name tells it. */
export function exampleOf(schema: Schema, name = ''): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return exampleOf(schema.anyOf.find((it) => it.type !== 'null') ?? {}, name)
  const type = [schema.type ?? 'object'].flat().find((it) => it !== 'null')
  if (type === 'array') return [exampleOf(schema.items ?? {}, name)]
  if (type === 'object') {
    const fields = Object.entries(schema.properties ?? {}).filter(
      ([key]) => schema.required?.includes(key) || key in named || key === 'lines',
    )
    return Object.fromEntries(fields.map(([key, field]) => [key, exampleOf(field, key)]))
  }
  if (name in named) return named[name]
  if (type === 'boolean') return true
  if (type === 'string') return texts[schema.format ?? ''] ?? 'text'
  return schema.minimum && schema.minimum > 0 ? schema.minimum : 1
}
