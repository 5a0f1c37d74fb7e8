import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type * as z from 'zod/mini'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import { loadParting } from './breakdown-report.ts'
import {
  cohortSql,
  endOf,
  type Fate,
  farthestSql,
  fates,
  fateSql,
  isSeen,
  isSkippedSql,
  loadWay,
  type Way,
  within,
} from './cohort-sql.ts'
import type { conversionContract, DealFigure, FigureDeal } from './conversion-contract.ts'
import { isOverNormSql, lossSql } from './stage-reports.ts'

export type FigureRequest = z.output<typeof conversionContract.deals.query>

const PAGE = 50

const isFate = (figure: DealFigure): figure is Fate => fates.some((it) => it === figure)

function positionOf(way: Way, stageId: string | undefined): number {
  const position = way.stages.find((it) => it.id === stageId)?.position
  if (position == null) throw new Refusal('notFound', { entity: 'stage' })
  return position
}

/** Which rows `c` of the cohort of a stage a figure counts. */
function cohortCondition(way: Way, { figure, reachedId }: FigureRequest): RawBuilder<unknown> {
  if (isFate(figure)) return sql`${fateSql} = ${figure}`
  if (figure === 'skipped') return isSkippedSql
  if (figure === 'reached') return sql`${farthestSql} >= ${positionOf(way, reachedId)}`
  if (figure === 'won') return sql`${farthestSql} = ${endOf(way)}`
  return sql`true`
}

/** A table of the deals behind a figure that is not of a cohort: `deal_id`, `at`. */
function standing(actor: Actor, way: Way, request: FigureRequest, now: Date): RawBuilder<unknown> {
  const { figure, stageId, reasonId } = request
  const of = sql`d.pipeline_id = ${way.id} and ${isSeen(actor)}`
  if (figure === 'noHistory')
    return sql`select d.id as deal_id, null::timestamptz as at from deal d where ${of} and not d.has_history`
  if (figure === 'openNow' || figure === 'overNorm') {
    const late = figure === 'overNorm' ? isOverNormSql(now) : sql`true`
    const stage = stageId ? sql`d.stage_id = ${stageId}` : sql`true`
    return sql`select d.id as deal_id, d.stage_entered_at as at from deal d join stage s on s.id = d.stage_id
      where ${of} and s.kind = 'open' and ${stage} and ${late}`
  }
  if (figure === 'closedWon' || figure === 'closedLost') {
    const owner =
      request.by === 'rep' ? sql`d.owner_id::text is not distinct from ${request.value ?? null}` : sql`true`
    return sql`select d.id as deal_id, d.closed_at as at from deal d join stage s on s.id = d.stage_id
      where ${of} and s.kind = ${figure === 'closedWon' ? 'won' : 'lost'} and ${within(way, request, sql`d.closed_at`)} and ${owner}`
  }
  const isLost = figure === 'lostInPeriod'
  const kind = isLost ? 'lost' : 'won'
  const ends = way.stages.filter((it) => it.kind === kind).map((it) => it.id)
  const reason =
    !isLost || !reasonId
      ? sql`true`
      : reasonId === 'none'
        ? sql`d.lost_reason_id is null`
        : sql`d.lost_reason_id = ${reasonId}`
  const stage = isLost && stageId ? sql`x.from_stage_id = ${stageId}` : sql`true`
  const amount = isLost ? sql`true` : sql`d.amount_minor is not null`
  return sql`select d.id as deal_id, d.closed_at as at from deal d ${isLost ? lossSql(way) : sql``}
    where ${of} and d.stage_id = any(${ends}::uuid[]) and ${within(way, request, sql`d.closed_at`)} and ${reason} and ${stage} and ${amount}`
}

const standingFigures: readonly DealFigure[] = [
  'noHistory',
  'openNow',
  'overNorm',
  'wonInPeriod',
  'lostInPeriod',
  'closedWon',
  'closedLost',
]

async function behind(db: Db, actor: Actor, way: Way, request: FigureRequest, now: Date) {
  if (standingFigures.includes(request.figure)) return sql`found as (${standing(actor, way, request, now)})`
  const parting = request.by && (await loadParting(db, way, request.by))
  const part = parting ? sql`${parting.key} is not distinct from ${request.value ?? null}` : sql`true`
  const position = sql`${positionOf(way, request.stageId)}`
  return sql`found as (
    select c.deal_id, c.at from ${cohortSql(actor, way, request, position)} ${parting ? parting.tables : sql``}
    where ${cohortCondition(way, request)} and ${part})`
}

type Row = Omit<FigureDeal, 'at'> & { at: Date | null }

/** The deals behind a figure of the funnel, the newest first, with the count and sum of all of them. */
export async function listFigureDeals(db: Db, actor: Actor, request: FigureRequest, now: Date) {
  const way = await loadWay(db, request.pipelineId)
  const table = await behind(db, actor, way, request, now)
  const after = request.cursor ? sql`d.id < ${request.cursor}` : sql`true`
  const found = await sql<Row & { all: number; sum: number }>`
    with ${table}, total as (
      select count(*) as count, coalesce(sum(d.amount_minor), 0)::bigint as sum from found f join deal d on d.id = f.deal_id)
    select d.id, d.title, d.client_id, k.name as client_name, d.owner_id, u.name as owner_name, d.amount_minor, d.stage_id, f.at,
      total.count as "all", total.sum
    from total left join (found f join deal d on d.id = f.deal_id join client k on k.id = d.client_id left join app_user u on u.id = d.owner_id)
      on ${after}
    order by d.id desc nulls last limit ${PAGE + 1}`.execute(db)
  const [first] = found.rows
  const rows = found.rows.filter((it) => it.id !== null)
  const page = rows.slice(0, PAGE).map(({ all: _all, sum: _sum, at, ...row }) => ({
    ...row,
    at: at?.toISOString() ?? null,
  }))
  return {
    rows: page,
    nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null,
    count: first?.all ?? 0,
    sumMinor: first?.sum ?? 0,
  }
}
