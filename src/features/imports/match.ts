import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#server/database/connect.ts'
import { matchRep } from './domain/match-rep.ts'
import type { MatchKey, ReadPlan } from './domain/plan.ts'
import type { Staging } from './staging.ts'

/** What the columns of a file can tell; what they cannot is left as it is in the base. */
export type Facts = {
  /** lines that name an order alone: they belong to orders that are there */
  isAttached: boolean
  hasAmount: boolean
  hasLines: boolean
  hasCost: boolean
  hasStatus: boolean
  hasRep: boolean
}

/** Reads from the plan what the file's columns can tell. */
export function factsOf({ kind, fields }: ReadPlan): Facts {
  const hasLines = kind === 'order-lines'
  return {
    isAttached: hasLines && !fields.orderedAt,
    hasAmount: fields.amount !== undefined || (fields.quantity !== undefined && fields.unitPrice !== undefined),
    hasLines,
    hasCost: fields.cost !== undefined,
    hasStatus: fields.status !== undefined,
    hasRep: fields.rep !== undefined,
  }
}

/** Exact amount of a row in major units: its amount, or quantity × price less discount. */
export function lineAmount(discountScale: number): RawBuilder<string> {
  return sql`coalesce(r.amount, r.quantity * r.unit_price * (1 - coalesce(r.discount, 0) / ${sql.lit(discountScale)}), 0)`
}

/** Discounts are fractions unless one is above 1: then the column is in per cent. */
export async function findDiscountScale(db: Db, { rows }: Staging): Promise<number> {
  const found = await sql<{ most: string | null }>`select max(discount) as most from ${sql.raw(rows)}`.execute(db)
  return Number(found.rows[0]?.most ?? 0) > 1 ? 100 : 1
}

/** Gathers the distinct clients of the file, one row each. */
export async function gatherClients(db: Db, { rows, clients }: Staging): Promise<void> {
  await sql`drop table if exists ${sql.raw(clients)}`.execute(db)
  await sql`
    create unlogged table ${sql.raw(clients)} as
    select client_key as key, min(row_number) as first_row, count(*) as row_count,
      min(client_external_id) as external_id,
      -- name and key of the same row
      split_part(min(client_name || e'\\x01' || client_name_key), e'\\x01', 1) as name,
      split_part(min(client_name || e'\\x01' || client_name_key), e'\\x01', 2) as name_key,
      min(inn) as inn, min(kpp) as kpp, min(ogrn) as ogrn, min(email) as email, min(phone) as phone,
      min(city) as city, min(region) as region, min(rep) as rep,
      null::uuid as client_id, null::text as match_by, 0 as match_count, null::uuid as owner_id,
      false as is_changed
    from ${sql.raw(rows)}
    where error_code is null and client_key is not null
    group by client_key`.execute(db)
}

// A client of the base fits unless something surer says they are two.
const sameExternal = sql`(k.external_id is null or c.external_id is null or k.external_id = c.external_id)`
const sameInn = sql`(k.inn is null or c.inn is null or k.inn = c.inn)`
const sameKpp = sql`(k.kpp is null or c.kpp is null or k.kpp = c.kpp)`
const fits: Record<MatchKey, RawBuilder<unknown>> = {
  externalId: sql`k.external_id = c.external_id`,
  inn: sql`k.inn = c.inn and ${sameExternal} and ${sameKpp}`,
  email: sql`lower(k.email) = c.email and ${sameExternal} and ${sameInn}`,
  phone: sql`k.phone = c.phone and ${sameExternal} and ${sameInn}`,
  name: sql`k.name_key = c.name_key and c.name_key <> '' and ${sameExternal} and ${sameInn}`,
}

/** Finds each gathered client in the base by the match keys in turn; two that fit make it ambiguous. */
export async function matchClients(db: Db, staging: Staging, keys: readonly MatchKey[]): Promise<void> {
  const clients = sql.raw(staging.clients)
  await sql`update ${clients} set client_id = null, match_by = null, match_count = 0`.execute(db)
  for (const key of keys) {
    await sql`
      update ${clients} c set client_id = found.id, match_by = ${key}, match_count = found.count
      from (select c.key, count(*) as count, min(k.id::text)::uuid as id
            from ${clients} c join client k on ${fits[key]}
            where c.match_count = 0 group by c.key) found
      where found.key = c.key`.execute(db)
  }
}

/** Marks clients whose record the file changes: a file of clients overwrites, a file of orders only fills gaps. */
export async function markChangedClients(db: Db, staging: Staging, overwrites: boolean): Promise<void> {
  const names = ['external_id', 'inn', 'kpp', 'ogrn', 'email', 'phone', 'city', 'region']
  const differs = names.map((name) =>
    overwrites
      ? sql`(c.${sql.ref(name)} is not null and c.${sql.ref(name)} is distinct from k.${sql.ref(name)})`
      : sql`(c.${sql.ref(name)} is not null and k.${sql.ref(name)} is null)`,
  )
  if (overwrites) differs.push(sql`(coalesce(c.name, '') <> '' and c.name <> k.name)`)
  await sql`
    update ${sql.raw(staging.clients)} c set is_changed = ${sql.join(differs, sql` or `)}
    from client k where k.id = c.client_id and c.match_count = 1`.execute(db)
}

/** Who leads the new clients: the person whom the file's word for the rep means. Answers the words nobody fits. */
export async function matchReps(db: Db, staging: Staging): Promise<string[]> {
  const clients = sql.raw(staging.clients)
  const words = await sql<{ rep: string }>`
    select distinct rep from ${clients} where rep is not null limit 2000`.execute(db)
  if (words.rows.length === 0) return []
  const people = await sql<{ id: string; name: string; email: string }>`
    select id, name, email from app_user where deactivated_at is null`.execute(db)
  const unknown: string[] = []
  for (const { rep } of words.rows) {
    const person = matchRep(rep, people.rows)
    if (person === null) unknown.push(rep)
    else await sql`update ${clients} set owner_id = ${person} where rep = ${rep}`.execute(db)
  }
  return unknown
}

/** Gathers the orders of the file: lines of one number and one client are one order; of two times the earlier counts. */
export async function gatherOrders(db: Db, staging: Staging, facts: Facts, currencyDigits: number): Promise<void> {
  const scale = await findDiscountScale(db, staging)
  const amount = lineAmount(scale)
  const factor = sql.lit(10 ** currencyDigits)
  const key = facts.isAttached ? sql`null::text` : sql`r.client_key`
  const digest = facts.hasLines
    ? sql`sum(hashtextextended(concat_ws('|', r.product, r.quantity, r.unit_price, ${amount}), 0)::numeric)::text`
    : sql`null::text`
  await sql`drop table if exists ${sql.raw(staging.orders)}`.execute(db)
  await sql`
    create unlogged table ${sql.raw(staging.orders)} as
    select order_number, client_key, first_row, ordered_at, ordered_on, has_two_times, line_count, lines_digest,
      case when is_return and sum_minor < 0 then -sum_minor else sum_minor end as amount_minor,
      cost_minor, case when is_return then 'return' else coalesce(status, 'placed') end as status, rep,
      null::uuid as client_id, null::uuid as order_id, null::text as change
    from (
      select r.order_number, ${key} as client_key, min(r.row_number) as first_row,
        min(r.ordered_at) as ordered_at, min(r.ordered_on) as ordered_on,
        min(r.ordered_at) <> max(r.ordered_at) as has_two_times,
        count(*)::int as line_count, ${digest} as lines_digest,
        round(sum(${amount}) * ${factor})::bigint as sum_minor,
        round(sum(r.cost) * ${factor})::bigint as cost_minor,
        -- lines of both signs under one number: what they come to decides
        bool_or(r.is_return) and (bool_and(r.is_return) or sum(${amount}) < 0) as is_return,
        min(r.status) as status, min(r.rep) as rep
      from ${sql.raw(staging.rows)} r
      where r.error_code is null
      group by r.order_number, ${facts.isAttached ? sql`()` : sql`r.client_key`}
    ) gathered`.execute(db)
}

/** Finds each gathered order in the base and says what would happen to it. */
export async function matchOrders(db: Db, staging: Staging, facts: Facts): Promise<void> {
  const orders = sql.raw(staging.orders)
  const clients = sql.raw(staging.clients)
  if (facts.isAttached) {
    await sql`
      update ${orders} o set order_id = found.id, client_id = found.client_id,
        change = case when found.count > 1 then 'ambiguous' when found.count = 1 then 'same' end
      from (select o.order_number, count(*) as count, min(s.id::text)::uuid as id, min(s.client_id::text)::uuid as client_id
            from ${orders} o join sales_order s on s.source = 'file' and s.external_id = o.order_number
            group by o.order_number) found
      where found.order_number = o.order_number`.execute(db)
    await sql`update ${orders} set change = 'unknown' where order_id is null`.execute(db)
  } else {
    await sql`
      update ${orders} o set client_id = c.client_id, order_id = null,
        change = case when c.match_count > 1 then 'ambiguous' else 'new' end
      from ${clients} c where c.key = o.client_key`.execute(db)
    await sql`update ${orders} set client_id = null, order_id = null, change = 'new' where client_key is null`.execute(db)
    // A client not yet in the base has no orders there.
    await sql`
      update ${orders} o set order_id = s.id, change = 'same' from sales_order s
      where s.source = 'file' and s.external_id = o.order_number and o.change = 'new'
        and s.client_id is not distinct from o.client_id and (o.client_id is not null or o.client_key is null)`.execute(db)
  }
  const differs = [
    facts.isAttached ? sql`false` : sql`s.ordered_at <> o.ordered_at`,
    facts.hasAmount ? sql`s.amount_minor <> o.amount_minor` : sql`false`,
    facts.hasCost ? sql`s.cost_minor is distinct from o.cost_minor` : sql`false`,
    facts.hasStatus || facts.hasAmount ? sql`(o.status <> s.status and ${facts.hasStatus ? sql`true` : sql`o.status = 'return'`})` : sql`false`,
    facts.hasRep ? sql`s.rep_name is distinct from o.rep` : sql`false`,
    facts.hasLines ? sql`s.lines_digest is distinct from o.lines_digest` : sql`false`,
  ]
  await sql`
    update ${orders} o set change = 'update' from sales_order s
    where s.id = o.order_id and o.change = 'same' and (${sql.join(differs, sql` or `)})`.execute(db)
}
