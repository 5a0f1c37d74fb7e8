import { type RawBuilder, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Trx } from '#server/database/connect.ts'
import { markClientsChanged } from './bulk.ts'
import type { OrderStatusName } from './contract.ts'
import type { Line } from './domain/line.ts'

/** An order's own row, as the history keeps it. */
export type StoredOrder = {
  id: string
  source: string
  externalId: string
  clientId: string | null
  orderedAt: string
  orderedOn: string
  amountMinor: number
  costMinor: number | null
  status: OrderStatusName
  repName: string | null
  rev: number
  /** where they were read or written */
  lines?: readonly Line[]
}
export type LockedOrder = { order: StoredOrder; ownerId: string | null }
export type WrittenOrder = Omit<StoredOrder, 'rev'>

type OrderClient = { id: string; ownerId: string | null; externalId: string | null }

/** The clients of these ids or codes; none of them can go away until the end. */
export async function findClients(trx: Trx, ids: string[], externalIds: string[]): Promise<OrderClient[]> {
  const found = await sql<OrderClient>`
    select id, owner_id, external_id from client
    where id = any(${ids}::uuid[]) or external_id = any(${externalIds}::text[]) order by id for key share`.execute(
    trx,
  )
  return found.rows
}

type Row = StoredOrder & { orderedAt: Date; ownerId: string | null }

async function lockWhere(trx: Trx, condition: RawBuilder<unknown>): Promise<LockedOrder[]> {
  const found = await sql<Row>`
    select s.id, s.source, s.external_id, s.client_id, s.ordered_at, s.ordered_on, s.amount_minor, s.cost_minor, s.status,
      s.rep_name, s.rev, k.owner_id
    from sales_order s left join client k on k.id = s.client_id where ${condition} order by s.id for update of s`.execute(
    trx,
  )
  return found.rows.map(({ ownerId, ...row }) => ({
    order: { ...row, orderedAt: row.orderedAt.toISOString() },
    ownerId,
  }))
}

/** One order for changing it. */
export async function lockOrder(trx: Trx, id: string): Promise<LockedOrder> {
  const [found] = await lockWhere(trx, sql`s.id = ${id}`)
  if (!found) throw new Refusal('notFound', { entity: 'order' })
  return found
}

/** The orders of these numbers for changing them. */
export async function lockNumbers(
  trx: Trx,
  numbers: { source: string; number: string }[],
): Promise<LockedOrder[]> {
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(numbers)}::jsonb) as w (source text, number text)`
  return lockWhere(
    trx,
    sql`s.id in (select o.id from ${wanted} join sales_order o on o.source = w.source and o.external_id = w.number)`,
  )
}

/** The lines of orders, by order. */
export async function readLinesOf(trx: Trx, ids: string[]): Promise<Map<string, Line[]>> {
  const found = await sql<Line & { orderId: string }>`
    select order_id, product, trim_scale(quantity)::text as quantity, trim_scale(unit_price)::text as unit_price,
      trim_scale(amount)::text as amount
    from order_line where order_id = any(${ids}::uuid[]) order by order_id, line_no`.execute(trx)
  const lines = new Map<string, Line[]>(ids.map((id) => [id, []]))
  for (const { orderId, ...line } of found.rows) lines.get(orderId)?.push(line)
  return lines
}

const nextRev = sql<number>`nextval('rev_seq')`

/** Writes orders whole, the new ones and those that are locked, with the lines of those that name them; tells their revs. */
export async function writeOrders(trx: Trx, orders: readonly WrittenOrder[]): Promise<Map<string, number>> {
  const withLines = orders.flatMap(({ id, lines }) => (lines ? [{ id, lines }] : []))
  const rows = orders.map(({ lines: _lines, ...row }) => row)
  const written = Object.keys(rows[0] ?? {}).filter((name) => name !== 'id')
  const done = await trx
    .insertInto('salesOrder')
    .values(rows)
    .onConflict((it) =>
      it.column('id').doUpdateSet((eb) => ({
        ...Object.fromEntries(written.map((name) => [name, eb.ref(`excluded.${name}` as 'excluded.source')])),
        rev: nextRev,
        updatedAt: sql`clock_timestamp()`,
      })),
    )
    .returning(['id', 'rev'])
    .execute()
  if (withLines.length > 0) await writeLines(trx, withLines)
  return new Map(done.map(({ id, rev }) => [id, rev]))
}

async function writeLines(trx: Trx, orders: { id: string; lines: readonly Line[] }[]): Promise<void> {
  const ids = orders.map(({ id }) => id)
  await sql`delete from order_line where order_id = any(${ids}::uuid[])`.execute(trx)
  await sql`
    insert into order_line (order_id, line_no, product, quantity, unit_price, amount)
    select o.id, l.line_no, l.line ->> 'product', (l.line ->> 'quantity')::numeric, (l.line ->> 'unitPrice')::numeric,
      (l.line ->> 'amount')::numeric
    from jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) as o (id uuid, lines jsonb)
      cross join jsonb_array_elements(o.lines) with ordinality l (line, line_no)`.execute(trx)
  // A file that brings them once more is compared by its digest: it finds none and writes them.
  await sql`
    update sales_order s set line_count = o.count, lines_digest = null
    from (select id, jsonb_array_length(lines) as count
      from jsonb_to_recordset(${JSON.stringify(orders)}::jsonb) as r (id uuid, lines jsonb)) o
    where s.id = o.id`.execute(trx)
}

/** Removes an order with its lines. */
export async function removeOrder(trx: Trx, order: StoredOrder): Promise<void> {
  await trx.deleteFrom('orderLine').where('orderId', '=', order.id).execute()
  await trx.deleteFrom('salesOrder').where('id', '=', order.id).execute()
  await markClients(trx, [{ clientId: order.clientId, since: order.orderedOn }])
}

/** Whether the order is still there. */
export async function isThere(trx: Trx, id: string): Promise<boolean> {
  return (await sql`select from sales_order where id = ${id}`.execute(trx)).rows.length > 0
}

/** Has clients counted again from a day on. */
export async function markClients(
  trx: Trx,
  clients: { clientId: string | null; since: string }[],
): Promise<void> {
  await markClientsChanged(
    trx,
    sql`select client_id, since
      from jsonb_to_recordset(${JSON.stringify(clients.map(({ clientId, since }) => ({ client_id: clientId, since })))}::jsonb)
        as c (client_id uuid, since date)`,
  )
}
