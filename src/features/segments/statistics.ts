import { type RawBuilder, sql } from 'kysely'
import type { Day } from '#kernel/days.ts'
import type { Trx } from '#server/database/connect.ts'
import { measureOf } from './classify-base.ts'

export type Window = { asOf: Day; windowFrom: Day; windowDays: number }

/** Statistics of clients from raw orders; `only` narrows to some clients. */
function statistics(
  { asOf, windowFrom, windowDays }: Window,
  only: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`
    with days as (
      select s.client_id, s.ordered_on, s.ordered_on >= ${windowFrom} as is_inside,
        sum(${measureOf('turnover')})::bigint as turnover_minor, sum(${measureOf('profit')})::bigint as profit_minor,
        count(*) filter (where s.status <> 'return') as orders
      from sales_order s
      where s.client_id is not null and s.status <> 'cancelled' and s.ordered_on <= ${asOf} and ${only}
      group by s.client_id, s.ordered_on
    ), gaps as (
      select *, case when orders > 0 then
          ordered_on - lag(ordered_on) over (partition by client_id, orders > 0 order by ordered_on) end as gap
      from days
    ), sums as (
    select d.client_id, coalesce(k.external_id, '') as tie_key, k.owner_id,
      coalesce(sum(turnover_minor) filter (where is_inside), 0)::bigint as turnover_minor,
      coalesce(sum(profit_minor) filter (where is_inside), 0)::bigint as profit_minor,
      coalesce(sum(orders) filter (where is_inside), 0)::int as order_count,
      (count(*) filter (where is_inside and orders > 0))::int as order_days,
      (count(*) filter (where orders > 0))::int as order_days_ever,
      min(ordered_on) filter (where orders > 0) as first_ordered_on,
      max(ordered_on) filter (where orders > 0) as last_ordered_on,
      percentile_cont(0.5) within group (order by gap) filter (where gap is not null) as median_gap_days
    from gaps d join client k on k.id = d.client_id and k.archived_at is null
    group by d.client_id, k.external_id, k.owner_id
    ), rhythms as (
      select *, ${asOf}::date - last_ordered_on as days_since,
        case when order_days_ever >= 3 then nullif(median_gap_days, 0) end as gap_days from sums
    )
    select client_id, tie_key, owner_id, turnover_minor, profit_minor, order_count, order_days, order_days_ever,
      first_ordered_on, last_ordered_on, median_gap_days, gap_days, days_since / gap_days,
      round(greatest(turnover_minor, 0)::numeric / ${windowDays}::int * days_since)::bigint
    from rhythms`
}

const months = (only: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select s.client_id, date_trunc('month', s.ordered_on)::date as month, sum(${measureOf('turnover')})::bigint as turnover_minor,
    sum(${measureOf('profit')})::bigint as profit_minor, (count(*) filter (where s.status <> 'return'))::int as order_count
  from sales_order s
  where s.client_id is not null and s.status <> 'cancelled' and ${only}
  group by 1, 2`

const statColumns = sql`client_id, tie_key, owner_id, turnover_minor, profit_minor, order_count, order_days, order_days_ever,
  first_ordered_on, last_ordered_on, median_gap_days, gap_days, rhythm_ratio, at_stake_minor`
const monthColumns = sql`client_id, month, turnover_minor, profit_minor, order_count`

/** Counts the statistics of everybody anew. */
export async function rebuildStats(trx: Trx, window: Window): Promise<void> {
  await sql`delete from client_stats`.execute(trx)
  await sql`insert into client_stats (${statColumns}) ${statistics(window, sql`true`)}`.execute(trx)
}

/** Counts the statistics of the changed clients anew. */
export async function rebuildChangedStats(trx: Trx, window: Window): Promise<void> {
  const changed = sql`s.client_id in (select client_id from changed_client)`
  await sql`delete from client_stats where client_id in (select client_id from changed_client)`.execute(trx)
  await sql`insert into client_stats (${statColumns}) ${statistics(window, changed)}`.execute(trx)
}

/** Counts the months of everybody anew. */
export async function rebuildMonths(trx: Trx): Promise<void> {
  await sql`delete from client_month`.execute(trx)
  await sql`insert into client_month (${monthColumns}) ${months(sql`true`)}`.execute(trx)
}

/** Counts the months of the changed clients anew: no month depends on the day that it is. */
export async function rebuildChangedMonths(trx: Trx): Promise<void> {
  const changed = sql`s.client_id in (select client_id from changed_client)`
  await sql`delete from client_month where client_id in (select client_id from changed_client)`.execute(trx)
  await sql`insert into client_month (${monthColumns}) ${months(changed)}`.execute(trx)
}
