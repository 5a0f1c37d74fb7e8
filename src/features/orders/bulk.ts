import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '#server/database/connect.ts'

/** Orders to be written: order_number, client_id, order_id, change ('new' | 'update' | …), amounts; a table in schema staging. */
export type OrdersTable = string
/** What the file tells of orders; the rest of an order stays as it is. */
export type OrderFacts = {
  isAttached: boolean
  hasAmount: boolean
  hasLines: boolean
  hasCost: boolean
  hasStatus: boolean
  hasRep: boolean
}

/** Makes the new orders and tells the staging table their ids. */
export async function insertOrdersFrom(trx: Trx, table: OrdersTable, importId: string): Promise<void> {
  const orders = sql.raw(table)
  // The id that our own export gave it, unless that is an order's already.
  await sql`
    update ${orders} o set order_id = case
      when o.ref is null or exists (select from sales_order s where s.id = o.ref) then new_id() else o.ref end
    where change = 'new'`.execute(trx)
  await sql`
    insert into sales_order (id, source, external_id, client_id, ordered_at, ordered_on, amount_minor, cost_minor, status,
      rep_name, line_count, lines_digest, import_id)
    select order_id, 'file', order_number, client_id, ordered_at, ordered_on, coalesce(amount_minor, 0), cost_minor,
      coalesce(status, 'placed'), rep, case when lines_digest is null then 0 else line_count end, lines_digest, ${importId}
    from ${orders} where change = 'new'`.execute(trx)
}

/** The orders that an update is about to overwrite, with their lines, for its undo. */
export async function readOrdersBefore(trx: Trx, table: OrdersTable, withLines: boolean): Promise<void> {
  const lines = withLines
    ? sql`jsonb_build_object('lines', (
        select coalesce(jsonb_agg(to_jsonb(l) order by l.line_no), '[]') from order_line l where l.order_id = s.id))`
    : sql`'{}'::jsonb`
  await sql`
    create temporary table order_before on commit drop as
    select s.id, to_jsonb(s) || ${lines} as before from sales_order s
    where s.id in (select order_id from ${sql.raw(table)} where change = 'update')`.execute(trx)
}

/** What an order `s` becomes by what the file tells of it in `o`; what the file leaves open stays as it is. */
function orderValues(facts: OrderFacts): [column: string, value: RawBuilder<unknown>][] {
  // A file whose rule no longer calls it a return brings the amount by that rule too, so both change together.
  const stays =
    facts.hasAmount && !facts.isAttached
      ? sql`case when s.status = 'return' and o.amount_minor is not null then 'placed' else s.status end`
      : sql`s.status`
  const status = sql`coalesce(o.status, ${stays})`
  const values: [string, RawBuilder<unknown>][] = [['status', status]]
  if (!facts.isAttached) values.push(['ordered_at', sql`o.ordered_at`], ['ordered_on', sql`o.ordered_on`])
  if (facts.hasAmount) {
    values.push([
      'amount_minor',
      sql`coalesce(case when ${status} = 'return' then abs(o.amount_minor) else o.amount_minor end, s.amount_minor)`,
    ])
  }
  if (facts.hasCost) values.push(['cost_minor', sql`coalesce(o.cost_minor, s.cost_minor)`])
  if (facts.hasRep) values.push(['rep_name', sql`coalesce(o.rep, s.rep_name)`])
  if (facts.hasLines) values.push(['line_count', sql`o.line_count`], ['lines_digest', sql`o.lines_digest`])
  return values
}

/** Whether an order `s` of the base is other than what the file tells of it in `o`. */
export function orderDiffers(facts: OrderFacts): RawBuilder<boolean> {
  const differs = orderValues(facts).map(
    ([column, value]) => sql`s.${sql.ref(column)} is distinct from ${value}`,
  )
  return sql`(${sql.join(differs, sql` or `)})`
}

/** Writes what the file tells of orders that are there. */
export async function updateOrdersFrom(trx: Trx, table: OrdersTable, facts: OrderFacts): Promise<void> {
  const sets = orderValues(facts).map(([column, value]) => sql`${sql.ref(column)} = ${value}`)
  await sql`
    update sales_order s set ${sql.join(sets)}, rev = nextval('rev_seq'), updated_at = clock_timestamp()
    from ${sql.raw(table)} o where s.id = o.order_id and o.change = 'update'`.execute(trx)
}

/** Writes the lines of new and changed orders, numbered as they stand in the file. */
export async function writeLinesFrom(
  trx: Trx,
  table: OrdersTable,
  rows: string,
  amount: RawBuilder<string>,
  isAttached: boolean,
): Promise<void> {
  const orders = sql.raw(table)
  await sql`
    delete from order_line l using ${orders} o where l.order_id = o.order_id and o.change = 'update'`.execute(
    trx,
  )
  // «is not distinct from» cannot be hashed; an empty string stands in for no client.
  const sameClient = isAttached ? sql`true` : sql`coalesce(o.client_key, '') = coalesce(r.client_key, '')`
  await sql`
    insert into order_line (order_id, line_no, product, quantity, unit_price, amount)
    select o.order_id, row_number() over (partition by o.order_id order by r.row_number), coalesce(r.product, ''),
      coalesce(r.quantity, 1), r.unit_price, coalesce(${amount}, 0)
    from ${sql.raw(rows)} r join ${orders} o on o.order_number = r.order_number and ${sameClient}
    where r.error_code is null and o.change in ('new', 'update')`.execute(trx)
}

/** Puts overwritten orders and their lines back as they were, unless somebody changed them since. */
export async function restoreOrders(trx: Trx, importId: string): Promise<void> {
  const names = [
    'client_id',
    'ordered_at',
    'ordered_on',
    'amount_minor',
    'cost_minor',
    'status',
    'rep_id',
    'rep_name',
    'line_count',
    'lines_digest',
    'import_id',
    'rev',
    'created_at',
    'updated_at',
  ]
  await sql`
    create temporary table order_restored on commit drop as
    select s.id, i.before from sales_order s join import_before i on i.entity_id = s.id
    where i.import_id = ${importId} and i.entity = 'order' and s.rev = i.rev_after`.execute(trx)
  await sql`
    update sales_order s set ${sql.join(names.map((name) => sql`${sql.ref(name)} = b.${sql.ref(name)}`))}
    from order_restored r, jsonb_populate_record(null::sales_order, r.before) b where s.id = r.id`.execute(
    trx,
  )
  await sql`
    delete from order_line l using order_restored r where l.order_id = r.id and r.before ? 'lines'`.execute(
    trx,
  )
  await sql`
    insert into order_line select b.* from order_restored r,
      jsonb_populate_recordset(null::order_line, r.before -> 'lines') b where r.before ? 'lines'`.execute(trx)
}

/** Removes the orders that an import made, but for those changed since. */
export async function deleteImportedOrders(trx: Trx, importId: string): Promise<void> {
  const gone = sql`select id from sales_order where import_id = ${importId} and updated_at = created_at`
  await sql`delete from order_line where order_id in (${gone})`.execute(trx)
  await sql`delete from sales_order where id in (${gone})`.execute(trx)
}

/** Clients whose orders the staging table makes or changes have to be counted again. */
export async function markClientsOf(trx: Trx, table: OrdersTable): Promise<void> {
  // A changed order may have stood on an earlier day before.
  await markClientsChanged(
    trx,
    sql`select o.client_id, least(o.ordered_on, (b.before ->> 'ordered_on')::date) as since
      from ${sql.raw(table)} o left join order_before b on b.id = o.order_id
      where o.change in ('new', 'update')`,
  )
}

/** The same for the orders that an undo takes away or puts back. */
export async function markClientsOfImport(trx: Trx, importId: string): Promise<void> {
  await markClientsChanged(
    trx,
    sql`select s.client_id, least(s.ordered_on, (b.before ->> 'ordered_on')::date) as since
      from sales_order s left join import_before b on b.entity_id = s.id and b.import_id = ${importId}
      where s.import_id = ${importId} or b.entity_id is not null`,
  )
}

/** Says that orders of clients changed from a day on: rows of (client_id, since). */
export async function markClientsChanged(trx: Trx, clients: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into client_orders_changed (client_id, since)
    select client_id, min(since) from (${clients}) c where client_id is not null group by client_id
    on conflict (client_id) do update set since = least(client_orders_changed.since, excluded.since)`.execute(
    trx,
  )
}

/** Takes the clients that wait to be counted again into the temporary table changed_client (client_id, since). */
export async function takeChangedClients(trx: Trx): Promise<void> {
  await sql`create temporary table changed_client (client_id uuid, since date) on commit drop`.execute(trx)
  await sql`
    with taken as (delete from client_orders_changed returning client_id, since)
    insert into changed_client select * from taken`.execute(trx)
}
