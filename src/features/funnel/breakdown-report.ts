import { type RawBuilder, sql } from 'kysely'
import { measureColumn, statTables, valueClassSql } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { Db } from '#server/database/connect.ts'
import { cohortsSql, loadWay, type Period, type Way } from './cohort-sql.ts'
import type { Breakdown, BreakdownGroup } from './conversion-contract.ts'
import { gradesOf } from './grade-sql.ts'

type Measure = Parameters<typeof measureColumn>[0]

const FIRST_GROUPS = 60

/** What the rows of a cohort `c` are parted by, with the tables that it takes: the deals are read where they must be. */
export type Parting = { key: RawBuilder<string | null>; tables: RawBuilder<unknown> }

const deals = sql`join deal d on d.id = c.deal_id`

const monthSql = (way: Way): RawBuilder<unknown> => sql`date_trunc('month', c.at at time zone ${way.zone})`

/** By what a cohort is parted; the class of the client and the grade of the deal are those of today. */
export async function loadParting(db: Db, way: Way, by: Breakdown): Promise<Parting> {
  if (by === 'rep') return { key: sql`c.owner_id::text`, tables: sql`` }
  if (by === 'source') return { key: sql`d.source`, tables: deals }
  if (by === 'grade') return { key: sql`lg.grade`, tables: gradesOf(sql`c.deal_id`) }
  if (by === 'month') return { key: sql`to_char(${monthSql(way)}, 'YYYY-MM')`, tables: sql`` }
  const found = await sql<{ measure: Measure }>`select measure from segment_settings`.execute(db)
  return {
    key: valueClassSql(found.rows[0]?.measure ?? 'turnover'),
    tables: sql`${deals} left join (${statTables}) on t.client_id = d.client_id`,
  }
}

// What has an order of its own stands in it; else the largest group first.
const orders: Partial<Record<Breakdown, RawBuilder<unknown>>> = {
  month: sql`g.key desc`,
  class: sql`g.key nulls last`,
  grade: sql`g.key nulls last`,
}

type Cell = {
  key: string | null
  name: string | null
  position: number
  entered: number
  advanced: number
  won: number
}

/** All groups together, those that are not listed among them: what one group is compared with. */
function sumOf(groups: readonly BreakdownGroup[]): BreakdownGroup['stages'] {
  const sums = new Map<string, BreakdownGroup['stages'][number]>()
  for (const { stageId, entered, advanced, won } of groups.flatMap(({ stages }) => stages)) {
    const before = sums.get(stageId) ?? { entered: 0, advanced: 0, won: 0 }
    sums.set(stageId, {
      stageId,
      entered: before.entered + entered,
      advanced: before.advanced + advanced,
      won: before.won + won,
    })
  }
  return [...sums.values()]
}

/** The cohorts of a period parted: for each part who entered each stage, went on, and was won. */
export async function showBreakdown(
  db: Db,
  actor: Actor,
  {
    pipelineId,
    by,
    most = FIRST_GROUPS,
    ...period
  }: Period & { pipelineId: string; by: Breakdown; most?: number | undefined },
) {
  const way = await loadWay(db, pipelineId)
  const { key, tables } = await loadParting(db, way, by)
  const end = Math.max(...way.stages.map((it) => it.position ?? 0))
  const name = by === 'rep' ? sql`(select u.name from app_user u where u.id = g.key::uuid)` : sql`null`
  const found = await sql<Cell>`
    with ${cohortsSql(actor, way, period)}, counted as (
      select ${by === 'month' ? monthSql(way) : key} as part, c.position, count(*) as entered, count(*) filter (where c.farthest > c.position) as advanced,
        count(*) filter (where c.farthest = ${end}) as won
      from cohort c ${tables} group by 1, 2
    ), cell as (
      select ${by === 'month' ? sql`to_char(part, 'YYYY-MM')` : sql`part`} as key, position, entered, advanced, won from counted
    ), part as (select key, max(entered) as most from cell group by key)
    select g.*, ${name} as name from (select cell.*, part.most from cell join part on part.key is not distinct from cell.key) g
    order by ${orders[by] ?? sql`g.most desc, g.key nulls last`}, g.position`.execute(db)
  const groups = new Map<string | null, BreakdownGroup>()
  for (const { key: part, name: called, position, entered, advanced, won } of found.rows) {
    const group = groups.get(part) ?? { key: part, name: called, stages: [] }
    groups.set(part, group)
    for (const stage of way.stages)
      if (stage.position === position && !(stage.isRemoved && stage.kind === 'won'))
        group.stages.push({ stageId: stage.id, entered, advanced, won })
  }
  const rows = [...groups.values()]
  return { rows: rows.slice(0, most), more: Math.max(0, rows.length - most), all: sumOf(rows) }
}
