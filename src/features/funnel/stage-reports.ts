import { sql } from 'kysely'
import { ownerVisibleTo } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { addDays, addMonths, dayOf } from '#kernel/days.ts'
import type { Db } from '#server/database/connect.ts'
import { isCountedSql, isSeen, loadWay, type Period, type Way, within } from './cohort-sql.ts'
import { isEntryKnownSql } from './conditions.ts'
import { daysOf, loadWonShares } from './conversion-report.ts'
import { forecastOf } from './domain/forecast.ts'
import { rateOf } from './domain/wilson.ts'

type Asked = Period & { pipelineId: string }

/** The move by which a deal `d` that is lost was lost, as `x`; a deal without history has none. */
export const lossSql = (way: Way) => sql`left join lateral (
  select e.from_stage_id from stage_event e
  where e.deal_id = d.id and e.to_stage_id = any(${way.lostIds}::uuid[]) and ${isCountedSql}
  order by e.at desc, e.id desc limit 1) x on true`

/** Deals that are lost now and were so in the period, by the stage they were lost from and the reason. */
export async function showLostReasons(db: Db, actor: Actor, { pipelineId, ...period }: Asked) {
  const way = await loadWay(db, pipelineId)
  const found = await sql<{
    stageId: string | null
    reasonId: string | null
    count: number
    sumMinor: number
  }>`
    select s.id as stage_id, d.lost_reason_id as reason_id, count(*) as count, coalesce(sum(d.amount_minor), 0)::bigint as sum_minor
    from deal d ${lossSql(way)} left join stage s on s.id = x.from_stage_id and s.pipeline_id = ${way.id}
    where d.stage_id = any(${way.lostIds}::uuid[]) and d.closed_at is not null and ${within(way, period, sql`d.closed_at`)}
      and ${isSeen(actor)}
    group by 1, 2 order by 3 desc, 1, 2`.execute(db)
  return {
    rows: found.rows,
    count: found.rows.reduce((sum, it) => sum + it.count, 0),
    sumMinor: found.rows.reduce((sum, it) => sum + it.sumMinor, 0),
  }
}

/**
 * How long deals stayed at each stage: every stay that ended in the period, so that a return is a stay of its own. The database
 * keeps them by every move: refresh_stage_reach().
 */
export async function showStageTimes(db: Db, actor: Actor, { pipelineId, ...period }: Asked) {
  const way = await loadWay(db, pipelineId)
  const open = way.stages.filter((it) => it.kind === 'open')
  const found = await sql<{ stageId: string; stays: number; seconds: number }>`
    select s.id as stage_id, y.* from unnest(${open.map(({ id }) => id)}::uuid[]) s(id) cross join lateral (
      select count(*) as stays, percentile_cont(0.5) within group (order by k.seconds) as seconds
      from stage_stay k
      where k.stage_id = s.id and ${within(way, period, sql`k.until`)} and ${ownerVisibleTo(actor, sql`k.owner_id`)}) y
    where y.stays > 0`.execute(db)
  return {
    rows: open.flatMap(({ id: stageId, isRemoved }) => {
      const own = found.rows.find((it) => it.stageId === stageId)
      if (isRemoved && !own) return []
      return [{ stageId, stays: own?.stays ?? 0, medianDays: own ? daysOf(own.seconds) : null }]
    }),
  }
}

const MEASURED_MONTHS = 6
type Open = { stageId: string; count: number; sumMinor: number; withoutAmount: number; overNorm: number }

/** The open deals of a way as they stand now, and what they will bring by the cohorts of the last six months. */
export async function showToday(db: Db, actor: Actor, pipelineId: string, now: Date) {
  const way = await loadWay(db, pipelineId)
  const today = dayOf(now, way.zone)
  const period = { from: addDays(addMonths(today, -MEASURED_MONTHS), 1), to: today }
  const openStages = way.stages.filter((it) => it.kind === 'open')
  const standing = sql<Open>`
    select d.stage_id, count(*) as count, coalesce(sum(d.amount_minor), 0)::bigint as sum_minor,
      count(*) filter (where d.amount_minor is null) as without_amount, count(*) filter (where ${isOverNormSql(now)}) as over_norm
    from deal d join stage s on s.id = d.stage_id
    where d.stage_id = any(${openStages.map(({ id }) => id)}::uuid[]) and ${isSeen(actor)} group by 1`.execute(
    db,
  )
  const [found, shares] = await Promise.all([standing, loadWonShares(db, actor, way, period)])
  const none = { count: 0, sumMinor: 0, withoutAmount: 0, overNorm: 0 }
  const open = openStages.flatMap(({ id: stageId, normDays, isRemoved }) => {
    const own = found.rows.find((it) => it.stageId === stageId)
    if (isRemoved && !own) return []
    const won = shares.find((it) => it.stageId === stageId)?.won ?? rateOf(0, 0)
    return [{ ...none, ...own, stageId, normDays, won }]
  })
  const { stages, tooFew, ...total } = forecastOf(
    open.map((it) => ({ ...it, won: it.won.count, entered: it.won.of })),
  )
  const left = open.filter((it) => tooFew.includes(it.stageId))
  return {
    ...period,
    stages: open.map((it) => {
      const own = stages.find((of) => of.stageId === it.stageId)
      if (!own) return { ...it, expected: null }
      const { stageId: _stageId, ...expected } = own
      return { ...it, expected }
    }),
    ...total,
    tooFew: {
      count: left.reduce((sum, it) => sum + it.count, 0),
      sumMinor: left.reduce((sum, it) => sum + it.sumMinor, 0),
    },
  }
}

/** Whether a deal `d` stays at its stage `s` longer than the norm. */
export const isOverNormSql = (now: Date) =>
  sql<boolean>`(s.norm_days is not null and d.stage_entered_at < ${now}::timestamptz - make_interval(days => s.norm_days)
    and ${isEntryKnownSql})`
