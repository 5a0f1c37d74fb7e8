import { type RawBuilder, sql } from 'kysely'
import type * as z from 'zod/mini'
import { clientVisibleTo } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { daysBetween } from '#kernel/days.ts'
import type { OutputOf } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { contactsContract } from './contract.ts'
import { touchJson } from './reports.ts'

const PAGE = 50
const MOST_DAYS = 92

type Period = { from: string; to: string }

// Talks with clients in sight, `t` and `k`, on days of the workspace `w`.
const talks = (actor: Actor, { from, to }: Period): RawBuilder<unknown> => sql`
  workspace w cross join touch t join client k on k.id = t.client_id
  where t.kind <> 'note' and t.happened_at >= ${from}::date::timestamp at time zone w.time_zone
    and t.happened_at < (${to}::date + 1)::timestamp at time zone w.time_zone and ${clientVisibleTo(actor)}`

type Days = OutputOf<typeof contactsContract.touchDays>

/** How many talks of each kind each person had on each day: one query. */
export async function countTouchDays(db: Db, actor: Actor, period: Period): Promise<Days> {
  if (daysBetween(period.from, period.to) >= MOST_DAYS) throw new Refusal('tooManyDays', { most: MOST_DAYS })
  const of = (kind: string): RawBuilder<number> => sql<number>`count(*) filter (where t.kind = ${kind})`
  const found = await sql<Days['rows'][number]>`
    select n.*, u.name as author_name from (
      select t.author_id, (t.happened_at at time zone w.time_zone)::date as "on", ${of('call')} as call,
        ${of('meeting')} as meeting, ${of('message')} as message, ${of('email')} as email, coalesce(sum(t.minutes), 0) as minutes
      from ${talks(actor, period)} group by 1, 2) n
    left join app_user u on u.id = n.author_id
    order by u.name collate "ru-x-icu" nulls last, n.author_id, n."on"`.execute(db)
  return { rows: found.rows }
}

type Asked = z.output<typeof contactsContract.touches.query>
type Listed = OutputOf<typeof contactsContract.touches>

/** One page of talks, the newest first, with the count of all: two queries. */
export async function listTouches(
  db: Db,
  actor: Actor,
  { author, kind, cursor, ...period }: Asked,
): Promise<Listed> {
  const [at, id] = cursor?.split(' ') ?? []
  const asked = sql`${talks(actor, period)}
    and ${author === undefined ? sql`true` : author === 'none' ? sql`t.author_id is null` : sql`t.author_id = ${author}`}
    and ${kind ? sql`t.kind = ${kind}` : sql`true`}`
  const found = await sql<{ touch: Listed['rows'][number]; at: string }>`
    select ${touchJson} || jsonb_build_object('clientName', k.name) as touch, to_json(t.happened_at) #>> '{}' as at
    from ${asked} and ${at && id ? sql`(t.happened_at, t.id) < (${at}::timestamptz, ${id}::uuid)` : sql`true`}
    order by t.happened_at desc, t.id desc limit ${PAGE + 1}`.execute(db)
  const total = await sql<{ count: number }>`select count(*) as count from ${asked}`.execute(db)
  const shown = found.rows.slice(0, PAGE)
  const last = shown.at(-1)
  return {
    rows: shown.map((it) => it.touch),
    nextCursor: found.rows.length > PAGE && last ? `${last.at} ${last.touch.id}` : null,
    count: total.rows[0]?.count ?? 0,
  }
}
