import { type RawBuilder, sql } from 'kysely'
import { type Actor } from '#kernel/actor.ts'

/**
 * Classes and rhythm are decided when read: comparisons of a client's statistics (t = client_stats) with the borders
 * (g = segment_state) and the settings (e = segment_settings). `k` is the client.
 */
export type Measure = 'turnover' | 'profit'

/** The statistics, borders and settings that the expressions below speak of, joined to clients as `k`. */
export const clientTables = sql`client k left join client_stats t on t.client_id = k.id
  left join segment_state g on true cross join segment_settings e`

export const measureColumn = (measure: Measure): RawBuilder<number> =>
  measure === 'turnover' ? sql<number>`t.turnover_minor` : sql<number>`t.profit_minor`

/** Whether the client ranks no lower than the last client of A (or B). */
function isWithin(measure: Measure, border: 'a' | 'b'): RawBuilder<boolean> {
  const m = measureColumn(measure)
  const [least, tie, id] = ['measure_minor', 'tie_key', 'client_id'].map((name) =>
    sql.ref(`g.${border}_${name}`),
  )
  return sql<boolean>`(${m} > ${least} or (${m} = ${least} and (t.tie_key, t.client_id) <= (${tie}, ${id})))`
}

export const valueClassSql = (measure: Measure): RawBuilder<'A' | 'B' | 'C' | 'none'> => sql`
  case when coalesce(${measureColumn(measure)}, 0) <= 0 then 'none' when ${isWithin(measure, 'a')} then 'A'
    when ${isWithin(measure, 'b')} then 'B' else 'C' end`

// The yearly limits scaled to the window, at least one day; as scaleLimit() of the segments' domain.
const limit = (name: string): RawBuilder<number> =>
  sql`greatest(1, round(${sql.ref(name)} * coalesce(g.window_days, 365) / 365.25))`

export const frequencyClassSql: RawBuilder<'often' | 'sometimes' | 'rarely' | 'none'> = sql`
  case when coalesce(t.order_days, 0) = 0 then 'none' when t.order_days >= ${limit('e.often_per_year')} then 'often'
    when t.order_days >= ${limit('e.sometimes_per_year')} then 'sometimes' else 'rarely' end`

export const daysSinceSql: RawBuilder<number | null> = sql`(g.as_of - t.last_ordered_on)`

/** With fewer than three order days a client has no rhythm of their own: the median gap of their class stands in. */
export const isClassGapSql: RawBuilder<boolean> = sql`coalesce(t.order_days_ever, 0) < 3`

export const gapSql = (measure: Measure): RawBuilder<number | null> => sql`
  nullif(case when t.order_days_ever >= 3 then t.median_gap_days
    else case ${valueClassSql(measure)} when 'A' then g.gap_a_days when 'B' then g.gap_b_days else g.gap_c_days end end, 0)`

export const rhythmRatioSql = (measure: Measure): RawBuilder<number | null> =>
  sql`(${daysSinceSql} / ${gapSql(measure)})`

export const rhythmSql = (
  measure: Measure,
): RawBuilder<'inRhythm' | 'late' | 'atRisk' | 'lapsed' | 'unknown'> => sql`
  case when t.last_ordered_on is null then 'unknown'
    when ${daysSinceSql} > e.lapsed_months * 365.25 / 12 or ${rhythmRatioSql(measure)} > e.lapsed_ratio then 'lapsed'
    when ${gapSql(measure)} is null then 'unknown'
    when ${rhythmRatioSql(measure)} > e.risk_ratio then 'atRisk'
    when ${rhythmRatioSql(measure)} > e.late_ratio then 'late' else 'inRhythm' end`

/** What the client usually brings in the time they have been silent: turnover of the window by days, times days since. */
export const atStakeSql: RawBuilder<number> = sql<number>`
  round(greatest(t.turnover_minor, 0)::numeric / g.window_days * ${daysSinceSql})::bigint`

/** Whether the actor may read the records of the owner in a column; the one rule behind every list, total and export. */
export function ownerVisibleTo(actor: Actor, owner: RawBuilder<unknown>): RawBuilder<boolean> {
  const { sight } = actor
  if (sight.kind === 'all') return sql`true`
  const own = sql<boolean>`${owner} = any(${[...sight.ownerIds]}::uuid[])`
  return sight.unowned ? sql`(${own} or ${owner} is null)` : own
}

/** Whether the actor may read a client; `alias` names the client in the query. */
export function clientVisibleTo(actor: Actor, alias = 'k'): RawBuilder<boolean> {
  return ownerVisibleTo(actor, sql.ref(`${alias}.owner_id`))
}
