import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { daysBetween } from '#kernel/days.ts'
import type { Db } from '#server/database/connect.ts'
import {
  cohortSql,
  endOf,
  type Fate,
  farthestSql,
  fateSql,
  isPassedSql,
  isSeen,
  isSkippedSql,
  loadWay,
  type Period,
  type Way,
  within,
} from './cohort-sql.ts'
import type { CohortStage } from './conversion-contract.ts'
import { findWeakest } from './domain/weakest-stage.ts'
import { rateOf } from './domain/wilson.ts'

type Counted = { position: number; farthest: number; fate: Fate; deals: number; skipped: number }
type Timed = { position: number; deals: number; seconds: number }

const sumOf = <T>(rows: readonly T[], pick: (row: T) => number): number =>
  rows.reduce((sum, row) => sum + pick(row), 0)

/** Seconds as days with one decimal. */
export const daysOf = (seconds: number): number => Math.round(seconds / 8640) / 10

/** The cohorts of a period counted: by position, farthest position and fate. */
async function countCohorts(db: Db, actor: Actor, way: Way, period: Period): Promise<Counted[]> {
  const found = await sql<Counted>`
    select c.position, ${farthestSql} as farthest, ${fateSql} as fate, case when ${isSkippedSql} then c.deals else 0 end as skipped,
      c.deals
    from (select c.position, c.outcome, count(*) as deals from ${cohortSql(actor, way, period)} group by 1, 2) c`.execute(
    db,
  )
  return found.rows
}

/** The median time from each position to the next. */
async function timeCohorts(db: Db, actor: Actor, way: Way, period: Period): Promise<Timed[]> {
  const found = await sql<Timed>`
    select p.position, y.* from generate_series(1, ${endOf(way)}::int) p(position) cross join lateral (
      select count(*) as deals, percentile_cont(0.5) within group (order by c.seconds) as seconds
      from ${cohortSql(actor, way, period, sql`p.position`)} where ${isPassedSql}) y
    where y.deals > 0`.execute(db)
  return found.rows
}

/** How many deals were won in the period, now won, and their average amount. */
async function loadWon(db: Db, actor: Actor, way: Way, period: Period) {
  const wonIds = way.stages.filter((it) => it.kind === 'won').map((it) => it.id)
  const found = await sql<{ deals: number; average: number | null }>`
    select count(*) as deals, round(avg(d.amount_minor))::bigint as average from deal d
    where d.stage_id = any(${wonIds}::uuid[]) and d.closed_at is not null and d.amount_minor is not null
      and ${within(way, period, sql`d.closed_at`)} and ${isSeen(actor)}`.execute(db)
  return found.rows[0] ?? { deals: 0, average: null }
}

async function countWithoutHistory(db: Db, actor: Actor, way: Way): Promise<number> {
  const found = await sql<{ deals: number }>`
    select count(*) as deals from deal d where d.pipeline_id = ${way.id} and not d.has_history and ${isSeen(actor)}`.execute(
    db,
  )
  return found.rows[0]?.deals ?? 0
}

/** The stages of a way with their cohorts; a stage that was removed is among them where deals of its cohort stood at it. */
function stagesOf(way: Way, cells: readonly Counted[], times: readonly Timed[]): CohortStage[] {
  const placed = way.stages.flatMap((it) => (it.position === null ? [] : [{ ...it, position: it.position }]))
  const end = Math.max(...placed.map((it) => it.position))
  const counted = placed.map((stage) => {
    const own = cells.filter((it) => it.position === stage.position)
    const entered = sumOf(own, (it) => it.deals)
    return { stage, own, entered, skipped: sumOf(own, (it) => it.skipped) }
  })
  const listed = counted.filter(
    ({ stage, entered, skipped }) => !stage.isRemoved || (stage.kind === 'open' && entered > skipped),
  )
  return listed.map(({ stage, own, entered, skipped }) => {
    const { id: stageId, kind, preset, name, isRemoved, position } = stage
    const beyond = (far: number): number =>
      sumOf(
        own.filter((it) => it.farthest >= far),
        (it) => it.deals,
      )
    const of = (fate: Fate): number =>
      sumOf(
        own.filter((it) => it.fate === fate),
        (it) => it.deals,
      )
    const time = times.find((it) => it.position === position)
    return {
      stageId,
      kind,
      preset,
      name,
      isRemoved,
      entered,
      skipped,
      advanced: of('advanced'),
      handedOver: of('handedOver'),
      lost: of('lost'),
      movedBack: of('movedBack'),
      stillThere: of('stillThere'),
      next: rateOf(of('advanced'), entered),
      won: rateOf(beyond(end), entered),
      reached: listed
        .filter((it) => it.stage.position > position)
        .map((it) => ({ stageId: it.stage.id, ...rateOf(beyond(it.stage.position), entered) })),
      medianDays: time ? daysOf(time.seconds) : null,
      medianOf: time?.deals ?? 0,
    }
  })
}

const DAYS_IN_MONTH = 365.25 / 12

/** The funnel by cohort: what became of the deals that entered each stage in a period. */
export async function showConversion(
  db: Db,
  actor: Actor,
  { pipelineId, ...period }: Period & { pipelineId: string },
) {
  const way = await loadWay(db, pipelineId)
  const [cells, times] = await Promise.all([
    countCohorts(db, actor, way, period),
    timeCohorts(db, actor, way, period),
  ])
  const won = await loadWon(db, actor, way, period)
  const stages = stagesOf(way, cells, times)
  const months = Math.max(0, daysBetween(period.from, period.to) + 1) / DAYS_IN_MONTH
  return {
    stages,
    withoutHistory: await countWithoutHistory(db, actor, way),
    wonDeals: won.deals,
    wonAverageMinor: won.average,
    weakest: findWeakest(
      stages.filter((it) => it.kind === 'open'),
      { months, wonAverageMinor: won.average },
    ),
    months: Math.round(months * 10) / 10,
  }
}

/** Of those who entered each stage in a period, how many came to be won. */
export async function loadWonShares(db: Db, actor: Actor, way: Way, period: Period) {
  const cells = await countCohorts(db, actor, way, period)
  return stagesOf(way, cells, []).map(({ stageId, won }) => ({ stageId, won }))
}
