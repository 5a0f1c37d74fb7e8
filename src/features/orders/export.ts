import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { CsvColumn } from '#kernel/csv.ts'
import type { Language } from '#kernel/format.ts'
import { minorToDecimal } from '#kernel/money.ts'
import { ownMark, recordIdHeader } from '#kernel/own-table.ts'
import type { Choice } from '#kernel/table-choice.ts'
import type { Db } from '#server/database/connect.ts'
import { localTime } from '#server/export/local-time.ts'
import { pagesById, refuseTooMany } from '#server/export/pages.ts'
import { tableFile } from '#server/export/table-file.ts'
import type { FileReply } from '#server/http/handle.ts'
import type { OrderFilter, OrderRow } from './contract.ts'
import { orderConditions, orderTables } from './reports.ts'

// Words that our own import reads as the same status.
const statuses = {
  ru: { placed: 'принят', paid: 'оплачен', shipped: 'отгружен', cancelled: 'отменён', return: 'возврат' },
  en: { placed: 'placed', paid: 'paid', shipped: 'shipped', cancelled: 'cancelled', return: 'return' },
}

type Row = Pick<
  OrderRow,
  'id' | 'number' | 'clientId' | 'clientName' | 'amountMinor' | 'costMinor' | 'status' | 'repName'
> & { clientCode: string | null; at: string }
type Line = Row & {
  orderId: string
  lineNo: number
  product: string
  quantity: string
  unitPrice: string | null
  amount: string
}

function columnsFor(language: Language, digits: number) {
  const money = (minor: number | null) => (minor === null ? null : minorToDecimal(minor, digits))
  const order: CsvColumn<Row>[] = [
    { ru: 'Номер заказа', en: 'Order number', cell: (row) => row.number },
    { ru: 'Дата заказа', en: 'Order date', isFigure: true, cell: (row) => row.at },
    { ru: 'Код клиента', en: 'Client code', cell: (row) => row.clientCode },
    { ru: 'Клиент', en: 'Client', cell: (row) => row.clientName },
  ]
  const rest: CsvColumn<Row>[] = [
    { ru: 'Статус', en: 'Status', cell: (row) => statuses[language][row.status] },
    { ru: 'Менеджер', en: 'Rep', cell: (row) => row.repName },
  ]
  const amount: CsvColumn<Row> = {
    ru: 'Сумма',
    en: 'Amount',
    isFigure: true,
    cell: (row) => money(row.amountMinor),
  }
  const cost = (cell: (row: Line) => number | null): CsvColumn<Line> => ({
    ru: 'Себестоимость',
    en: 'Cost',
    isFigure: true,
    cell: (row) => money(cell(row)),
  })
  return { order, rest, amount, cost, money }
}

export type ExportOptions = { choice: Choice; digits: number; timeZone: string }

const columns = (timeZone: string): RawBuilder<unknown> => sql`
  s.external_id as number, s.client_id, k.name as client_name, k.external_id as client_code, s.amount_minor, s.cost_minor,
  s.status, s.rep_name, ${localTime(sql`s.ordered_at`, timeZone)} as at`

/** The orders of a list as a file for a spreadsheet; times by the workspace's clock. */
export async function exportOrders(
  db: Db,
  actor: Actor,
  filter: OrderFilter,
  { choice, digits, timeZone }: ExportOptions,
): Promise<FileReply> {
  const conditions = orderConditions(actor, filter)
  await refuseTooMany(db, choice, sql`select from ${orderTables} where ${conditions}`)
  const { order, rest, amount, cost } = columnsFor(choice.language, digits)
  const pages = pagesById<Row>(
    db,
    (after, most) => sql<Row>`
      select s.id, ${columns(timeZone)} from ${orderTables}
      where ${conditions} and ${after === null ? sql`true` : sql`s.id > ${after}`} order by s.id limit ${most}`,
  )
  const all = [
    ...order,
    amount,
    cost((row) => row.costMinor) as CsvColumn<Row>,
    ...rest,
    { ...recordIdHeader, cell: (row: Row) => row.id },
    ownMark<Row>(choice.encoding, (row) => row.clientId),
  ]
  return tableFile(choice.language === 'ru' ? 'заказы' : 'orders', all, pages, choice)
}

/** The lines of those orders; what belongs to the whole order stands in its first line or in each. */
export async function exportLines(
  db: Db,
  actor: Actor,
  filter: OrderFilter,
  { choice, digits, timeZone }: ExportOptions,
): Promise<FileReply> {
  const conditions = orderConditions(actor, filter)
  const tables = sql`${orderTables} join order_line l on l.order_id = s.id`
  await refuseTooMany(db, choice, sql`select from ${tables} where ${conditions}`)
  const { order, rest, cost, money } = columnsFor(choice.language, digits)
  // An id of a line is that of its order and its number, which sort as the key of the table does.
  const pages = pagesById<Line>(db, (after, most) => {
    const [orderId, lineNo] = after?.split(' ') ?? []
    const beyond =
      orderId === undefined ? sql`true` : sql`(l.order_id, l.line_no) > (${orderId}::uuid, ${lineNo}::int)`
    return sql<Line>`
      select l.order_id || ' ' || l.line_no as id, s.id as order_id, l.line_no, l.product, l.quantity::text, l.unit_price::text,
        l.amount::text, ${columns(timeZone)}
      from ${tables} where ${conditions} and ${beyond} order by l.order_id, l.line_no limit ${most}`
  })
  const all: CsvColumn<Line>[] = [
    ...order,
    { ru: 'Товар', en: 'Product', cell: (row) => row.product },
    { ru: 'Количество', en: 'Quantity', isFigure: true, cell: (row) => row.quantity },
    { ru: 'Цена', en: 'Price', isFigure: true, cell: (row) => row.unitPrice },
    { ru: 'Сумма', en: 'Amount', isFigure: true, cell: (row) => row.amount },
    { ru: 'Сумма всего заказа', en: 'Order amount', isFigure: true, cell: (row) => money(row.amountMinor) },
    cost((row) => (row.lineNo === 1 ? row.costMinor : null)),
    ...rest,
    { ...recordIdHeader, cell: (row) => row.orderId },
    ownMark<Line>(choice.encoding, (row) => row.clientId),
  ]
  return tableFile(choice.language === 'ru' ? 'строки-заказов' : 'order-lines', all, pages, choice)
}
