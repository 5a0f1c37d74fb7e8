import { sql } from 'kysely'
import type pg from 'pg'
import type { Core } from '#compose.ts'
import { statTables, valueClassSql } from '#features/clients/public.ts'
import { segmentBase } from '#features/segments/public.ts'
import type { Day } from '#kernel/days.ts'
import { timeOnce } from './measure.ts'

const bare = `
  with days as (
    select client_id, ordered_on, sum(case when status = 'return' then -amount_minor else amount_minor end) as minor
    from sales_order where client_id is not null and status <> 'cancelled' and ordered_on > $1::date - 365 group by 1, 2
  ), sums as (
    select client_id, sum(minor) as minor, count(*) as days from days group by 1
  ), ranked as (
    select *, coalesce(sum(greatest(minor, 0)) over (order by minor desc, client_id rows between unbounded preceding and 1 preceding), 0) as before,
      sum(greatest(minor, 0)) over () as total from sums
  )
  select case when minor <= 0 then 'none' when before < total * 0.8 then 'A' when before < total * 0.95 then 'B' else 'C' end as class,
    least(days, 12) as days, count(*) from ranked group by 1, 2`

const byClass = sql`select ${valueClassSql('turnover')} as value_class, count(*) from ${statTables} group by 1`

// What the matrix and the curve read.
const keptByClass = sql`select value_class, sum(clients) from segment_cell group by 1`

export type ClassTimes = {
  bareSeconds: number
  rawSeconds: number
  allSeconds: number
  thresholdSeconds: number
  countSeconds: number
  countBareSeconds: number
}

/** A re-class from raw orders, bare and ours; all that is kept counted anew; new thresholds; a count by class from what is kept, and without it. */
export async function measureClasses(core: Core, pool: pg.Pool, asOf: Day): Promise<ClassTimes> {
  const refresh = core.jobs['segments.refresh']
  if (!refresh) throw new Error('no job that counts the classes')
  const recount = (): Promise<unknown> => refresh.run({}, new AbortController().signal)
  const { db } = core.services
  const request = { asOf, windowMonths: 12, measure: 'turnover' as const, perClient: false }
  // As if the day had changed: every statistic is counted anew.
  await sql`update segment_state set as_of = as_of - 1`.execute(db)
  const allSeconds = await timeOnce(recount, 1)
  await sql`vacuum analyze client_stats, client_month`.execute(db)
  await pool.query(`select graphile_worker.complete_jobs(array_agg(id)) from graphile_worker.jobs`)
  let share = 0.8
  const thresholdSeconds = await timeOnce(async () => {
    share = share === 0.8 ? 0.7 : 0.8
    await sql`update segment_settings set share_a = ${share}, rev = nextval('rev_seq')`.execute(db)
    await recount()
  }, 2)
  await sql`vacuum analyze client_stats`.execute(db)
  const client = await pool.connect()
  try {
    await client.query(`set work_mem = '96MB'; set max_parallel_workers_per_gather = 2`)
    return {
      allSeconds,
      thresholdSeconds,
      countSeconds: await timeOnce(() => keptByClass.execute(db)),
      countBareSeconds: await timeOnce(() => byClass.execute(db)),
      bareSeconds: await timeOnce(() => client.query(bare, [asOf])),
      rawSeconds: await timeOnce(() => segmentBase(db, request)),
    }
  } finally {
    client.release(true)
  }
}
