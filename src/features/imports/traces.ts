import { sql } from 'kysely'
import type { Trx } from '#server/database/connect.ts'
import type { Leftover } from './contract.ts'
import { changedDeals, changedProducts } from '#features/funnel/public.ts'
import { hasOrders, type ReadPlan } from './domain/plan.ts'
import { entityOf } from './records.ts'
import type { Staging } from './staging.ts'

/** Why a record `c` of the file is in doubt, and the word of it that says what is meant. */
export const doubtCode = sql`coalesce(c.doubt, case when c.is_doubtful then 'ambiguousClient' else 'otherClient' end)`
export const doubtValue = sql`case when c.doubt in ('repeatedDeal', 'dealInBin', 'repeatedProduct')
  then coalesce(c.data ->> 'external_id', c.data ->> 'title', c.data ->> 'name') else coalesce(r.client_name, r.client_external_id) end`

/** Whether somebody has worked with a deal `t` that an import made: undoing that must not take their work along. */
export const isUsedDeal = (id: string) => sql`(
  exists (select from lead_answer a where a.deal_id = t.id) or exists (select from urgency_play p where p.deal_id = t.id)
  or exists (select from queue_snooze z where z.deal_id = t.id)
  or exists (select from touch c where c.deal_id = t.id and not exists (
    select from import_before i where i.import_id = ${id} and i.entity = 'touch' and i.entity_id = c.id)))`

/** Keeps the rows that did not come in, with the reason of each, when the staging tables go. */
export async function keepRefused(trx: Trx, id: string, staging: Staging, plan: ReadPlan): Promise<void> {
  const [rows, clients, orders] = [sql.raw(staging.rows), sql.raw(staging.clients), sql.raw(staging.orders)]
  await sql`delete from import_refused where import_id = ${id}`.execute(trx)
  await sql`
    insert into import_refused (import_id, row_number, code, column_name, value, raw)
    select ${id}, row_number, error_code, error_column, error_value, raw::jsonb from ${rows} where error_code is not null`.execute(
    trx,
  )
  if (entityOf(plan.kind) !== null) {
    await sql`
      insert into import_refused (import_id, row_number, code, value, raw)
      select ${id}, r.row_number, ${doubtCode}, ${doubtValue}, r.raw::jsonb
      from ${sql.raw(staging.records)} c join ${rows} r on r.row_number = c.record_no where c.change = 'ambiguous'`.execute(
      trx,
    )
    return
  }
  if (plan.kind === 'clients') {
    await sql`
      insert into import_refused (import_id, row_number, code, value, raw)
      select ${id}, r.row_number, 'ambiguousClient', coalesce(r.client_name, r.client_external_id), r.raw::jsonb
      from ${clients} c join ${rows} r on r.client_key = c.key and r.error_code is null where c.match_count > 1`.execute(
      trx,
    )
    return
  }
  await sql`
    insert into import_refused (import_id, row_number, code, value, raw)
    select ${id}, r.row_number, case when o.change = 'unknown' then 'unknownOrder' when o.client_key is null or o.has_two_refs then 'ambiguousOrder'
      else 'ambiguousClient' end, case when o.client_key is null or o.has_two_refs then r.order_number else coalesce(r.client_name, r.client_external_id) end, r.raw::jsonb
    from ${orders} o join ${rows} r on r.order_number = o.order_number and r.error_code is null
      and (o.client_key is null or o.client_key = r.client_key)
    where o.change in ('unknown', 'ambiguous')`.execute(trx)
}

/** Keeps which records the file named that were already so. */
export async function keepUnchanged(trx: Trx, id: string, staging: Staging, plan: ReadPlan): Promise<void> {
  const source =
    plan.kind === 'clients'
      ? sql`select first_row, client_id from ${sql.raw(staging.clients)} where match_count = 1 and not is_changed`
      : hasOrders(plan)
        ? sql`select first_row, order_id from ${sql.raw(staging.orders)} where change = 'same'`
        : sql`select record_no, entity_id from ${sql.raw(staging.records)} where change = 'same'`
  await sql`
    insert into import_unchanged (import_id, row_number, entity_id)
    select ${id}, same.* from (${source}) same on conflict do nothing`.execute(trx)
}

/** Keeps what the commit overwrote, with the rev that it left. */
export async function keepBefore(trx: Trx, id: string, entity: 'client' | 'order'): Promise<void> {
  const [before, table] = entity === 'client' ? ['client_before', 'client'] : ['order_before', 'sales_order']
  await sql`
    insert into import_before (import_id, entity, entity_id, before, rev_after, after)
    select ${id}, ${entity}, b.id, b.before, t.rev, ${entity === 'client' ? sql`to_jsonb(t) - 'search_text'` : null}
    from ${sql.raw(before)} b join ${sql.raw(table)} t on t.id = b.id`.execute(trx)
}

// Written to since the import: a row that it made has another time of change than of birth, one that it changed another rev.
// Clients that it changed go back field by field, as far as it is known what it left.
const changedOrders = (id: string) => sql`
  select s.id, s.external_id as name, true as is_made from sales_order s where s.import_id = ${id} and s.updated_at <> s.created_at
  union all
  select s.id, s.external_id, false from import_before b join sales_order s on s.id = b.entity_id
  where b.import_id = ${id} and b.entity = 'order' and s.rev <> b.rev_after`
const changedClients = (id: string) => sql`
  select k.id, k.name, true as is_made from client k where k.import_id = ${id} and k.updated_at <> k.created_at
  union all
  select k.id, k.name, false from import_before b join client k on k.id = b.entity_id
  where b.import_id = ${id} and b.entity = 'client' and k.rev <> b.rev_after and b.after is null`

const isTakenBack = (id: string, entity: 'contact' | 'touch') => sql`exists (
  select from import_before b where b.import_id = ${id} and b.entity = ${entity} and b.entity_id = t.id
    and b.before is null and b.rev_after = t.rev)`

const changedRecords = (id: string, entity: 'contact' | 'touch') => sql`
  select t.id, ${entity === 'contact' ? sql`t.name` : sql`left(t.text, 80)`} as name, ${sql.lit(entity)} as entity
  from import_before b join ${sql.raw(entity === 'contact' ? 'contact_person' : 'touch')} t on t.id = b.entity_id
  where b.import_id = ${id} and b.entity = ${entity} and t.rev <> b.rev_after`

/** Records that an undo leaves in place, and why; read before anything is taken away. */
export async function findLeftovers(trx: Trx, id: string): Promise<Leftover[]> {
  const found = await sql<Leftover>`
    select 'order' as entity, id, name, 'changedSince' as reason from (${changedOrders(id)}) o
    union all
    select 'client', id, name, 'changedSince' from (${changedClients(id)}) c
    union all
    select entity, id, name, 'changedSince' from (${changedRecords(id, 'contact')} union all ${changedRecords(id, 'touch')}) r
    union all
    select 'deal', id, name, 'changedSince' from (${changedDeals(id, isUsedDeal(id))}) d
    union all
    select 'product', id, name, 'changedSince' from (${changedProducts(id)}) p
    union all
    select 'client', k.id, k.name, 'hasDeals' from client k
    where k.import_id = ${id} and k.updated_at = k.created_at and exists (
      select from deal d where d.client_id = k.id and (d.import_id is distinct from ${id}
        or d.id in (select id from (${changedDeals(id, isUsedDeal(id))}) kept)))
    union all
    select 'client', k.id, k.name, 'hasContacts' from client k
    where k.import_id = ${id} and k.updated_at = k.created_at and (
      exists (select from contact_person t where t.client_id = k.id and not ${isTakenBack(id, 'contact')})
      or exists (select from touch t where t.client_id = k.id and not ${isTakenBack(id, 'touch')}))
    union all
    select 'client', k.id, k.name, 'hasOrders' from client k
    where k.import_id = ${id} and k.updated_at = k.created_at and exists (
      select from sales_order s where s.client_id = k.id and (s.import_id is distinct from ${id} or s.updated_at <> s.created_at))
    limit 1000`.execute(trx)
  return found.rows
}

/** Forgets the earlier values that are back in place; those of records changed since are kept, should the undo be asked again. */
export async function forgetBefore(trx: Trx, id: string): Promise<void> {
  await sql`
    delete from import_before b where import_id = ${id} and not exists (
      select from client k where b.entity = 'client' and k.id = b.entity_id and k.rev <> (b.before ->> 'rev')::bigint
      union all
      select from sales_order s where b.entity = 'order' and s.id = b.entity_id and s.rev <> (b.before ->> 'rev')::bigint
      union all
      select from contact_person p where b.entity = 'contact' and p.id = b.entity_id
        and p.rev is distinct from (b.before ->> 'rev')::bigint
      union all
      select from touch t where b.entity = 'touch' and t.id = b.entity_id
        and t.rev is distinct from (b.before ->> 'rev')::bigint
      union all
      select from deal d where b.entity = 'deal' and d.id = b.entity_id and d.rev is distinct from (b.before ->> 'rev')::bigint
      union all
      select from product p where b.entity = 'product' and p.id = b.entity_id
        and p.rev is distinct from (b.before ->> 'rev')::bigint)`.execute(trx)
}
