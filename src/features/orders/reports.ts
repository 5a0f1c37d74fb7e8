import { type RawBuilder, sql } from 'kysely'
import { clientVisibleTo } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { isDay } from '#kernel/days.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { OrderFilter, OrderRow } from './contract.ts'

const PAGE = 100
const MOST_LINES = 500

const columns = sql`
  s.id, s.rev, s.external_id as number, s.client_id, k.name as client_name, s.ordered_at, s.ordered_on, s.amount_minor,
  s.cost_minor, s.status, s.rep_name, s.line_count`

/** An order is visible with its client; one without a client only to those who see everything. */
function visible(actor: Actor): RawBuilder<unknown> {
  const unassigned = actor.sight.kind === 'all' ? sql`true` : sql`false`
  return sql`(case when s.client_id is null then ${unassigned} else ${clientVisibleTo(actor)} end)`
}

/** What an order `s` and its client `k` must fulfil: what the person asked, within what they may see. */
export function orderConditions(actor: Actor, filter: OrderFilter): RawBuilder<unknown> {
  const all = [visible(actor)]
  if (filter.clientId) all.push(sql`s.client_id = ${filter.clientId}`)
  if (filter.unassigned) all.push(sql`s.client_id is null`)
  if (filter.from) all.push(sql`s.ordered_on >= ${filter.from}`)
  if (filter.to) all.push(sql`s.ordered_on <= ${filter.to}`)
  if (filter.status) all.push(sql`s.status = ${filter.status}`)
  return sql.join(all, sql` and `)
}

type Stored = Omit<OrderRow, 'orderedAt'> & { orderedAt: Date }
const present = <More extends object>(row: Stored & More): OrderRow & More => ({
  ...row,
  orderedAt: row.orderedAt.toISOString(),
})

export const orderTables = sql`sales_order s left join client k on k.id = s.client_id`

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function readCursor(cursor: string | undefined): RawBuilder<unknown> {
  if (!cursor) return sql`true`
  const [day = '', id = ''] = cursor.split('_')
  if (!isDay(day) || !uuid.test(id)) {
    throw new Refusal('invalidInput', { where: 'query', issues: [{ path: '/cursor', message: 'cursor' }] })
  }
  return sql`(s.ordered_on, s.id) < (${day}::date, ${id}::uuid)`
}

type ListRequest = OrderFilter & { cursor?: string | undefined }

/** One page of orders, the newest first, with more columns of the order (`s`) or its client (`k`), each followed by a comma. */
async function pageOfOrders<More extends object>(
  db: Db,
  actor: Actor,
  { cursor, ...filter }: ListRequest,
  more: RawBuilder<More>,
): Promise<{ rows: (OrderRow & More)[]; nextCursor: string | null }> {
  const found = await sql<Stored & More>`
    select ${more} ${columns} from ${orderTables} where ${orderConditions(actor, filter)} and ${readCursor(cursor)}
    order by s.ordered_on desc, s.id desc limit ${PAGE + 1}`.execute(db)
  const rows = found.rows.slice(0, PAGE).map((row) => present<More>(row))
  const last = rows.at(-1)
  const isMore = found.rows.length > PAGE && last !== undefined
  return { rows, nextCursor: isMore ? `${last.orderedOn}_${last.id}` : null }
}

/** One page of orders with the totals of all of them. */
export async function listOrders(db: Db, actor: Actor, request: ListRequest) {
  const page = await pageOfOrders(db, actor, request, sql<object>``)
  const totals = await sql<{
    count: number
    turnoverMinor: number
    returnsMinor: number
    returnCount: number
  }>`
    select count(*) as count,
      coalesce(sum(case when s.status = 'return' then -s.amount_minor when s.status <> 'cancelled' then s.amount_minor end), 0)::bigint
        as turnover_minor,
      coalesce(sum(s.amount_minor) filter (where s.status = 'return'), 0)::bigint as returns_minor,
      count(*) filter (where s.status = 'return') as return_count
    from ${orderTables} where ${orderConditions(actor, request)}`.execute(db)
  return { ...page, ...(totals.rows[0] ?? { count: 0, turnoverMinor: 0, returnsMinor: 0, returnCount: 0 }) }
}

/** One order; out of sight is not told from not there. */
export async function showOrder(db: Db, actor: Actor, id: string): Promise<OrderRow> {
  const found =
    await sql<Stored>`select ${columns} from ${orderTables} where s.id = ${id} and ${visible(actor)}`.execute(
      db,
    )
  const row = found.rows[0]
  if (!row) throw new Refusal('notFound', { entity: 'order' })
  return present<object>(row)
}

/** The orders of a number, each within the actor's sight. */
export async function findOrders(
  db: Db,
  actor: Actor,
  source: string,
  number: string,
): Promise<{ rows: OrderRow[] }> {
  const found = await sql<Stored>`
    select ${columns} from ${orderTables} where s.source = ${source} and s.external_id = ${number} and ${visible(actor)}
    order by s.id limit ${PAGE}`.execute(db)
  return { rows: found.rows.map((row) => present<object>(row)) }
}

export async function listLines(db: Db, orderId: string) {
  const found = await sql<{
    lineNo: number
    product: string
    quantity: string
    unitPrice: string | null
    amount: string
  }>`
    select line_no, product, quantity, unit_price, amount from order_line where order_id = ${orderId}
    order by line_no limit ${MOST_LINES}`.execute(db)
  return found.rows
}

/** Twenty-four months of a client to the as-of day, months without orders included. */
export async function listMonths(db: Db, actor: Actor, clientId: string) {
  const seen = await sql`select from client k where k.id = ${clientId} and ${clientVisibleTo(actor)}`.execute(
    db,
  )
  if (seen.rows.length === 0) throw new Refusal('notFound', { entity: 'client' })
  const months = await sql<{ month: string; turnoverMinor: number; orderCount: number; isInWindow: boolean }>`
    with g as (select coalesce((select as_of from segment_state), current_date) as as_of, (select window_from from segment_state) as window_from)
    select d::date as month, coalesce(m.turnover_minor, 0) as turnover_minor, coalesce(m.order_count, 0) as order_count,
      (d + interval '1 month' > coalesce(g.window_from, d)) as is_in_window
    from g cross join generate_series(date_trunc('month', g.as_of) - interval '23 months', date_trunc('month', g.as_of), interval '1 month') d
    left join client_month m on m.client_id = ${clientId} and m.month = d::date
    order by d`.execute(db)
  const returns = await sql<{ returnsMinor: number; returnCount: number }>`
    select coalesce(sum(amount_minor), 0)::bigint as returns_minor, count(*) as return_count from sales_order s
    where s.client_id = ${clientId} and s.status = 'return'
      and s.ordered_on >= coalesce((select window_from from segment_state), s.ordered_on)
      and s.ordered_on <= coalesce((select as_of from segment_state), s.ordered_on)`.execute(db)
  return { rows: months.rows, ...(returns.rows[0] ?? { returnsMinor: 0, returnCount: 0 }) }
}
