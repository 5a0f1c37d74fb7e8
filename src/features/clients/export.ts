import papa from 'papaparse'
import type { Actor } from '#kernel/actor.ts'
import type { Language } from '#kernel/format.ts'
import { minorToDecimal } from '#kernel/money.ts'
import type { Db } from '#server/database/connect.ts'
import type { ClientFilter, ClientRow } from './contract.ts'
import { listClients } from './reports.ts'

// Headers that our own import knows, so that what goes out can come back.
const headers = {
  ru: [
    'Код',
    'Клиент',
    'Город',
    'Менеджер',
    'Класс клиента',
    'Частота',
    'Дней с заказами',
    'Мера за окно',
    'Последний заказ',
    'Дней прошло',
    'Ритм',
  ],
  en: [
    'External ID',
    'Client',
    'City',
    'Rep',
    'Value class',
    'Frequency',
    'Order days',
    'Measure in window',
    'Last order',
    'Days since',
    'Rhythm',
  ],
}

function cellsOf(row: ClientRow, digits: number, decimal: string): string[] {
  return [
    row.externalId ?? '',
    row.name,
    row.city ?? '',
    row.ownerName ?? '',
    row.valueClass,
    row.frequencyClass,
    String(row.orderDays),
    minorToDecimal(row.measureMinor, digits).replace('.', decimal),
    row.lastOrderedOn ?? '',
    row.daysSince === null ? '' : String(row.daysSince),
    row.rhythm,
  ]
}

/** The list as CSV for a spreadsheet, page by page; cells that would be formulas are neutralised. */
export async function* exportClients(
  db: Db,
  actor: Actor,
  filter: ClientFilter,
  language: Language,
  digits: number,
): AsyncGenerator<string> {
  const options = { delimiter: language === 'ru' ? ';' : ',', newline: '\r\n', escapeFormulae: true }
  const decimal = language === 'ru' ? ',' : '.'
  yield `\ufeff${papa.unparse([headers[language]], options)}\r\n`
  let cursor: string | undefined
  do {
    const page = await listClients(db, actor, { ...filter, sort: 'measure', limit: 200, cursor })
    if (page.rows.length > 0) {
      yield `${papa.unparse(
        page.rows.map((row) => cellsOf(row, digits, decimal)),
        options,
      )}\r\n`
    }
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}
