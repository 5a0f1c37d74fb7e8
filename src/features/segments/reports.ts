import { sql } from 'kysely'
import {
  clientCells,
  clientConditions,
  clientTables,
  isCountedSql,
  measureColumn,
  valueClassSql,
} from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { Day } from '#kernel/days.ts'
import type { Db } from '#server/database/connect.ts'
import type { MatrixCell } from './contract.ts'
import type { FrequencyClass, Measure, ValueClass } from './domain/settings.ts'

export type Basis = {
  asOf: Day | null
  windowFrom: Day | null
  windowDays: number
  measure: Measure
  shareA: number
  shareB: number
  totalMinor: number
  /** whether the counts of the last recount still hold */
  isCounted: boolean
}

/** What every figure of the segments rests on. */
export async function loadBasis(db: Db): Promise<Basis> {
  const found = await sql<Basis>`
    select g.as_of, g.window_from, coalesce(g.window_days, 365) as window_days, e.measure, e.share_a::float8 as share_a,
      e.share_b::float8 as share_b, coalesce(g.total_minor, 0) as total_minor, ${isCountedSql} as is_counted
    from segment_settings e left join segment_state g on true`.execute(db)
  const basis = found.rows[0]
  if (!basis) throw new Error('no segment settings')
  return basis
}

const seesAll = (actor: Actor): boolean => actor.sight.kind === 'all'
const shareOf = (actor: Actor, minor: number, total: number): number | null =>
  seesAll(actor) && total > 0 ? Math.max(0, minor) / total : null

type CellRow = {
  valueClass: ValueClass
  frequencyClass: FrequencyClass
  clients: number
  measureMinor: number
  late: number
  risk: number
  lapsed: number
  past: number
}

/** The matrix within the actor's sight; shares only for those who see the whole. */
export async function showMatrix(db: Db, actor: Actor) {
  const { totalMinor, isCounted, ...basis } = await loadBasis(db)
  const { measure } = basis
  const found = await sql<CellRow>`
    select value_class, frequency_class, sum(clients)::bigint as clients, sum(measure_minor)::bigint as measure_minor,
      coalesce(sum(clients) filter (where rhythm in ('late', 'atRisk', 'lapsed')), 0)::bigint as late,
      coalesce(sum(clients) filter (where rhythm = 'atRisk'), 0)::bigint as risk,
      coalesce(sum(clients) filter (where rhythm = 'lapsed'), 0)::bigint as lapsed, sum(past)::bigint as past
    from ${clientCells(actor, {}, measure, isCounted)} c
    group by value_class, frequency_class order by value_class, frequency_class`.execute(db)
  const plays = await db
    .selectFrom('cellPlay')
    .select(['valueClass', 'frequencyClass', 'text', 'rev'])
    .execute()
  const extra = await sql<{ last: Day | null; orders: number; amountMinor: number }>`
    select (select max(last_ordered_on) from client_stats) as last, count(*) as orders,
      coalesce(sum(case when status = 'return' then -amount_minor when status <> 'cancelled' then amount_minor end), 0)::bigint as amount_minor
    from sales_order where client_id is null and ${seesAll(actor) ? sql`true` : sql`false`}`.execute(db)
  const classed = found.rows.filter((row) => row.valueClass !== 'none')
  const unclassed = found.rows.filter((row) => row.valueClass === 'none')
  const cells: MatrixCell[] = classed.map(
    ({ valueClass, frequencyClass, clients, measureMinor, late, risk, lapsed }) => ({
      valueClass,
      frequencyClass,
      clients,
      measureMinor,
      late,
      share: shareOf(actor, measureMinor, totalMinor),
      worst: lapsed > 0 ? 'lapsed' : risk > 0 ? 'atRisk' : late > 0 ? 'late' : 'inRhythm',
    }),
  )
  const sum = (rows: CellRow[], pick: (row: CellRow) => number): number =>
    rows.reduce((total, row) => total + pick(row), 0)
  const { last = null, orders = 0, amountMinor = 0 } = extra.rows[0] ?? {}
  return {
    ...basis,
    totalMinor: seesAll(actor) ? totalMinor : sum(classed, (row) => row.measureMinor),
    clients: sum(classed, (row) => row.clients),
    cells,
    plays: plays as never,
    unclassed: { clients: sum(unclassed, (row) => row.clients), withPast: sum(unclassed, (row) => row.past) },
    lastOrderedOn: last,
    unassigned: seesAll(actor) ? { orders, amountMinor } : null,
  }
}

const MOST_POINTS = 200

/** The ABC curve over the clients in sight: at most so many points, the borders of the classes among them. */
export async function showCurve(db: Db, actor: Actor) {
  const { totalMinor, isCounted, ...basis } = await loadBasis(db)
  const { measure } = basis
  const m = measureColumn(measure)
  const isKept = isCounted && seesAll(actor)
  const kept = sql`
    select p.rank, p.through_minor::float8 / nullif(g.total_minor, 0) as share, g.ranked_clients as "all"
    from segment_state g cross join lateral (
      select rank, through_minor from rank_mark
      union select g.a_rank, g.a_through_minor
      union select g.b_rank, g.b_through_minor
      union select g.ranked_clients, g.total_minor) p
    where p.rank > 0 order by p.rank`
  const ranked = sql`
    with ranked as (
      select row_number() over w as rank, sum(${m}) over w / sum(${m}) over () as share, count(*) over () as all_clients,
        ${valueClassSql(measure)} as value_class
      from ${clientTables} where ${clientConditions(actor, {}, measure)} and ${m} > 0
      window w as (order by ${m} desc, t.tie_key, t.client_id)
    )
    select rank, share::float8 as share, all_clients as "all" from (
      select *, lead(value_class) over (order by rank) as next_class from ranked) r
    where rank % greatest(1, all_clients / ${sql.lit(MOST_POINTS)}) = 0 or next_class <> value_class or rank = all_clients
    order by rank`
  const found = await sql<{ rank: number; share: number; all: number }>`${isKept ? kept : ranked}`.execute(db)
  const counts = await sql<{ valueClass: ValueClass; clients: number }>`
    select value_class, sum(clients)::bigint as clients
    from ${clientCells(actor, {}, measure, isCounted)} c group by 1`.execute(db)
  const classes = { A: 0, B: 0, C: 0, none: 0 }
  for (const row of counts.rows) classes[row.valueClass] = row.clients
  return {
    ...basis,
    clients: found.rows[0]?.all ?? 0,
    classes,
    points: found.rows.map(({ rank, share }) => ({ rank, share })),
  }
}
