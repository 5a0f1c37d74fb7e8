import { type RawBuilder, sql } from 'kysely'
import { ownerVisibleTo } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { Day } from '#kernel/days.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { StageKind } from './contract.ts'
import { placeStages } from './domain/positions.ts'

export type WayStage = {
  id: string
  kind: StageKind
  preset: string | null
  name: string | null
  place: number
  normDays: number | null
  isRemoved: boolean
  position: number | null
}
export type Way = { id: string; zone: string; stages: WayStage[]; lostIds: string[] }
export type Period = { from: Day; to: Day }

/** A way with all stages it ever had, each with its position. */
export async function loadWay(db: Db, pipelineId: string): Promise<Way> {
  const found = await sql<Omit<WayStage, 'position'> & { zone: string }>`
    select s.id, s.kind, s.preset, s.name, s.place, s.norm_days, s.removed_at is not null as is_removed,
      (select time_zone from workspace) as zone
    from stage s join pipeline p on p.id = s.pipeline_id and p.removed_at is null where p.id = ${pipelineId}`.execute(
    db,
  )
  const [first] = found.rows
  if (!first) throw new Refusal('notFound', { entity: 'pipeline' })
  const stages = placeStages(found.rows)
  const lostIds = stages.filter((it) => it.kind === 'lost').map((it) => it.id)
  return { id: pipelineId, zone: first.zone, stages, lostIds }
}

/** The first instant of a day of the workspace, so many days later. */
export const startOf = (way: Way, day: Day, plusDays = 0): RawBuilder<Date> =>
  sql<Date>`((${day}::date + ${plusDays}::int)::timestamp at time zone ${way.zone})`

export const within = (way: Way, { from, to }: Period, at: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(${at} >= ${startOf(way, from)} and ${at} < ${startOf(way, to, 1)})`

/** A move that counts: one that was taken back does not, and neither does what took it back. */
export const isCountedSql: RawBuilder<boolean> = sql<boolean>`
  (e.undoes_id is null and not exists (select from stage_event u where u.undoes_id = e.id))`

export const isSeen = (actor: Actor): RawBuilder<boolean> =>
  sql<boolean>`(d.removed_at is null and ${ownerVisibleTo(actor, sql`d.owner_id`)})`

/** Positions of a way as a table: `p.stage_id`, `p.position`. */
export function positionsSql({ stages }: Way): RawBuilder<unknown> {
  const placed = stages.filter((it) => it.position !== null)
  return sql`unnest(${placed.map((it) => it.id)}::uuid[], ${placed.map((it) => it.position)}::int[]) p (stage_id, position)`
}

/**
 * Every deal that reached a position of the way in the period, a row each: `deal_id`, `position`, `at`; `farthest` and `next_at`,
 * the farthest position it ever reached and when it went beyond this one; `is_skipped`, it was never at the stage itself
 * by then; `fate`, what became of it. A deal reaches a position by its first move to it or beyond, so each is reached once.
 */
export function cohortsSql(actor: Actor, way: Way, period: Period): RawBuilder<unknown> {
  return sql`
    place as materialized (select * from ${positionsSql(way)}),
    moved as materialized (
      select distinct e.deal_id from stage_event e join place p on p.stage_id = e.to_stage_id where ${within(way, period, sql`e.at`)}
    ), entry as (
      select e.deal_id, e.at, p.position,
        coalesce(max(p.position) over (partition by e.deal_id order by e.at, e.id rows between unbounded preceding and 1 preceding), 0) as before
      from moved m join stage_event e on e.deal_id = m.deal_id join place p on p.stage_id = e.to_stage_id
      where ${isCountedSql}
    ), step as materialized (
      select deal_id, at, before, position, max(position) over w as farthest,
        lead(at) over (partition by deal_id order by position) as next_at
      from entry where position > before
      window w as (partition by deal_id)
    ), cohort as (
      select s.deal_id, i as position, s.at, s.farthest, s.position > i as is_skipped,
        case when s.position > i then s.at else s.next_at end as next_at,
        case when s.farthest > i then 'advanced' when d.pipeline_id <> ${way.id} then 'handedOver'
          when d.stage_id = any(${way.lostIds}::uuid[]) then 'lost' when n.position < i then 'movedBack' else 'stillThere' end as fate
      from step s join deal d on d.id = s.deal_id left join place n on n.stage_id = d.stage_id
        cross join lateral generate_series(s.before + 1, s.position) i
      where ${within(way, period, sql`s.at`)} and d.has_history and ${isSeen(actor)}
    )`
}
