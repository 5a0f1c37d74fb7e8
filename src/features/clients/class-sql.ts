import { type RawBuilder, sql } from 'kysely'
import { type Actor } from '#kernel/actor.ts'

/**
 * Classes and rhythm are decided when read: comparisons of a client's statistics (t = client_stats) with the borders
 * (g = segment_state) and the settings (e = segment_settings). `k` is the client.
 */
export type Measure = 'turnover' | 'profit'

// The limits of frequency scaled to the window, at least one day, as scaleLimit() of the segments' domain; worked out
// once a query (that is what "offset 0" asks for), not once a client.
const limits = sql`(
  select greatest(1, round(s.often_per_year * coalesce(w.window_days, 365) / 365.25))::int as often_days,
    greatest(1, round(s.sometimes_per_year * coalesce(w.window_days, 365) / 365.25))::int as sometimes_days,
    s.late_ratio::float8 as late_ratio, s.risk_ratio::float8 as risk_ratio, s.lapsed_ratio::float8 as lapsed_ratio,
    (s.lapsed_months * 365.25 / 12)::float8 as lapsed_days
  from segment_settings s left join segment_state w on true offset 0)`

/** Statistics, borders and settings under the names that the expressions below speak of. */
export const statTablesOf = (stats: RawBuilder<unknown>, state: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`${stats} t left join ${state} g on true cross join ${limits} e`
export const statTables = statTablesOf(sql`client_stats`, sql`segment_state`)

/** The same joined to clients as `k`, those without statistics included. */
export const clientTables = sql`client k left join client_stats t on t.client_id = k.id
  left join segment_state g on true cross join ${limits} e`

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

export const frequencyClassSql: RawBuilder<'often' | 'sometimes' | 'rarely' | 'none'> = sql`
  case when coalesce(t.order_days, 0) = 0 then 'none' when t.order_days >= e.often_days then 'often'
    when t.order_days >= e.sometimes_days then 'sometimes' else 'rarely' end`

export const daysSinceSql: RawBuilder<number | null> = sql`(g.as_of - t.last_ordered_on)`

/** With fewer than three order days a client has no rhythm of their own: the median gap of their class stands in. */
export const isClassGapSql: RawBuilder<boolean> = sql`coalesce(t.order_days_ever, 0) < 3`

export const gapSql: RawBuilder<number | null> = sql`t.gap_days`

export const rhythmRatioSql: RawBuilder<number | null> = sql`t.rhythm_ratio`

export const rhythmSql: RawBuilder<'inRhythm' | 'late' | 'atRisk' | 'lapsed' | 'unknown'> = sql`
  case when t.last_ordered_on is null then 'unknown'
    when ${daysSinceSql} > e.lapsed_days or t.rhythm_ratio > e.lapsed_ratio then 'lapsed'
    when t.gap_days is null then 'unknown'
    when t.rhythm_ratio > e.risk_ratio then 'atRisk'
    when t.rhythm_ratio > e.late_ratio then 'late' else 'inRhythm' end`

/** What the client usually brings in the time they have been silent: turnover of the window by days, times days since. */
export const atStakeSql: RawBuilder<number> = sql<number>`t.at_stake_minor`

/**
 * What must hold of the measure of clients in these classes, true of some outside them too: beside valueClassSql it lets
 * the database begin its walk of the index where the classes begin.
 */
export function measureRangeSql(measure: Measure, classes: readonly string[]): RawBuilder<boolean> {
  const m = measureColumn(measure)
  if (classes.includes('none') || classes.includes('A')) return sql<boolean>`true`
  const border = classes.includes('B') ? sql`a_measure_minor` : sql`b_measure_minor`
  return sql<boolean>`${m} <= (select ${border} from segment_state)`
}

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
