import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { type CsvColumn, csvHead, csvRows } from '#kernel/csv.ts'
import type { Language } from '#kernel/format.ts'
import { minorToDecimal } from '#kernel/money.ts'
import type { Db } from '#server/database/connect.ts'
import type { OrderFilter, OrderRow } from './contract.ts'
import { pageOfOrders } from './reports.ts'

// Words that our own import reads as the same status.
const statuses = {
  ru: { placed: 'принят', paid: 'оплачен', shipped: 'отгружен', cancelled: 'отменён', return: 'возврат' },
  en: { placed: 'placed', paid: 'paid', shipped: 'shipped', cancelled: 'cancelled', return: 'return' },
}

type More = { clientCode: string | null; localTime: string }
type Row = OrderRow & More

function columnsFor(language: Language, digits: number): CsvColumn<Row>[] {
  const money = (minor: number | null) => (minor === null ? null : minorToDecimal(minor, digits))
  return [
    { ru: 'Номер заказа', en: 'Order number', cell: (row) => row.number },
    { ru: 'Дата заказа', en: 'Order date', isFigure: true, cell: (row) => row.localTime },
    { ru: 'Код клиента', en: 'Client code', cell: (row) => row.clientCode },
    { ru: 'Клиент', en: 'Client', cell: (row) => row.clientName },
    { ru: 'Сумма', en: 'Amount', isFigure: true, cell: (row) => money(row.amountMinor) },
    { ru: 'Себестоимость', en: 'Cost', isFigure: true, cell: (row) => money(row.costMinor) },
    { ru: 'Статус', en: 'Status', cell: (row) => statuses[language][row.status] },
    { ru: 'Менеджер', en: 'Rep', cell: (row) => row.repName },
  ]
}

export type ExportOptions = { language: Language; digits: number; timeZone: string }

/** The orders of a list as CSV for a spreadsheet, page by page, the newest first; times by the workspace's clock. */
export async function* exportOrders(
  db: Db,
  actor: Actor,
  filter: OrderFilter,
  { language, digits, timeZone }: ExportOptions,
): AsyncGenerator<string> {
  const columns = columnsFor(language, digits)
  const more = sql<More>`k.external_id as client_code,
    to_char(s.ordered_at at time zone ${timeZone}, 'YYYY-MM-DD HH24:MI:SS') as local_time,`
  yield csvHead(columns, language)
  let cursor: string | undefined
  do {
    const page = await pageOfOrders(db, actor, { ...filter, cursor }, more)
    yield csvRows(columns, page.rows, language)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}
