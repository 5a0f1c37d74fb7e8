import { type RawBuilder, sql } from 'kysely'
import { measureColumn } from '#features/clients/public.ts'
import type { Trx } from '#server/database/connect.ts'
import type { Settings } from './store.ts'
import type { Window } from './statistics.ts'

/** The last client of A, of B and of all in rank order with what stands above them, found among everybody. */
export async function writeBorders(
  trx: Trx,
  { asOf, windowFrom, windowDays }: Window,
  { measure, shareA, shareB, rev }: Settings,
): Promise<void> {
  const m = measureColumn(measure)
  await sql`
    insert into segment_state (id, as_of, window_from, window_days, settings_rev, measure, computed_at, total_minor, ranked_clients,
      a_measure_minor, a_tie_key, a_client_id, a_rank, a_through_minor,
      b_measure_minor, b_tie_key, b_client_id, b_rank, b_through_minor)
    with ranked as (
      select t.client_id, t.tie_key, ${m} as m, sum(${m}) over () as total, row_number() over w as rank, sum(${m}) over w as through
      from client_stats t where ${m} > 0
      window w as (order by ${m} desc, t.tie_key, t.client_id rows between unbounded preceding and current row)
    ), a as (select * from ranked where through - m < total * ${sql.lit(shareA)}::numeric order by rank desc limit 1),
    b as (select * from ranked where through - m < total * ${sql.lit(shareB)}::numeric order by rank desc limit 1),
    whole as (select count(*) as clients, coalesce(sum(m), 0)::bigint as total from ranked)
    select true, ${asOf}::date, ${windowFrom}::date, ${windowDays}::int, ${rev}::bigint, ${measure}, now(), whole.total, whole.clients,
      a.m, a.tie_key, a.client_id, a.rank, a.through::bigint, b.m, b.tie_key, b.client_id, b.rank, b.through::bigint
    from whole left join a on true left join b on true
    on conflict (id) do update set as_of = excluded.as_of, window_from = excluded.window_from,
      window_days = excluded.window_days, settings_rev = excluded.settings_rev, measure = excluded.measure, computed_at = excluded.computed_at,
      total_minor = excluded.total_minor, ranked_clients = excluded.ranked_clients,
      a_measure_minor = excluded.a_measure_minor, a_tie_key = excluded.a_tie_key, a_client_id = excluded.a_client_id,
      a_rank = excluded.a_rank, a_through_minor = excluded.a_through_minor,
      b_measure_minor = excluded.b_measure_minor, b_tie_key = excluded.b_tie_key, b_client_id = excluded.b_client_id,
      b_rank = excluded.b_rank, b_through_minor = excluded.b_through_minor`.execute(trx)
}

// So far from its place a border is looked for: one order moves it by a client or none, thousands of them farther.
const REACHES = [100, 20_000]

type Place = { m: RawBuilder<unknown>; tie: RawBuilder<unknown>; id: RawBuilder<unknown> }

const borderOf = (which: 'a' | 'b'): Place => ({
  m: sql.ref(`g.${which}_measure_minor`),
  tie: sql.ref(`g.${which}_tie_key`),
  id: sql.ref(`g.${which}_client_id`),
})

/**
 * Finds the borders that new shares draw through the ranks as they are: from the nearest kept rank on. False = too far from it.
 */
export async function moveBorders(trx: Trx, settings: Settings): Promise<boolean> {
  for (const which of ['a', 'b'] as const) {
    const share = sql.lit(which === 'a' ? settings.shareA : settings.shareB)
    const set = (name: string): RawBuilder<unknown> => sql.ref(`${which}_${name}`)
    const done = await sql`
      update segment_state set ${set('measure_minor')} = n.measure_minor, ${set('tie_key')} = n.tie_key,
        ${set('client_id')} = n.client_id, ${set('rank')} = n.rank, ${set('through_minor')} = n.through_minor
      from (
        select r.* from rank_mark r cross join segment_state g
        order by abs(r.through_minor - g.total_minor * ${share}::numeric), r.rank limit 1) n returning true`.execute(
      trx,
    )
    if (done.rows.length === 0 || !(await walkBorder(trx, which, settings))) return false
  }
  await sql`update segment_state set settings_rev = ${settings.rev}, computed_at = now()`.execute(trx)
  return true
}

/** Whether a row with columns m, tie_key and client_id stands at a place in rank order, or above it. */
const isAtOrAbove = ({ m, tie, id }: Place): RawBuilder<boolean> =>
  sql`(x.m >= ${m} and (x.m > ${m} or (x.tie_key, x.client_id) <= (${tie}, ${id})))`

/** What the change of some clients adds to every place in rank order: before and after as rows with a sign. */
export function changedPlaces(measure: Settings['measure']): RawBuilder<unknown> {
  const m = measureColumn(measure)
  return sql`(
    select -1 as sign, ${m} as m, t.tie_key, t.client_id from stats_before t where ${m} > 0
    union all
    select 1, ${m}, t.tie_key, t.client_id from client_stats t
    where t.client_id in (select client_id from changed_client) and ${m} > 0) x`
}

/** The kept ranks and sums, moved by what changed above each. */
export async function shiftPlaces(trx: Trx, measure: Settings['measure']): Promise<void> {
  const inA = isAtOrAbove(borderOf('a'))
  const inB = isAtOrAbove(borderOf('b'))
  await sql`
    update segment_state set computed_at = now(), total_minor = total_minor + d.total, ranked_clients = ranked_clients + d.clients,
      a_rank = a_rank + d.a_clients, a_through_minor = a_through_minor + d.a_minor,
      b_rank = b_rank + d.b_clients, b_through_minor = b_through_minor + d.b_minor
    from (
      select coalesce(sum(sign * x.m), 0)::bigint as total, coalesce(sum(sign), 0) as clients,
        coalesce(sum(sign) filter (where ${inA}), 0) as a_clients, coalesce(sum(sign * x.m) filter (where ${inA}), 0)::bigint as a_minor,
        coalesce(sum(sign) filter (where ${inB}), 0) as b_clients, coalesce(sum(sign * x.m) filter (where ${inB}), 0)::bigint as b_minor
      from ${changedPlaces(measure)} cross join segment_state g) d`.execute(trx)
  const atMark = isAtOrAbove({ m: sql`b.measure_minor`, tie: sql`b.tie_key`, id: sql`b.client_id` })
  await sql`
    update rank_mark r set rank = rank + d.clients, through_minor = through_minor + d.minor
    from (
      select b.measure_minor, b.tie_key, b.client_id, sum(sign) as clients, sum(sign * x.m)::bigint as minor
      from rank_mark b join ${changedPlaces(measure)} on ${atMark} group by 1, 2, 3) d
    where (r.measure_minor, r.tie_key, r.client_id) = (d.measure_minor, d.tie_key, d.client_id)`.execute(trx)
}

/**
 * Walks from where a border was to where it is now, its rank and sum being those of its old place already. False = it is not
 * to be found near.
 */
export async function walkBorder(trx: Trx, which: 'a' | 'b', settings: Settings): Promise<boolean> {
  for (const reach of REACHES) if (await walkWithin(trx, which, settings, reach)) return true
  return false
}

async function walkWithin(trx: Trx, which: 'a' | 'b', settings: Settings, reach: number): Promise<boolean> {
  const column = measureColumn(settings.measure)
  const { m, tie, id } = borderOf(which)
  const through = sql.ref(`g.${which}_through_minor`)
  const share = sql.lit(which === 'a' ? settings.shareA : settings.shareB)
  const set = (name: string): RawBuilder<unknown> => sql.ref(`${which}_${name}`)
  const done = await sql`
    with above as (
      select n.client_id, n.tie_key, n.m, 1 - row_number() over w as step, ${through} - sum(n.m) over w + n.m as through
      from segment_state g cross join lateral (
        select t.client_id, t.tie_key, ${column} as m from client_stats t
        where ${column} > 0 and ${column} >= ${m} and (${column} > ${m} or (t.tie_key, t.client_id) <= (${tie}, ${id}))
        order by ${column}, t.tie_key desc, t.client_id desc limit ${sql.lit(reach)}) n
      window w as (order by n.m, n.tie_key desc, n.client_id desc rows between unbounded preceding and current row)
    ), below as (
      select n.client_id, n.tie_key, n.m, row_number() over w as step, ${through} + sum(n.m) over w as through
      from segment_state g cross join lateral (
        select t.client_id, t.tie_key, ${column} as m from client_stats t
        where ${column} > 0 and ${column} <= ${m} and (${column} < ${m} or (t.tie_key, t.client_id) > (${tie}, ${id}))
        order by ${column} desc, t.tie_key, t.client_id limit ${sql.lit(reach)}) n
      window w as (order by n.m desc, n.tie_key, n.client_id rows between unbounded preceding and current row)
    ), last as (
      select n.* from (select * from above union all select * from below) n cross join segment_state g
      where n.through - n.m < g.total_minor * ${share}::numeric order by n.step desc limit 1
    )
    update segment_state set ${set('measure_minor')} = last.m, ${set('tie_key')} = last.tie_key, ${set('client_id')} = last.client_id,
      ${set('rank')} = ${set('rank')} + last.step, ${set('through_minor')} = last.through::bigint
    from last where last.step < ${sql.lit(reach)} returning true`.execute(trx)
  return done.rows.length > 0
}
