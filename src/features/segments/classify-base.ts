import { type RawBuilder, sql } from 'kysely'
import { type Day, windowStart } from '#kernel/days.ts'
import type { Db } from '#server/database/connect.ts'
import { type FrequencyLimits, type Measure, scaleLimit, type Shares } from './domain/settings.ts'

export type ClassifyOptions = Shares &
  FrequencyLimits & {
    asOf: Day
    /** null = all time */
    windowMonths: number | null
    measure: Measure
  }

/** The signed measure of an order in minor units; without a known cost an order brings no known profit. */
export function measureOf(measure: Measure): RawBuilder<number> {
  const amount =
    measure === 'turnover' ? sql`s.amount_minor` : sql`coalesce(s.amount_minor - s.cost_minor, 0)`
  return sql<number>`case when s.status = 'return' then -(${amount}) else ${amount} end`
}

/** The window of a classification: its first day (for all time the day of the first order) and its length in days. */
export async function findWindow(
  db: Db,
  asOf: Day,
  windowMonths: number | null,
): Promise<{ from: Day; days: number }> {
  const from = windowMonths === null ? null : windowStart(asOf, windowMonths)
  const found = await sql<{ from: Day; days: number }>`
    select w.from_day as "from", ${asOf}::date - w.from_day + 1 as days from (
      select coalesce(${from}::date, (select min(ordered_on) from sales_order where ordered_on <= ${asOf}), ${asOf}::date) as from_day
    ) w`.execute(db)
  return found.rows[0] ?? { from: asOf, days: 1 }
}

/**
 * The classification of the base from raw orders, as a query: one row a client that has any order in the window.
 * Columns: client_id, external_id, name, owner_id, measure_minor, orders, order_days, last_on, before_minor, total_minor,
 * value_class, frequency_class. The second way to the same result is domain/classify.ts.
 */
export function classifiedBase(
  options: ClassifyOptions,
  window: { from: Day; days: number },
): RawBuilder<unknown> {
  const often = scaleLimit(options.oftenPerYear, window.days)
  const sometimes = scaleLimit(options.sometimesPerYear, window.days)
  return sql`
    with days as (
      select s.client_id, s.ordered_on, sum(${measureOf(options.measure)})::bigint as measure_minor,
        count(*) filter (where s.status <> 'return') as orders
      from sales_order s
      where s.client_id is not null and s.status <> 'cancelled' and s.ordered_on between ${window.from} and ${options.asOf}
      group by s.client_id, s.ordered_on
    ), sums as (
      select client_id, sum(measure_minor)::bigint as measure_minor, sum(orders)::bigint as orders,
        count(*) filter (where orders > 0) as order_days, max(ordered_on) filter (where orders > 0) as last_on
      from days group by client_id
    ), ranked as (
      select k.id as client_id, k.external_id, k.name, k.owner_id, t.measure_minor, t.orders, t.order_days, t.last_on,
        coalesce(sum(greatest(t.measure_minor, 0)) over (
          order by t.measure_minor desc, coalesce(k.external_id, '') collate "C", k.id
          rows between unbounded preceding and 1 preceding), 0)::bigint as before_minor,
        sum(greatest(t.measure_minor, 0)) over ()::bigint as total_minor
      from sums t join client k on k.id = t.client_id and k.archived_at is null
    )
    select *,
      case when measure_minor <= 0 then 'none'
        when before_minor < total_minor * ${sql.lit(options.shareA)}::numeric then 'A'
        when before_minor < total_minor * ${sql.lit(options.shareB)}::numeric then 'B' else 'C' end as value_class,
      case when order_days = 0 then 'none' when order_days >= ${sql.lit(often)} then 'often'
        when order_days >= ${sql.lit(sometimes)} then 'sometimes' else 'rarely' end as frequency_class
    from ranked`
}
