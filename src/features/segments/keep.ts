import { sql } from 'kysely'
import { cellColumns, measureColumn, statTables, valueClassSql } from '#features/clients/public.ts'
import type { Trx } from '#server/database/connect.ts'
import type { Measure } from './domain/settings.ts'

/** With fewer than three order days a client has no rhythm of their own: the usual gap of their class stands in. */
export async function lendGaps(trx: Trx, measure: Measure): Promise<void> {
  const gap = sql`nullif(case ${valueClassSql(measure)} when 'A' then g.gap_a_days when 'B' then g.gap_b_days
    else g.gap_c_days end, 0)::float8`
  await sql`
    update client_stats t set gap_days = ${gap}, rhythm_ratio = (g.as_of - t.last_ordered_on) / ${gap}
    from segment_state g where t.order_days_ever < 3 and t.gap_days is distinct from ${gap}`.execute(trx)
}

/** Counts the base by class, frequency and rhythm once, for everybody who asks for the whole of it. */
export async function keepCells(trx: Trx, measure: Measure): Promise<void> {
  await sql`delete from segment_cell`.execute(trx)
  await sql`
    insert into segment_cell (value_class, frequency_class, rhythm, clients, measure_minor, at_stake_minor, past)
    select ${cellColumns(measure)} from ${statTables} group by 1, 2, 3`.execute(trx)
}

const MARKS = 200

/** Keeps every so manieth rank and the last of each class: a curve is drawn through them, a rank counted from the nearest. */
export async function keepRanks(trx: Trx, measure: Measure): Promise<void> {
  const m = measureColumn(measure)
  await sql`delete from rank_mark`.execute(trx)
  await sql`
    insert into rank_mark (rank, measure_minor, tie_key, client_id, before_minor)
    select rank, m, tie_key, client_id, through - m from (
      select *, lead(value_class) over (order by rank) as next_class from (
        select row_number() over w as rank, ${m} as m, t.tie_key, t.client_id, (sum(${m}) over w)::bigint as through,
          count(*) over () as all_clients, ${valueClassSql(measure)} as value_class
        from ${statTables} where ${m} > 0
        window w as (order by ${m} desc, t.tie_key, t.client_id rows between unbounded preceding and current row)) r) c
    where rank % greatest(1, all_clients / ${sql.lit(MARKS)}) = 0 or next_class <> value_class or rank = all_clients`.execute(
    trx,
  )
}
