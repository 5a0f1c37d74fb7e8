import { type RawBuilder, sql } from 'kysely'
import { type measureColumn, valueClassSql } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { Db } from '#server/database/connect.ts'
import { cohortSql, endOf, farthestSql, loadWay, type Period, type Way } from './cohort-sql.ts'
import type { Breakdown, BreakdownGroup } from './conversion-contract.ts'
import { gradesOf } from './grade-sql.ts'

type Measure = Parameters<typeof measureColumn>[0]

const FIRST_GROUPS = 60

/** What the rows of a cohort `c` are parted by, with the tables that it takes: the deals are read where they must be. */
export type Parting = { key: RawBuilder<string | null>; tables: RawBuilder<unknown> }

// In which of the months of a period a deal arrived, from 1: found among their first instants, without working a date out of each.
const monthOf = (way: Way, { from, to }: Period): RawBuilder<unknown> => sql`width_bucket(c.at, array(
  select m at time zone ${way.zone} from generate_series(date_trunc('month', ${from}::timestamp), ${to}::timestamp, '1 month') m))`
const monthNamed = ({ from }: Period): RawBuilder<string> =>
  sql`to_char(date_trunc('month', ${from}::timestamp) + make_interval(months => part - 1), 'YYYY-MM')`

/** By what a cohort is parted; the class of the client and the grade of the deal are those of today. */
export async function loadParting(db: Db, way: Way, by: Breakdown): Promise<Parting> {
  if (by === 'rep') return { key: sql`c.owner_id::text`, tables: sql`` }
  if (by === 'source') return { key: sql`c.source`, tables: sql`` }
  if (by === 'grade') return { key: sql`lg.grade`, tables: gradesOf(sql`c.deal_id`) }
  if (by === 'month') return { key: sql`to_char(c.at at time zone ${way.zone}, 'YYYY-MM')`, tables: sql`` }
  return partByClass(db)
}

type Border = { measure: Measure; least: number | null; tie: string | null; id: string | null }

// The borders go in as values: joined as a table, they would be carried along with every client.
async function partByClass(db: Db): Promise<Parting> {
  const found = await sql<Border>`
    select e.measure, g.* from segment_settings e left join (
      select 1 as place, a_measure_minor as least, a_tie_key as tie, a_client_id as id from segment_state
      union all select 2, b_measure_minor, b_tie_key, b_client_id from segment_state) g on true order by g.place`.execute(
    db,
  )
  const [a, b] = found.rows
  const border = (name: 'a' | 'b', { least, tie, id }: Partial<Border> = {}): RawBuilder<unknown> =>
    sql`${least}::bigint as ${sql.ref(`${name}_measure_minor`)}, ${tie}::text as ${sql.ref(`${name}_tie_key`)},
      ${id}::uuid as ${sql.ref(`${name}_client_id`)}`
  return {
    key: valueClassSql(a?.measure ?? 'turnover'),
    tables: sql`join deal d on d.id = c.deal_id left join client_stats t on t.client_id = d.client_id
      cross join (select ${border('a', a)}, ${border('b', b)}) g`,
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
  const name = by === 'rep' ? sql`(select u.name from app_user u where u.id = g.key::uuid)` : sql`null`
  // Parted by what is short; how a part is called is worked out once for each.
  const [part, called] =
    by === 'month'
      ? [monthOf(way, period), monthNamed(period)]
      : by === 'rep'
        ? [sql`c.owner_id`, sql`part::text`]
        : [key, sql`part`]
  const found = await sql<Cell>`
    with counted as (
      select ${part} as part, c.position, count(*) as entered, count(*) filter (where ${farthestSql} > c.position) as advanced,
        count(*) filter (where ${farthestSql} = ${endOf(way)}) as won
      from ${cohortSql(actor, way, period)} ${tables} group by 1, 2
    ), cell as (
      select ${called} as key, position, entered, advanced, won from counted
    ), part as (select key, max(entered) as most from cell group by key)
    select g.*, ${name} as name from (select cell.*, part.most from cell join part on part.key is not distinct from cell.key) g
    order by ${orders[by] ?? sql`g.most desc, g.key nulls last`}, g.position`.execute(db)
  const groups = new Map<string | null, BreakdownGroup>()
  for (const { key: own, name: named, position, entered, advanced, won } of found.rows) {
    const group = groups.get(own) ?? { key: own, name: named, stages: [] }
    groups.set(own, group)
    for (const stage of way.stages)
      if (stage.position === position && !(stage.isRemoved && stage.kind === 'won'))
        group.stages.push({ stageId: stage.id, entered, advanced, won })
  }
  const rows = [...groups.values()]
  return { rows: rows.slice(0, most), more: Math.max(0, rows.length - most), all: sumOf(rows) }
}
