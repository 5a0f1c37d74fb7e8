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

/** What became of a deal at a position it reached, in the order in which the database numbers them. */
export const fates = ['advanced', 'handedOver', 'lost', 'movedBack', 'stillThere'] as const
export type Fate = (typeof fates)[number]

/** The last position of a way: that of what is won. */
export const endOf = (way: Way): number => Math.max(...way.stages.map((it) => it.position ?? 0))

// An outcome as the database keeps it: the farthest position, then the fate, then whether the stage was skipped.
export const farthestSql = sql<number>`(c.outcome >> 4)`
export const fateSql = sql<Fate>`(${sql.lit(`{${fates.join(',')}}`)}::text[])[1 + (c.outcome >> 1 & 7)]`
export const isSkippedSql = sql<boolean>`(c.outcome & 1 = 1)`

/** Whether a deal went on from the stage itself, which was not skipped. */
export const isPassedSql = sql<boolean>`(c.outcome & 15 = 0)`

/** The positions of a way at which somebody can have arrived, as what a position is equal to. */
const anyOf = (way: Way): RawBuilder<unknown> =>
  sql`any(${Array.from({ length: endOf(way) }, (_, at) => at + 1)}::smallint[])`

/**
 * Every deal that reached a position of the way in the period, a row each, as rows `c`: `deal_id`, `position`, `at`, `owner_id`,
 * `source`; `outcome`, what became of it; `seconds`, how long it took to go beyond. A deal reaches a position by its first move to it or
 * beyond, so each is reached once. The database keeps it by every move: refresh_stage_reach(). Each position is a stretch of an
 * index, which tells all of these columns and no other.
 */
export function cohortSql(
  actor: Actor,
  way: Way,
  period: Period,
  position: RawBuilder<unknown> = anyOf(way),
): RawBuilder<unknown> {
  return sql`(
    select r.deal_id, r.position, r.at, r.owner_id, r.source, r.outcome, r.seconds from stage_reach r
    where r.pipeline_id = ${way.id} and r.position = ${position} and ${within(way, period, sql`r.at`)}
      and ${ownerVisibleTo(actor, sql`r.owner_id`)}) c`
}
