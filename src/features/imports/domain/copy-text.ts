import type { Fields, RowError } from './interpret.ts'
import {
  type AnyKey,
  type FieldName,
  isWide,
  type MatchKey,
  matchKeys,
  type ReadPlan,
  stagingColumns,
} from './plan.ts'

const NONE = '\\N'
const special = /[\\\t\n\r]/

/** One value in PostgreSQL's COPY text format; absent = \N. */
export function copyCell(value: string | null | undefined): string {
  if (value === undefined || value === null) return NONE
  if (!special.test(value)) return value
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
}

/**
 * What names the client of a row, so that rows of one client share it: the first of the chosen keys that the row has, or
 * else of the others. People of one company share a phone or a mailbox, so these name a client only with the name beside.
 */
export function clientKey(
  row: Fields,
  nameKey: string | undefined,
  keys: readonly MatchKey[],
): string | undefined {
  if (row.clientId !== undefined) return `id:${row.clientId}`
  for (const key of keys.length === matchKeys.length ? keys : keyOrder(keys)) {
    const value = key === 'externalId' ? row.clientExternalId : key === 'name' ? nameKey : row[key]
    if (value === undefined || value === '') continue
    return key === 'email' || key === 'phone' ? `${key}:${value}|${nameKey ?? ''}` : `${key}:${value}`
  }
  return undefined
}

/** The chosen match keys, then the others. */
export function keyOrder(keys: readonly MatchKey[]): MatchKey[] {
  return [...keys, ...matchKeys.filter((key) => !keys.includes(key))]
}

/** The same with the id before all. */
export function anyKeyOrder(keys: readonly MatchKey[]): AnyKey[] {
  return ['id', ...keyOrder(keys)]
}

type Column = (typeof stagingColumns)[number]
type Cell = (row: Fields, key: string | undefined, nameKey: string | undefined) => string | null | undefined

// What a good row says in each column, and which field of the file fills it; without one, any file may.
const cellOf: Partial<Record<Column, [cell: Cell, by?: FieldName]>> = {
  order_number: [(row) => row.orderNumber, 'orderNumber'],
  ordered_at: [(row) => row.orderedAt, 'orderedAt'],
  ordered_on: [(row) => row.orderedOn, 'orderedAt'],
  client_key: [(_row, key) => key],
  client_external_id: [(row) => row.clientExternalId, 'clientExternalId'],
  client_name: [(row) => row.clientName, 'clientName'],
  client_name_key: [(_row, _key, nameKey) => nameKey, 'clientName'],
  product: [(row) => row.product, 'product'],
  quantity: [(row) => row.quantity, 'quantity'],
  unit_price: [(row) => row.unitPrice, 'unitPrice'],
  discount: [(row) => row.discount, 'discount'],
  amount: [(row) => row.amount, 'amount'],
  cost: [(row) => row.cost, 'cost'],
  status: [(row) => row.status, 'status'],
  is_return: [(row) => (row.isReturn ? 't' : 'f')],
  rep: [(row) => row.rep, 'rep'],
  region: [(row) => row.region, 'region'],
  city: [(row) => row.city, 'city'],
  inn: [(row) => row.inn, 'inn'],
  kpp: [(row) => row.kpp, 'kpp'],
  ogrn: [(row) => row.ogrn, 'ogrn'],
  email: [(row) => row.email, 'email'],
  phone: [(row) => row.phone, 'phone'],
  record_ref: [(row) => row.recordId, 'recordId'],
  order_amount: [(row) => row.orderAmount, 'orderAmount'],
  more: [(row) => row.more && JSON.stringify(row.more)],
}

/** The columns that a file can fill, in the order of its lines: empty ones cost as much to write as full ones. */
export function copiedColumns(plan: ReadPlan): Column[] {
  return stagingColumns.filter((name) => {
    const by = cellOf[name]?.[1]
    return by === undefined || isWide(plan) || plan.fields[by] !== undefined
  })
}

export type LineWriter = {
  /** a good row as a COPY line */
  row(rowNumber: number, row: Fields, nameKey: string | undefined): string
  /** a refused row: what is wrong, and the cells as they stood */
  refused(rowNumber: number, error: RowError, cells: readonly string[]): string
}

/** Writes the lines of a COPY into `copiedColumns`. */
export function makeLineWriter(plan: ReadPlan): LineWriter {
  const cells = copiedColumns(plan).flatMap((name) => cellOf[name]?.[0] ?? [])
  const good = [NONE, NONE, NONE, NONE].join('\t')
  // Of a refused row the database keeps nothing else, but whether it is a return is never unknown.
  const bad = cells.map((cell) => (cell === cellOf.is_return?.[0] ? 'f' : NONE)).join('\t')
  return {
    row(rowNumber, row, nameKey) {
      const key = clientKey(row, nameKey, plan.matchKeys)
      // Joined, not put together bit by bit: what comes of that is one flat string, which is written three times as fast.
      return `${rowNumber}\t${good}\t${cells.map((cell) => copyCell(cell(row, key, nameKey))).join('\t')}\n`
    },
    refused(rowNumber, error, found) {
      const raw = JSON.stringify(
        found.map((cell) => storable(cell.replaceAll('\u0001', '').slice(0, LONGEST_CELL))),
      )
      const told = [error.code, error.column, storable(error.value.slice(0, 200)), raw].map(copyCell)
      return `${rowNumber}\t${told.join('\t')}\t${bad}\n`
    },
  }
}

/** Text that the database can keep: no NUL (shown instead), no half of a character cut in two. */
export function storable(text: string): string {
  return text.replaceAll('\0', '␀').toWellFormed()
}

// As long as the longest text that comes in: a row put right must not be cut.
const LONGEST_CELL = 10_000

/** A good row as a record of the staging table, for a row put right by hand. */
export function stagedRecord(
  rowNumber: number,
  row: Fields,
  nameKey: string | undefined,
  keys: readonly MatchKey[],
): Record<string, unknown> {
  const { clientExternalId, clientName, orderedAt, orderedOn, orderNumber, unitPrice, isReturn, ...rest } =
    row
  const { clientId: _clientId, recordId, orderAmount, ...plain } = rest
  return {
    ...plain,
    row_number: rowNumber,
    order_number: orderNumber,
    ordered_at: orderedAt,
    ordered_on: orderedOn,
    client_key: clientKey(row, nameKey, keys),
    client_external_id: clientExternalId,
    client_name: clientName,
    client_name_key: nameKey,
    unit_price: unitPrice,
    record_ref: recordId,
    order_amount: orderAmount,
    is_return: isReturn,
  }
}
