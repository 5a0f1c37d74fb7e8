import { type RawBuilder, sql } from 'kysely'
import { clientVisibleTo, ownerVisibleTo } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type * as z from 'zod/mini'
import type { Db } from '#server/database/connect.ts'
import type { Period } from './cohort-sql.ts'
import {
  type conversionContract,
  type TalkedClient,
  type TalkGroup,
  talkGroups,
} from './conversion-contract.ts'
import { rateOf } from './domain/wilson.ts'

type Request = z.output<typeof conversionContract.firstTalkClients.query>
const PAGE = 50

const groupSql = sql`case c.passed when 'facts' then 'complete' when 'head' then 'waived' when 'gradeA' then 'waived'
  else 'unasked' end`

/**
 * Companies whose first talk fell into the period, a row each: `client_id`, `at`, `talk_group`, `completeness`, `moved_at`. A
 * deal moved on when it reached a stage that it had not reached by the talk, nor, if it is younger, at its birth. A talk is
 * written down when it happened or later, so those written before the period need not be looked at.
 */
function firstTalksSql(actor: Actor, { from, to }: Period): RawBuilder<unknown> {
  const zone = sql`(select time_zone from workspace)`
  const start = (day: string, plusDays = 0) =>
    sql`((${day}::date + ${plusDays}::int)::timestamp at time zone ${zone})`
  return sql`
    first_talk as materialized (
      select distinct on (c.client_id) c.client_id, t.happened_at as at, ${groupSql} as talk_group, c.completeness
      from first_contact c join touch t on t.id = c.touch_id and t.kind <> 'note' join client k on k.id = c.client_id
      where c.passed <> 'person' and ${clientVisibleTo(actor)}
        and c.client_id in (select n.client_id from first_contact n where n.at >= ${start(from)})
      order by c.client_id, c.at, c.id
    ), talked as (
      select f.*, (
        select min(r.at) from deal d join stage_reach r on r.deal_id = d.id
        where d.client_id = f.client_id and d.removed_at is null and ${ownerVisibleTo(actor, sql`d.owner_id`)}
          and r.at > f.at and r.at > (
            select min(b.at) from stage_reach b where b.deal_id = r.deal_id and b.pipeline_id = r.pipeline_id)
      ) as moved_at
      from first_talk f where f.at >= ${start(from)} and f.at < ${start(to, 1)}
    )`
}

/** How many companies were first talked to with and without a dossier, and with how many of them a deal went on. */
export async function showFirstTalks(db: Db, actor: Actor, period: Period) {
  const found = await sql<{ group: TalkGroup; of: number; moved: number }>`
    with ${firstTalksSql(actor, period)}
    select talk_group as group, count(*) as of, count(moved_at) as moved from talked group by 1`.execute(db)
  return {
    rows: talkGroups.map((group) => {
      const { of, moved } = found.rows.find((it) => it.group === group) ?? { of: 0, moved: 0 }
      return { group, moved: rateOf(moved, of) }
    }),
  }
}

type Row = Omit<TalkedClient, 'at' | 'movedAt'> & { at: Date; movedAt: Date | null; all: number }

/** The companies behind one figure of that, the newest first. */
export async function listFirstTalkClients(
  db: Db,
  actor: Actor,
  { group, isMoved, cursor, ...period }: Request,
) {
  const found = await sql<Row>`
    with ${firstTalksSql(actor, period)}, chosen as (
      select * from talked where talk_group = ${group} and ${isMoved ? sql`moved_at is not null` : sql`true`})
    select k.id, k.name, u.name as owner_name, c.at, c.completeness, c.moved_at, (select count(*) from chosen) as all
    from chosen c join client k on k.id = c.client_id left join app_user u on u.id = k.owner_id
    where ${cursor ? sql`k.id < ${cursor}` : sql`true`} order by k.id desc limit ${PAGE + 1}`.execute(db)
  const page = found.rows.slice(0, PAGE).map(({ all: _all, at, movedAt, ...row }) => ({
    ...row,
    at: at.toISOString(),
    movedAt: movedAt?.toISOString() ?? null,
  }))
  return {
    rows: page,
    nextCursor: found.rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    count: found.rows[0]?.all ?? 0,
  }
}
