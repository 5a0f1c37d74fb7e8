import { type RawBuilder, sql } from 'kysely'
import { clientMoreDiffers } from '#features/clients/public.ts'
import { orderDiffers } from '#features/orders/public.ts'
import type { Db } from '#server/database/connect.ts'
import { recallClients } from './client-memory.ts'
import { anyKeyOrder } from './domain/copy-text.ts'
import type { AnyKey, ReadPlan } from './domain/plan.ts'
import { factsOf } from './gather.ts'
import type { Staging } from './staging.ts'

// A client of the base fits unless something surer says they are two.
const sameExternal = sql`(k.external_id is null or c.external_id is null or k.external_id = c.external_id)`
const sameInn = sql`(k.inn is null or c.inn is null or k.inn = c.inn)`
const sameKpp = sql`(k.kpp is null or c.kpp is null or k.kpp = c.kpp)`
export const fits: Record<AnyKey, RawBuilder<boolean>> = {
  id: sql`k.id = c.ref`,
  externalId: sql`k.external_id = c.external_id`,
  inn: sql`k.inn = c.inn and ${sameExternal} and ${sameKpp}`,
  email: sql`lower(k.email) = c.email and ${sameExternal} and ${sameInn}`,
  phone: sql`k.phone = c.phone and ${sameExternal} and ${sameInn}`,
  name: sql`k.name_key = c.name_key and c.name_key <> '' and ${sameExternal} and ${sameInn}`,
}

/**
 * Finds each gathered client in the base by the match keys in turn. Of several that fit, the one of the same name is meant;
 * where that does not tell either, the client is ambiguous. What was decided by hand comes first.
 */
export async function matchClients(db: Db, staging: Staging, plan: ReadPlan): Promise<void> {
  const clients = sql.raw(staging.clients)
  await sql`
    update ${clients} set client_id = null, match_by = null, match_count = 0, is_changed = false
    where match_by is distinct from 'file'`.execute(db)
  await applyChoices(db, clients, plan.choices)
  await recallClients(db, staging)
  // Whoever is certain is out of the others' way: what was ambiguous may be plain now.
  for (let certain = -1; ; ) {
    for (const key of anyKeyOrder(plan.matchKeys)) await matchBy(db, clients, key, plan)
    const counts = await countMatches(db, clients)
    if (counts.ambiguous === 0 || counts.certain === certain) break
    certain = counts.certain
    await sql`
      update ${clients} set match_by = null, match_count = 0 where match_count > 1 and match_by <> 'file'`.execute(
      db,
    )
  }
  await refuseSharedCodes(db, clients)
}

async function matchBy(db: Db, clients: RawBuilder<unknown>, key: AnyKey, plan: ReadPlan): Promise<void> {
  if (key === 'id' && !plan.fields.clientId) return
  // A key that was not chosen speaks only for rows that have none of the chosen ones.
  const isAsked = key === 'id' || plan.matchKeys.includes(key) ? sql`true` : sql`c.key like ${`${key}:%`}`
  // Our own list of clients tells two apart by their ids, whatever else they share; one whose id is gone is new, and is shown as
  // like those whom it is like.
  const isOpen =
    plan.kind === 'clients' && key !== 'id' && key !== 'externalId' ? sql`c.ref is null` : sql`true`
  await sql`
    update ${clients} c set match_by = ${key},
      client_id = case when found.count = 1 then found.any_id when found.named = 1 then found.named_id end,
      match_count = case when found.count = 1 or found.named = 1 then 1 else found.count end
    from (select c.key, count(*) as count, min(k.id::text)::uuid as any_id,
            count(*) filter (where k.name_key = c.name_key) as named,
            min(k.id::text) filter (where k.name_key = c.name_key)::uuid as named_id
          from ${clients} c join client k on ${fits[key]}
          where c.match_by is null and ${isAsked} and ${isOpen}
            and not exists (select from ${clients} taken where taken.client_id = k.id)
          group by c.key) found
    where found.key = c.key`.execute(db)
  await settleContests(db, clients, key)
}

async function countMatches(
  db: Db,
  clients: RawBuilder<unknown>,
): Promise<{ certain: number; ambiguous: number }> {
  const found = await sql<{ certain: number; ambiguous: number }>`
    select count(*) filter (where match_count = 1) as certain,
      count(*) filter (where match_count > 1 and match_by <> 'file') as ambiguous from ${clients}`.execute(db)
  return found.rows[0] ?? { certain: 0, ambiguous: 0 }
}

async function applyChoices(
  db: Db,
  clients: RawBuilder<unknown>,
  choices: ReadPlan['choices'],
): Promise<void> {
  if (Object.keys(choices).length === 0) return
  await sql`
    update ${clients} c set match_by = 'choice', client_id = k.id, match_count = case when k.id is null then 0 else 1 end
    from jsonb_each_text(${JSON.stringify(choices)}::jsonb) chosen
    left join client k on k.id::text = chosen.value
    where chosen.key = c.key and (k.id is not null or chosen.value = 'new')`.execute(db)
}

// One client of the base cannot be two of the file: it is the one of the same name, the others look on; else nobody can tell.
async function settleContests(db: Db, clients: RawBuilder<unknown>, key: AnyKey): Promise<void> {
  const contests = await sql`
    update ${clients} c set match_count = 2 from (
      select client_id from ${clients} where match_count = 1 group by client_id having count(*) > 1) contested
    where contested.client_id = c.client_id and c.match_by = ${key} and c.match_count = 1 returning c.key`.execute(
    db,
  )
  if (contests.rows.length === 0) return
  await sql`
    update ${clients} c set match_count = case when c.key = winner.key then 1 else 0 end,
      match_by = case when c.key = winner.key then ${key} end, client_id = case when c.key = winner.key then c.client_id end
    from (select c.client_id, min(c.key) as key from ${clients} c join client k on k.id = c.client_id
          where c.match_by = ${key} and c.match_count = 2 and k.name_key = c.name_key
          group by c.client_id having count(*) = 1) winner
    where winner.client_id = c.client_id and c.match_by = ${key} and c.match_count = 2`.execute(db)
  await sql`update ${clients} set client_id = null where match_count > 1`.execute(db)
}

// A code names one client; a second that would bear it is kept out, or keeps the code it has.
async function refuseSharedCodes(db: Db, clients: RawBuilder<unknown>): Promise<void> {
  await sql`
    update ${clients} c set match_by = 'file', match_count = 2, client_id = null
    where c.external_id is not null and c.match_count <= 1 and exists (
      select from ${clients} o where o.external_id = c.external_id and o.first_row < c.first_row)`.execute(db)
  await sql`
    update ${clients} c set client_id = k.id, match_count = 1, match_by = 'externalId' from client k
    where k.external_id = c.external_id and c.match_count = 0
      and not exists (select from ${clients} taken where taken.client_id = k.id)`.execute(db)
  await sql`
    update ${clients} c set match_count = 2 from client k where k.external_id = c.external_id and c.match_count = 0`.execute(
    db,
  )
  await sql`
    update ${clients} c set external_id = null from client k
    where k.external_id = c.external_id and c.match_count = 1 and k.id <> c.client_id`.execute(db)
}

/** Marks clients whose record the file changes: a file of clients overwrites, a file of orders only fills gaps. */
export async function markChangedClients(db: Db, staging: Staging, overwrites: boolean): Promise<void> {
  const names = ['external_id', 'inn', 'kpp', 'ogrn', 'email', 'phone', 'city', 'region']
  const differs = names.map((name) =>
    overwrites
      ? sql`(c.${sql.ref(name)} is not null and c.${sql.ref(name)} is distinct from k.${sql.ref(name)})`
      : sql`(c.${sql.ref(name)} is not null and k.${sql.ref(name)} is null)`,
  )
  if (overwrites) {
    differs.push(
      sql`(coalesce(c.name, '') <> '' and c.name <> k.name)`,
      sql`(c.owner_id is not null and k.owner_id is null)`,
      clientMoreDiffers,
    )
  }
  await sql`
    update ${sql.raw(staging.clients)} c set is_changed = ${sql.join(differs, sql` or `)}
    from client k where k.id = c.client_id and c.match_count = 1`.execute(db)
}

/** Finds each gathered order in the base and says what would happen to it. */
export async function matchOrders(db: Db, staging: Staging, plan: ReadPlan): Promise<void> {
  const facts = factsOf(plan)
  const orders = sql.raw(staging.orders)
  const clients = sql.raw(staging.clients)
  if (facts.isAttached) {
    await sql`update ${orders} set order_id = null, client_id = null, change = 'unknown'`.execute(db)
    await sql`
      update ${orders} o set order_id = found.id, client_id = found.client_id,
        change = case when found.count > 1 then 'ambiguous' else 'same' end
      from (select o.order_number, count(*) as count, min(s.id::text)::uuid as id, min(s.client_id::text)::uuid as client_id
            from ${orders} o join sales_order s on s.source = 'file' and s.external_id = o.order_number
            group by o.order_number) found
      where found.order_number = o.order_number`.execute(db)
  } else {
    await sql`
      update ${orders} o set client_id = c.client_id, order_id = null,
        change = case when c.match_count > 1 then 'ambiguous' else 'new' end
      from ${clients} c where c.key = o.client_key`.execute(db)
    await sql`update ${orders} set client_id = null, order_id = null, change = 'new' where client_key is null`.execute(
      db,
    )
    // Two orders of one number and client are one by that; which is which nobody can tell.
    await sql`update ${orders} set change = 'ambiguous' where has_two_refs and change = 'new'`.execute(db)
    await sql`
      update ${orders} o set order_id = s.id, change = 'same' from sales_order s
      where s.id = o.ref and o.change = 'new' and s.client_id is not distinct from o.client_id
        and (o.client_id is not null or o.client_key is null)`.execute(db)
    // A client not yet in the base has no orders there.
    await sql`
      update ${orders} o set order_id = s.id, change = 'same' from sales_order s
      where s.source = 'file' and s.external_id = o.order_number and o.change = 'new'
        and s.client_id is not distinct from o.client_id and (o.client_id is not null or o.client_key is null)`.execute(
      db,
    )
  }
  await sql`
    update ${orders} o set change = 'update' from sales_order s
    where s.id = o.order_id and o.change = 'same' and ${orderDiffers(facts)}`.execute(db)
}
