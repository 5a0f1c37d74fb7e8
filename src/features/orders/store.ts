import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Trx } from '#server/database/connect.ts'
import { markClientsChanged } from './bulk.ts'
import type { OrderStatusName } from './contract.ts'

export type NewOrder = {
  id: string
  externalId: string
  clientId: string
  orderedAt: string
  orderedOn: string
  amountMinor: number
  costMinor: number | null
  status: OrderStatusName
}
export type StoredOrder = {
  id: string
  clientId: string | null
  ownerId: string | null
  status: OrderStatusName
  orderedOn: string
  rev: number
}

/** Orders made by hand have numbers of their own, apart from those of files. */
const SOURCE = 'hand'

/** Whose client it is; refused when there is none. */
export async function findClientOwner(trx: Trx, clientId: string): Promise<string | null> {
  const row = await trx.selectFrom('client').select('ownerId').where('id', '=', clientId).executeTakeFirst()
  if (!row) throw new Refusal('notFound', { entity: 'client' })
  return row.ownerId
}

export async function insertOrder(trx: Trx, order: NewOrder): Promise<void> {
  const done = await trx
    .insertInto('salesOrder')
    .values({ ...order, source: SOURCE })
    .onConflict((it) => it.doNothing())
    .returning('id')
    .execute()
  if (done.length === 0) throw new Refusal('numberTaken', { field: 'number', value: order.externalId })
  await markOne(trx, order.clientId, order.orderedOn)
}

export async function lockOrder(trx: Trx, id: string): Promise<StoredOrder> {
  const found = await sql<StoredOrder>`
    select s.id, s.client_id, k.owner_id, s.status, s.ordered_on, s.rev
    from sales_order s left join client k on k.id = s.client_id where s.id = ${id} for update of s`.execute(
    trx,
  )
  const order = found.rows[0]
  if (!order) throw new Refusal('notFound', { entity: 'order' })
  return order
}

export async function updateStatus(trx: Trx, order: StoredOrder, status: OrderStatusName): Promise<number> {
  const row = await trx
    .updateTable('salesOrder')
    .set({ status, rev: sql<number>`nextval('rev_seq')`, updatedAt: sql`clock_timestamp()` })
    .where('id', '=', order.id)
    .returning('rev')
    .executeTakeFirstOrThrow()
  if (order.clientId) await markOne(trx, order.clientId, order.orderedOn)
  return row.rev
}

/** Removes an order with its lines. */
export async function removeOrder(trx: Trx, order: StoredOrder): Promise<void> {
  await trx.deleteFrom('orderLine').where('orderId', '=', order.id).execute()
  await trx.deleteFrom('salesOrder').where('id', '=', order.id).execute()
  if (order.clientId) await markOne(trx, order.clientId, order.orderedOn)
}

async function markOne(trx: Trx, clientId: string, since: string): Promise<void> {
  await markClientsChanged(trx, sql`select ${clientId}::uuid as client_id, ${since}::date as since`)
}
