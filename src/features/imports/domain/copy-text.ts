import type { Fields, RowError } from './interpret.ts'
import { type AnyKey, type MatchKey, matchKeys } from './plan.ts'

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

/** A good row as a COPY line, in the order of `stagingColumns`. */
export function copyRow(
  rowNumber: number,
  row: Fields,
  nameKey: string | undefined,
  keys: readonly MatchKey[],
): string {
  const key = clientKey(row, nameKey, keys)
  // Joined, not put together bit by bit: what comes of that is one flat string, which is written three times as fast.
  return `${[
    rowNumber,
    NONE,
    NONE,
    NONE,
    NONE,
    copyCell(row.orderNumber),
    copyCell(row.orderedAt),
    copyCell(row.orderedOn),
    copyCell(key),
    copyCell(row.clientExternalId),
    copyCell(row.clientName),
    copyCell(nameKey),
    copyCell(row.product),
    copyCell(row.quantity),
    copyCell(row.unitPrice),
    copyCell(row.discount),
    copyCell(row.amount),
    copyCell(row.cost),
    copyCell(row.status),
    row.isReturn ? 't' : 'f',
    copyCell(row.rep),
    copyCell(row.region),
    copyCell(row.city),
    copyCell(row.inn),
    copyCell(row.kpp),
    copyCell(row.ogrn),
    copyCell(row.email),
    copyCell(row.phone),
    copyCell(row.recordId),
    copyCell(row.orderAmount),
    row.more ? copyCell(JSON.stringify(row.more)) : NONE,
  ].join('\t')}\n`
}

const none = (count: number): string[] => Array<string>(count).fill(NONE)
// After the five columns of the refusal: fourteen empty ones, is_return (never null), eleven empty ones.
const REST = [...none(14), 'f', ...none(11)].join('\t')

/** Text that the database can keep: no NUL (shown instead), no half of a character cut in two. */
export function storable(text: string): string {
  return text.replaceAll('\0', '␀').toWellFormed()
}

// As long as the longest text that comes in: a row put right must not be cut.
const LONGEST_CELL = 10_000

/** A refused row as a COPY line: what is wrong, and the cells as they stood. */
export function copyRefused(rowNumber: number, error: RowError, cells: readonly string[]): string {
  const raw = JSON.stringify(
    cells.map((cell) => storable(cell.replaceAll('\u0001', '').slice(0, LONGEST_CELL))),
  )
  const head = [String(rowNumber), error.code, error.column, storable(error.value.slice(0, 200)), raw]
    .map(copyCell)
    .join('\t')
  return `${head}\t${REST}\n`
}

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
