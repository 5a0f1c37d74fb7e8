import { type RawBuilder, sql } from 'kysely'
import { ownerVisibleTo } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'

/** Days of the workspace, both included. */
export type Period = { from: string; to: string }

/** The first instant of a day of the workspace, so many days later. */
export const startOf = (day: string, zone: string, plusDays = 0): RawBuilder<unknown> =>
  sql`((${day}::date + ${plusDays}::int)::timestamp at time zone ${zone})`

export const within = ({ from, to }: Period, zone: string, at: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(${at} >= ${startOf(from, zone)} and ${at} < ${startOf(to, zone, 1)})`

/** A deal `d` that is in sight and not in the bin. */
export const isSeen = (actor: Actor): RawBuilder<unknown> =>
  sql`(d.removed_at is null and ${ownerVisibleTo(actor, sql`d.owner_id`)})`
