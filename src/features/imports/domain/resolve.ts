import { encodingByName } from './encoding.ts'
import { headerKey } from './headers.ts'
import {
  type ColumnProfile,
  type CustomField,
  customIdOf,
  type FieldName,
  fieldNames,
  type FileProfile,
  type ImportKind,
  type ImportMap,
  type ImportQuestion,
  type ReadPlan,
} from './plan.ts'

type Place = Pick<
  ReadPlan,
  'timeZone' | 'currencyDigits' | 'country' | 'matchKeys' | 'fixes' | 'choices' | 'customFields' | 'deals'
>
export type Resolved = { ok: true; plan: ReadPlan } | { ok: false; questions: ImportQuestion[] }

const needed: Record<ImportKind, readonly FieldName[]> = {
  clients: [],
  contacts: [],
  touches: ['text', 'touchedAt'],
  orders: ['orderNumber', 'orderedAt'],
  'order-lines': ['orderNumber'],
  deals: [],
  products: ['product'],
}
const numeric = new Set<FieldName>(['quantity', 'unitPrice', 'discount', 'amount', 'cost', 'orderAmount'])
const dated = new Set<FieldName>([
  'orderedAt',
  'touchedAt',
  'nextStepOn',
  'archivedAt',
  'dealCreatedAt',
  'dealClosedAt',
])

// One of these must say what a deal is, or whose.
const dealNames = ['dealTitle', 'product', 'dealNumber'] as const
const dealClients = ['clientName', 'clientExternalId', 'inn', 'phone', 'email', 'clientId'] as const

const isField = (field: string): boolean =>
  (fieldNames as readonly string[]).includes(field) || customIdOf(field) !== null

/** The column that a header names: exactly, or else tolerantly. */
function findColumn(columns: readonly ColumnProfile[], header: string): ColumnProfile | undefined {
  return (
    columns.find((it) => it.header === header) ??
    columns.find((it) => headerKey(it.header) === headerKey(header))
  )
}

/**
 * Decides how every cell will be read, from what was found and what was said. What cannot be decided is asked,
 * never guessed: an amount like 1,234 or a day like 03/04/2024 in a column without a clearer one.
 */
export function resolvePlan(kind: ImportKind, profile: FileProfile, map: ImportMap, place: Place): Resolved {
  const questions: ImportQuestion[] = []
  const fields: ReadPlan['fields'] = {}
  const customOf = (field: FieldName): CustomField | undefined =>
    place.customFields?.find((it) => it.id === customIdOf(field))
  const use = (field: FieldName, column: ColumnProfile): void => {
    const custom = customOf(field)
    const decimal = map.decimal ?? column.decimal
    const dateOrder = map.dateOrder ?? column.dateOrder
    if ((numeric.has(field) || custom?.kind === 'number' || custom?.kind === 'money') && decimal === null) {
      questions.push({ code: 'ambiguousDecimal', column: column.header, samples: column.samples })
    }
    if ((dated.has(field) || custom?.kind === 'date') && dateOrder === null) {
      questions.push({ code: 'ambiguousDateOrder', column: column.header, samples: column.samples })
    }
    fields[field] = {
      index: column.index,
      decimal: decimal ?? '.',
      dateOrder: dateOrder ?? 'dmy',
      isFloatId: column.isFloatId,
      isPercent: column.isPercent,
    }
  }
  if (map.columns) {
    for (const [field, header] of Object.entries(map.columns)) {
      if (!header) continue
      const column = findColumn(profile.columns, header)
      if (!column || !isField(field)) questions.push({ code: 'unknownColumn', column: header, field })
      else use(field as FieldName, column)
    }
  } else {
    for (const column of profile.columns) if (column.field) use(column.field, column)
  }
  for (const field of needed[kind]) if (!fields[field]) questions.push({ code: 'needColumn', field })
  if (kind === 'clients' && !fields.clientName && !fields.clientExternalId) {
    questions.push({ code: 'needColumn', field: 'clientName' })
  }
  if (kind === 'contacts' || kind === 'touches') {
    if (!fields.clientName && !fields.clientExternalId && !fields.inn && !fields.clientId)
      questions.push({ code: 'needColumn', field: 'clientName' })
  }
  if (kind === 'deals' && ![...dealNames, ...dealClients].some((field) => fields[field]))
    questions.push({ code: 'needColumn', field: 'dealTitle' })
  if (kind === 'contacts' && !fields.contactName && !fields.firstName && !fields.lastName)
    questions.push({ code: 'needColumn', field: 'contactName' })
  const skip = (map.skip ?? []).flatMap((rule) => {
    const column = findColumn(profile.columns, rule.column)
    if (!column) {
      questions.push({ code: 'unknownColumn', column: rule.column, field: 'skip' })
      return []
    }
    const value = String(rule.value ?? '')
    return [
      {
        index: column.index,
        op: rule.op,
        value,
        number: Number(value),
        decimal: map.decimal ?? column.decimal ?? '.',
      },
    ]
  })
  if (questions.length > 0) return { ok: false, questions }
  return {
    ok: true,
    plan: {
      kind,
      format: profile.format,
      encoding: (map.encoding && encodingByName(map.encoding)) || profile.encoding,
      delimiter: map.delimiter ?? profile.delimiter,
      headerRow: map.headerRow ?? profile.headerRow,
      sheet: profile.sheet,
      columnCount: profile.columnCount,
      headers: profile.columns.map((column) => column.header),
      fields,
      skip,
      returns: map.returns ?? null,
      isOwn: profile.isOwn ?? false,
      totalRows: profile.totalLines.map((line) => line.rowNumber),
      ...place,
    },
  }
}
