import type { Fields, RowError } from './interpret.ts'
import type { MatchKey } from './plan.ts'

const special = /[\\\t\n\r]/

/** One value in PostgreSQL's COPY text format; absent = \N. */
export function copyCell(value: string | null | undefined): string {
  if (value === undefined || value === null) return '\\N'
  if (!special.test(value)) return value
  return value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
}

/** What names the client of a row: the first match key that the row has, so that rows of one client share it. */
export function clientKey(row: Fields, nameKey: string | undefined, keys: readonly MatchKey[]): string | undefined {
  for (const key of keys) {
    const value = key === 'externalId' ? row.clientExternalId : key === 'name' ? nameKey : row[key]
    if (value !== undefined && value !== '') return `${key}:${value}`
  }
  return undefined
}

/** A good row as a COPY line, in the order of `stagingColumns`. */
export function copyRow(rowNumber: number, row: Fields, nameKey: string | undefined, keys: readonly MatchKey[]): string {
  const key = clientKey(row, nameKey, keys)
  return `${rowNumber}\t\\N\t\\N\t\\N\t\\N\t${copyCell(row.orderNumber)}\t${copyCell(row.orderedAt)}\t${copyCell(row.orderedOn)}\t${copyCell(key)}\t${copyCell(row.clientExternalId)}\t${copyCell(row.clientName)}\t${copyCell(nameKey)}\t${copyCell(row.product)}\t${copyCell(row.quantity)}\t${copyCell(row.unitPrice)}\t${copyCell(row.discount)}\t${copyCell(row.amount)}\t${copyCell(row.cost)}\t${copyCell(row.status)}\t${row.isReturn ? 't' : 'f'}\t${copyCell(row.rep)}\t${copyCell(row.region)}\t${copyCell(row.city)}\t${copyCell(row.inn)}\t${copyCell(row.kpp)}\t${copyCell(row.ogrn)}\t${copyCell(row.email)}\t${copyCell(row.phone)}\n`
}

const none = (count: number): string[] => Array<string>(count).fill('\\N')
// After the five columns of the refusal: fourteen empty ones, is_return (never null), eight empty ones.
const REST = [...none(14), 'f', ...none(8)].join('\t')

/** A refused row as a COPY line: what is wrong, and the cells as they stood. NUL cannot be stored and is shown. */
export function copyRefused(rowNumber: number, error: RowError, cells: readonly string[]): string {
  const raw = JSON.stringify(cells.map((cell) => cell.replaceAll('\0', '␀').replaceAll('\u0001', '').slice(0, 500)))
  const head = [String(rowNumber), error.code, error.column, error.value.slice(0, 200), raw].map(copyCell).join('\t')
  return `${head}\t${REST}\n`
}
