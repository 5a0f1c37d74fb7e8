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

/**
 * Every deal that reached a position of the way in the period, a row each: `deal_id`, `position`, `at`; `farthest` and `next_at`,
 * the farthest position it ever reached and when it went beyond this one; `is_skipped`, it was never at the stage itself
 * by then; `fate`, what became of it. A deal reaches a position by its first move to it or beyond, so each is reached once.
 * The database keeps it by every move: refresh_stage_reach().
 */
export function cohortsSql(actor: Actor, way: Way, period: Period): RawBuilder<unknown> {
  return sql`
    cohort as not materialized (
      select r.deal_id, r.position, r.at, r.next_at, r.farthest, r.is_skipped, r.fate, r.owner_id from stage_reach r
      where r.pipeline_id = ${way.id} and ${within(way, period, sql`r.at`)} and ${ownerVisibleTo(actor, sql`r.owner_id`)}
    )`
}
