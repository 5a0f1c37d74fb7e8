import { type RawBuilder, sql } from 'kysely'
import type { OrderFacts } from '#features/orders/public.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import { markFingerprints } from './client-memory.ts'
import { anyKeyOrder } from './domain/copy-text.ts'
import type { AnyKey, ReadPlan } from './domain/plan.ts'
import { findPeople } from './people.ts'
import type { Staging } from './staging.ts'

/** Reads from the plan what the file's columns can tell of orders; what they cannot is left as it is in the base. */
export function factsOf({ kind, fields }: ReadPlan): OrderFacts {
  const hasLines = kind === 'order-lines'
  return {
    isAttached: hasLines && !fields.orderedAt,
    hasAmount:
      fields.amount !== undefined || (fields.quantity !== undefined && fields.unitPrice !== undefined),
    hasLines,
    hasCost: fields.cost !== undefined,
    hasStatus: fields.status !== undefined,
    hasRep: fields.rep !== undefined,
  }
}

/** Exact amount of a row in major units: its amount, or quantity × price less discount; null when it has none. */
export const lineAmount: RawBuilder<string> = sql`coalesce(r.amount, r.quantity * r.unit_price * (1 - coalesce(r.discount, 0)))`

const details = ['external_id', 'inn', 'kpp', 'ogrn', 'email', 'phone', 'city', 'region'] as const

/** Gathers the distinct clients of the file, one row each. */
export async function gatherClients(db: Db, staging: Staging, plan: ReadPlan): Promise<void> {
  const clients = sql.raw(staging.clients)
  // Of a file of clients the first row that says something counts; order lines are many and any of them will do.
  const pick = (column: string): RawBuilder<unknown> =>
    plan.kind === 'clients'
      ? sql`(array_agg(${sql.ref(column)} order by row_number) filter (where ${sql.ref(column)} is not null))[1]`
      : sql`min(${sql.ref(column)})`
  const values = details.map(
    (name) => sql`${pick(name === 'external_id' ? 'client_external_id' : name)} as ${sql.ref(name)}`,
  )
  const pair = sql`client_name || e'\\x01' || client_name_key`
  const pickNames =
    plan.kind === 'clients'
      ? sql`(array_agg(${pair} order by row_number) filter (where client_name is not null))[1]`
      : sql`min(${pair})`
  const rep = plan.fields.rep ? sql`mode() within group (order by rep)` : sql`null::text`
  const more =
    plan.kind === 'clients'
      ? sql`(array_agg(more order by row_number) filter (where more is not null))[1]`
      : sql`null::jsonb`
  await sql`drop table if exists ${clients}`.execute(db)
  await sql`
    create unlogged table ${clients} as
    select key, first_row, row_count, ${sql.join(details.map((name) => sql.ref(name)))},
      split_part(names, e'\\x01', 1) as name, split_part(names, e'\\x01', 2) as name_key, rep, more,
      case when key like 'id:%' then substr(key, 4)::uuid end as ref,
      null::uuid as client_id, null::text as match_by, 0 as match_count, null::uuid as owner_id, false as is_changed,
      null::text as fingerprint
    from (
      select client_key as key, min(row_number) as first_row, count(*) as row_count, ${sql.join(values)}, ${rep} as rep, ${more} as more,
        -- name and key of the same row
        ${pickNames} as names
      from ${sql.raw(staging.rows)}
      where error_code is null and client_key is not null
      group by client_key) gathered`.execute(db)
  await joinChosen(db, staging, plan.choices)
  await joinKeys(db, staging, plan)
  await markFingerprints(db, staging)
}

/**
 * Rows of one client need not all name it the same way: one has the INN, another the name alone. What has only a weaker key
 * joins the one client of the file that has a surer one; where two could be meant, nobody can tell.
 */
async function joinKeys(db: Db, staging: Staging, plan: ReadPlan): Promise<void> {
  const order = anyKeyOrder(plan.matchKeys)
  const kinds = await sql<{ kind: AnyKey }>`
    select distinct split_part(key, ':', 1) as kind from ${sql.raw(staging.clients)}`.execute(db)
  const present = order.filter((kind) => kinds.rows.some((row) => row.kind === kind))
  for (const own of present) {
    const surer = present.slice(0, present.indexOf(own))
    // The surest first, so that nobody joins one who is about to join another.
    for (const by of surer.length > 0 ? order : []) await joinBy(db, staging, own, by, surer)
    if (own === 'email' || own === 'phone') await joinBy(db, staging, own, own, null)
  }
}

/** Joins clients known by one key to those that a surer key names (null: to those of the same key that have a name). */
async function joinBy(
  db: Db,
  staging: Staging,
  own: AnyKey,
  by: AnyKey,
  surer: AnyKey[] | null,
): Promise<void> {
  const clients = sql.raw(staging.clients)
  const column = sql.ref(keyColumns[by])
  const nameless = sql`coalesce(w.name_key, '') = ''`
  const isSurer = surer
    ? sql`split_part(s.key, ':', 1) = any(${surer}::text[])`
    : sql`s.key like ${`${own}:%`} and s.name_key <> '' and ${nameless}`
  const sameName =
    by === 'email' || by === 'phone'
      ? sql`(${nameless} or coalesce(s.name_key, '') in ('', w.name_key))`
      : sql`true`
  const found = await sql`
    update ${clients} w set match_count = f.count, match_by = case when f.count = 1 then f.surer_key else 'file' end
    from (select w.key as weak_key, count(*) as count, min(s.key) as surer_key
          from ${clients} w join ${clients} s on s.${column} = w.${column} and s.key <> w.key and ${isSurer} and ${sameName}
            and coalesce(w.external_id = s.external_id, true) and coalesce(w.inn = s.inn, true)
          where w.key like ${`${own}:%`} and w.match_count = 0 and ${by === 'id' ? sql`w.ref is not null` : sql`w.${column} <> ''`} group by w.key) f
    where w.key = f.weak_key returning w.key`.execute(db)
  if (found.rows.length > 0) await absorb(db, staging)
}

const keyColumns: Record<AnyKey, string> = {
  id: 'ref',
  externalId: 'external_id',
  inn: 'inn',
  email: 'email',
  phone: 'phone',
  name: 'name_key',
}

/** Joins clients of the file that were decided by hand to be another client of the file. */
async function joinChosen(db: Db, staging: Staging, choices: ReadPlan['choices']): Promise<void> {
  const follow = (value: string): string =>
    choices[value]?.startsWith('=') ? follow(choices[value].slice(1)) : value
  const same = Object.entries(choices).flatMap(([key, value]) =>
    value.startsWith('=') ? [[key, follow(value.slice(1))]] : [],
  )
  if (same.length === 0) return
  await sql`
    update ${sql.raw(staging.clients)} w set match_count = 1, match_by = chosen.value
    from jsonb_each_text(${JSON.stringify(Object.fromEntries(same))}::jsonb) chosen where chosen.key = w.key`.execute(
    db,
  )
  await absorb(db, staging)
}

// Clients marked with match_count 1 become part of the one that match_by names: their rows, and what only they know.
async function absorb(db: Db, staging: Staging): Promise<void> {
  const [rows, clients] = [sql.raw(staging.rows), sql.raw(staging.clients)]
  const joined = sql`(select key as weak_key, match_by as surer_key from ${clients} where match_count = 1)`
  await sql`update ${rows} r set client_key = j.surer_key from ${joined} j where r.client_key = j.weak_key`.execute(
    db,
  )
  const names = [...details, 'name', 'name_key', 'rep'] as const
  const own = (name: string): RawBuilder<unknown> =>
    sql`${sql.ref(name)} = coalesce(nullif(s.${sql.ref(name)}, ''), w.${sql.ref(name)})`
  await sql`
    update ${clients} s set row_count = s.row_count + w.row_count, first_row = least(s.first_row, w.first_row), ${sql.join(names.map(own))},
      more = nullif(coalesce(w.more, '{}') || coalesce(s.more, '{}'), '{}')
    from (select match_by as surer_key, sum(row_count) as row_count, min(first_row) as first_row,
            ${sql.join(names.map((name) => sql`min(${sql.ref(name)}) as ${sql.ref(name)}`))},
            (array_agg(more order by first_row) filter (where more is not null))[1] as more
          from ${clients} where match_count = 1 group by match_by) w
    where s.key = w.surer_key`.execute(db)
  await sql`delete from ${clients} where match_count = 1`.execute(db)
}

/** Who leads the new clients: the person whom the file's word for the rep means. Answers the words nobody fits. */
export async function matchReps(db: Db, staging: Staging): Promise<string[]> {
  const clients = sql.raw(staging.clients)
  const words = await sql<{ rep: string }>`
    select distinct rep from ${clients} where rep is not null limit 2000`.execute(db)
  const { found, unknown } = await findPeople(
    db,
    words.rows.map(({ rep }) => rep),
  )
  await sql`
    update ${clients} c set owner_id = p.value::uuid from jsonb_each_text(${JSON.stringify(found)}::jsonb) p
    where p.key = c.rep`.execute(db)
  return unknown
}

const NUMBER_TOO_LARGE = '22003'

/** Gathers the orders of the file: lines of one number and one client are one order; of two times the earlier counts. */
export async function gatherOrders(db: Db, staging: Staging, plan: ReadPlan): Promise<void> {
  const facts = factsOf(plan)
  const factor = sql.lit(10 ** plan.currencyDigits)
  const key = facts.isAttached ? sql`null::text` : sql`r.client_key`
  const digest = facts.hasLines
    ? sql`sum(hashtextextended(concat_ws('|', r.product, r.quantity, r.unit_price, ${lineAmount}), 0)::numeric)::text`
    : sql`null::text`
  // Our own export says in each line what the whole order came to.
  const total = plan.fields.orderAmount
    ? sql`coalesce(max(r.order_amount), sum(${lineAmount}))`
    : sql`sum(${lineAmount})`
  const ref = plan.fields.recordId
    ? sql`min(r.record_ref::text)::uuid as ref, count(distinct r.record_ref) > 1 as has_two_refs`
    : sql`null::uuid as ref, false as has_two_refs`
  await sql`drop table if exists ${sql.raw(staging.orders)}`.execute(db)
  await sql`
    create unlogged table ${sql.raw(staging.orders)} as
    select order_number, client_key, first_row, ordered_at, ordered_on, has_two_times, line_count, lines_digest, exact, ref, has_two_refs,
      case when is_return then abs(sum_minor) else sum_minor end as amount_minor,
      cost_minor, case when is_return then 'return' else status end as status, rep,
      null::uuid as client_id, null::uuid as order_id, null::text as change
    from (
      select r.order_number, ${key} as client_key, min(r.row_number) as first_row,
        min(r.ordered_at) as ordered_at, min(r.ordered_on) as ordered_on,
        min(r.ordered_at) <> max(r.ordered_at) as has_two_times,
        count(*)::int as line_count, ${digest} as lines_digest,
        ${total} as exact, round(${total} * ${factor})::bigint as sum_minor, ${ref},
        round(sum(r.cost) * ${factor})::bigint as cost_minor,
        -- lines of both signs under one number: what they come to decides
        bool_or(r.is_return) and (bool_and(r.is_return) or coalesce(sum(${lineAmount}), 0) < 0) as is_return,
        min(r.status) as status, min(r.rep) as rep
      from ${sql.raw(staging.rows)} r
      where r.error_code is null
      group by r.order_number, ${facts.isAttached ? sql`()` : sql`r.client_key`}
    ) gathered`
    .execute(db)
    .catch((error: Error & { code?: string }) => {
      throw error.code === NUMBER_TOO_LARGE ? new Refusal('sumTooLarge') : error
    })
}
