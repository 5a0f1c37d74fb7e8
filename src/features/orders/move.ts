import { sql } from 'kysely'
import type { Trx } from '#server/database/connect.ts'
import { markClientsChanged } from './bulk.ts'

/** Orders that went over to another client; of those whose number was taken there, the number they had. */
export type MovedOrders = { ids: string[]; renamed: Record<string, string> }

const markBoth = (trx: Trx, ids: readonly string[], clients: readonly string[]): Promise<void> =>
  markClientsChanged(
    trx,
    sql`select c.id as client_id, s.since
      from unnest(${[...clients]}::uuid[]) c(id),
        (select min(ordered_on) as since from sales_order where id = any(${[...ids]}::uuid[])) s
      where s.since is not null and exists (select from client k where k.id = c.id)`,
  )

/** Gives all orders of one client to another; a number that is taken there gets a mark, so that no order is lost. */
export async function moveOrders(trx: Trx, fromId: string, toId: string): Promise<MovedOrders> {
  const taken = await sql<{ id: string; number: string }>`
    select s.id, s.external_id as number from sales_order s
    where s.client_id = ${fromId} and exists (select from sales_order o
      where o.client_id = ${toId} and o.source = s.source and o.external_id = s.external_id)`.execute(trx)
  for (const { id } of taken.rows) {
    await sql`update sales_order set external_id = external_id || ' · ' || right(id::text, 4) where id = ${id}`.execute(
      trx,
    )
  }
  const moved = await sql<{ id: string }>`
    update sales_order set client_id = ${toId}, rev = nextval('rev_seq'), updated_at = clock_timestamp()
    where client_id = ${fromId} returning id`.execute(trx)
  const ids = moved.rows.map((row) => row.id)
  await markBoth(trx, ids, [fromId, toId])
  return { ids, renamed: Object.fromEntries(taken.rows.map(({ id, number }) => [id, number])) }
}

/** Gives back the orders that are still with the client they went over to, under the numbers they had. */
export async function moveOrdersBack(
  trx: Trx,
  { ids, renamed }: MovedOrders,
  fromId: string,
  toId: string,
): Promise<void> {
  await sql`
    update sales_order set client_id = ${toId}, rev = nextval('rev_seq'), updated_at = clock_timestamp(),
      external_id = coalesce(${JSON.stringify(renamed)}::jsonb ->> id::text, external_id)
    where id = any(${ids}::uuid[]) and client_id = ${fromId}`.execute(trx)
  await markBoth(trx, ids, [fromId, toId])
}
