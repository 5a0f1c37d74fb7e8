import { type RawBuilder, sql } from 'kysely'
import { cellColumns, measureColumn, statTables, valueClassSql } from '#features/clients/public.ts'
import type { Trx } from '#server/database/connect.ts'
import type { Measure } from './domain/settings.ts'

const classGap = (measure: Measure, alias: string): RawBuilder<unknown> =>
  sql`nullif(case ${valueClassSql(measure)} when 'A' then ${sql.ref(`${alias}.gap_a_days`)}
    when 'B' then ${sql.ref(`${alias}.gap_b_days`)} else ${sql.ref(`${alias}.gap_c_days`)} end, 0)::float8`

/** With fewer than three order days a client has no rhythm of their own: the usual gap of their class stands in. */
export async function lendGaps(trx: Trx, measure: Measure, only: RawBuilder<unknown>): Promise<void> {
  const gap = classGap(measure, 'g')
  await sql`
    update client_stats t set gap_days = ${gap}, rhythm_ratio = (g.as_of - t.last_ordered_on) / ${gap}
    from segment_state g where t.order_days_ever < 3 and t.gap_days is distinct from ${gap} and ${only}`.execute(
    trx,
  )
}

/** The median gap of clients with a rhythm of their own, by class. */
export const gapColumns = (measure: Measure): RawBuilder<unknown> =>
  sql`${valueClassSql(measure)} as value_class, t.median_gap_days as gap_days`
export const hasOwnGap = (measure: Measure): RawBuilder<boolean> =>
  sql`(t.order_days_ever >= 3 and t.median_gap_days is not null and ${measureColumn(measure)} > 0)`

/** Counts the gaps of everybody. */
export async function keepGaps(trx: Trx, measure: Measure): Promise<void> {
  await sql`delete from gap_cell`.execute(trx)
  await sql`
    insert into gap_cell (value_class, gap_days, clients)
    select c.*, count(*) from (select ${gapColumns(measure)} from ${statTables} where ${hasOwnGap(measure)}) c group by 1, 2`.execute(
    trx,
  )
}

/** The usual gap of each class: the median of the kept gaps. Answers whether any is another than before. */
export async function setUsualGaps(trx: Trx): Promise<boolean> {
  const done = await sql`
    with places as (
      select value_class, gap_days, sum(clients) over (partition by value_class order by gap_days)::bigint as upto,
        sum(clients) over (partition by value_class)::bigint as clients
      from gap_cell
    ), medians as (
      select value_class, ((min(gap_days) filter (where upto > (clients - 1) / 2)
        + min(gap_days) filter (where upto > clients / 2)) / 2)::float8 as gap
      from places group by value_class
    ), usual as (
      select max(gap) filter (where value_class = 'A') as a, max(gap) filter (where value_class = 'B') as b,
        max(gap) filter (where value_class = 'C') as c from medians
    )
    update segment_state set gap_a_days = u.a, gap_b_days = u.b, gap_c_days = u.c from usual u
    where (gap_a_days, gap_b_days, gap_c_days) is distinct from (u.a::numeric, u.b::numeric, u.c::numeric)
    returning true`.execute(trx)
  return done.rows.length > 0
}

/** Counts the base by owner, class, frequency and rhythm once, for everybody who asks for all of what they see. */
export async function keepCells(trx: Trx, measure: Measure): Promise<void> {
  await sql`delete from segment_cell`.execute(trx)
  await sql`
    insert into segment_cell (owner_id, value_class, frequency_class, rhythm, clients, measure_minor, at_stake_minor, past)
    select t.owner_id, ${cellColumns(measure)} from ${statTables} group by 1, 2, 3, 4`.execute(trx)
}

const MARKS = 200

/** Keeps every so manieth rank: a curve is drawn through them, a rank counted from the nearest. */
export async function keepRanks(trx: Trx, measure: Measure): Promise<void> {
  const m = measureColumn(measure)
  await sql`delete from rank_mark`.execute(trx)
  await sql`
    insert into rank_mark (rank, measure_minor, tie_key, client_id, through_minor)
    select rank, m, tie_key, client_id, through from (
      select row_number() over w as rank, ${m} as m, t.tie_key, t.client_id, (sum(${m}) over w)::bigint as through,
        count(*) over () as all_clients
      from client_stats t where ${m} > 0
      window w as (order by ${m} desc, t.tie_key, t.client_id rows between unbounded preceding and current row)) r
    where rank % greatest(1, all_clients / ${sql.lit(MARKS)}) = 0`.execute(trx)
}

/** Puts the rows of the kept number of clients together. */
export async function foldCounts(trx: Trx): Promise<void> {
  await sql`
    with gone as (delete from client_count returning *)
    insert into client_count select owner_id, sum(clients) from gone group by owner_id having sum(clients) <> 0`.execute(
    trx,
  )
}
