import { type RawBuilder, sql } from 'kysely'
import { takeChangedClients } from '#features/orders/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { type Day, dayOf } from '#kernel/days.ts'
import type { Trx } from '#server/database/connect.ts'
import type { Services } from '#server/services.ts'
import { announce } from '#server/unit.ts'
import { findWindow, measureOf } from './classify-base.ts'
import { keepRfm } from './keep-rfm.ts'
import { keepCells, keepRanks, lendGaps } from './keep.ts'
import { loadSettings, type Settings } from './store.ts'

const LOCK = 7_406_004
// Beyond this share of the base one pass over everything is cheaper than many look-ups.
const MUCH = 0.2

type Basis = { asOf: Day; windowFrom: Day; windowDays: number; settings: Settings }

/** Statistics of clients from raw orders; `only` narrows to some clients. */
function statistics({ asOf, windowFrom, windowDays }: Basis, only: RawBuilder<unknown>): RawBuilder<unknown> {
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
    select d.client_id, coalesce(k.external_id, '') as tie_key,
      coalesce(sum(turnover_minor) filter (where is_inside), 0)::bigint as turnover_minor,
      coalesce(sum(profit_minor) filter (where is_inside), 0)::bigint as profit_minor,
      coalesce(sum(orders) filter (where is_inside), 0)::int as order_count,
      (count(*) filter (where is_inside and orders > 0))::int as order_days,
      (count(*) filter (where orders > 0))::int as order_days_ever,
      min(ordered_on) filter (where orders > 0) as first_ordered_on,
      max(ordered_on) filter (where orders > 0) as last_ordered_on,
      percentile_cont(0.5) within group (order by gap) filter (where gap is not null) as median_gap_days
    from gaps d join client k on k.id = d.client_id and k.archived_at is null
    group by d.client_id, k.external_id
    ), rhythms as (
      select *, ${asOf}::date - last_ordered_on as days_since,
        case when order_days_ever >= 3 then nullif(median_gap_days, 0) end as gap_days from sums
    )
    select client_id, tie_key, turnover_minor, profit_minor, order_count, order_days, order_days_ever, first_ordered_on,
      last_ordered_on, median_gap_days, gap_days, days_since / gap_days,
      round(greatest(turnover_minor, 0)::numeric / ${windowDays}::int * days_since)::bigint
    from rhythms`
}

const months = (only: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select s.client_id, date_trunc('month', s.ordered_on)::date as month, sum(${measureOf('turnover')})::bigint as turnover_minor,
    sum(${measureOf('profit')})::bigint as profit_minor, (count(*) filter (where s.status <> 'return'))::int as order_count
  from sales_order s
  where s.client_id is not null and s.status <> 'cancelled' and ${only}
  group by 1, 2`

const statColumns = sql`client_id, tie_key, turnover_minor, profit_minor, order_count, order_days, order_days_ever,
  first_ordered_on, last_ordered_on, median_gap_days, gap_days, rhythm_ratio, at_stake_minor`
const monthColumns = sql`client_id, month, turnover_minor, profit_minor, order_count`

/** Counts everything anew. */
async function rebuildAll(trx: Trx, basis: Basis): Promise<void> {
  await sql`delete from client_stats`.execute(trx)
  await sql`delete from client_month`.execute(trx)
  await sql`insert into client_stats (${statColumns}) ${statistics(basis, sql`true`)}`.execute(trx)
  await sql`insert into client_month (${monthColumns}) ${months(sql`true`)}`.execute(trx)
}

/** Counts the changed clients anew. */
async function rebuildChanged(trx: Trx, basis: Basis): Promise<void> {
  const changed = sql`s.client_id in (select client_id from changed_client)`
  await sql`delete from client_stats where client_id in (select client_id from changed_client)`.execute(trx)
  await sql`delete from client_month where client_id in (select client_id from changed_client)`.execute(trx)
  await sql`insert into client_stats (${statColumns}) ${statistics(basis, changed)}`.execute(trx)
  await sql`insert into client_month (${monthColumns}) ${months(changed)}`.execute(trx)
}

/** The last client of A and of B in rank order, the sum they share, and the usual gap of each class. */
async function writeBorders(
  trx: Trx,
  { asOf, windowFrom, windowDays, settings }: Basis,
  now: Date,
): Promise<void> {
  const measure = settings.measure === 'turnover' ? sql`turnover_minor` : sql`profit_minor`
  await sql`
    insert into segment_state (id, as_of, window_from, window_days, settings_rev, computed_at, total_minor,
      a_measure_minor, a_tie_key, a_client_id, b_measure_minor, b_tie_key, b_client_id, gap_a_days, gap_b_days, gap_c_days)
    with ranked as (
      select client_id, tie_key, ${measure} as m, median_gap_days, order_days_ever,
        sum(${measure}) over () as total,
        coalesce(sum(${measure}) over (order by ${measure} desc, tie_key, client_id
          rows between unbounded preceding and 1 preceding), 0) as before
      from client_stats where ${measure} > 0
    ), classed as (
      select *, case when before < total * ${sql.lit(settings.shareA)}::numeric then 'A'
        when before < total * ${sql.lit(settings.shareB)}::numeric then 'B' else 'C' end as class
      from ranked
    ), a as (select * from classed where class = 'A' order by m, tie_key desc, client_id desc limit 1),
    b as (select * from classed where class in ('A', 'B') order by m, tie_key desc, client_id desc limit 1),
    gaps as (
      select percentile_cont(0.5) within group (order by median_gap_days) filter (where class = 'A') as a,
        percentile_cont(0.5) within group (order by median_gap_days) filter (where class = 'B') as b,
        percentile_cont(0.5) within group (order by median_gap_days) filter (where class = 'C') as c
      from classed where order_days_ever >= 3
    )
    select true, ${asOf}::date, ${windowFrom}::date, ${windowDays}::int, ${settings.rev}::bigint, ${now}::timestamptz,
      coalesce((select total::bigint from classed limit 1), 0),
      a.m, a.tie_key, a.client_id, b.m, b.tie_key, b.client_id, gaps.a, gaps.b, gaps.c
    from gaps left join a on true left join b on true
    on conflict (id) do update set as_of = excluded.as_of, window_from = excluded.window_from,
      window_days = excluded.window_days, settings_rev = excluded.settings_rev, computed_at = excluded.computed_at,
      total_minor = excluded.total_minor, a_measure_minor = excluded.a_measure_minor, a_tie_key = excluded.a_tie_key,
      a_client_id = excluded.a_client_id, b_measure_minor = excluded.b_measure_minor, b_tie_key = excluded.b_tie_key,
      b_client_id = excluded.b_client_id, gap_a_days = excluded.gap_a_days, gap_b_days = excluded.gap_b_days,
      gap_c_days = excluded.gap_c_days`.execute(trx)
}

async function isMuchChanged(trx: Trx): Promise<boolean> {
  const found = await sql<{ changed: number; all: number }>`
    select (select count(*) from changed_client) as changed, (select count(*) from client_stats) as all`.execute(
    trx,
  )
  const { changed = 0, all = 0 } = found.rows[0] ?? {}
  return changed > all * MUCH
}

export type RefreshOptions = { isFull?: boolean }

/**
 * Brings statistics and borders up to date, in one transaction: the clients whose orders changed, or everything when the
 * day, the settings or much of the base changed. Both ways give the same rows. Answers the earliest changed day.
 */
export async function refreshStats(services: Services, options: RefreshOptions = {}): Promise<Day | null> {
  return services.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx)
    await sql`set local work_mem = '96MB'`.execute(trx)
    const [workspace, settings] = [await loadWorkspace(trx), await loadSettings(trx)]
    const asOf = settings.asOf ?? dayOf(services.now(), workspace.timeZone)
    await takeChangedClients(trx)
    const state = await sql<{ asOf: Day; windowFrom: Day; settingsRev: number }>`
      select as_of, window_from, settings_rev from segment_state`.execute(trx)
    const window = await findWindow(trx, asOf, settings.windowMonths)
    const basis = { asOf, windowFrom: window.from, windowDays: window.days, settings }
    const before = state.rows[0]
    const isSameBasis =
      before?.asOf === asOf && before.windowFrom === window.from && before.settingsRev === settings.rev
    const isFull = options.isFull === true || !isSameBasis || (await isMuchChanged(trx))
    await (isFull ? rebuildAll(trx, basis) : rebuildChanged(trx, basis))
    await writeBorders(trx, basis, services.now())
    await lendGaps(trx, settings.measure)
    await keepCells(trx, settings.measure)
    await keepRanks(trx, settings.measure)
    await keepRfm(trx)
    // The planner would think a new base empty, and tables of one row full, until the database gets to it by itself.
    if (isFull) await sql`analyze client_stats, client_month, segment_state, segment_settings`.execute(trx)
    const since = await sql<{ since: Day | null }>`select min(since) as since from changed_client`.execute(
      trx,
    )
    const earliest = since.rows[0]?.since ?? null
    if (earliest !== null) {
      await sql`update class_snapshot set is_stale = true where as_of >= ${earliest} and not is_stale`.execute(
        trx,
      )
    }
    await announce(trx, { entity: 'segments', id: null })
    return earliest
  })
}
