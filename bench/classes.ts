import { sql } from 'kysely'
import type pg from 'pg'
import type { Core } from '#compose.ts'
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

export type ClassTimes = { bareSeconds: number; rawSeconds: number; allSeconds: number }

/** A re-class from raw orders, bare and ours, and everything that is kept of a client counted anew. */
export async function measureClasses(core: Core, pool: pg.Pool, asOf: Day): Promise<ClassTimes> {
  const refresh = core.jobs['segments.refresh']
  if (!refresh) throw new Error('no job that counts the classes')
  const request = { asOf, windowMonths: 12, measure: 'turnover' as const, perClient: false }
  const client = await pool.connect()
  try {
    const allSeconds = await timeOnce(() => refresh.run({}, new AbortController().signal), 1)
    await sql`vacuum analyze client_stats, client_month`.execute(core.services.db)
    await client.query(`set work_mem = '96MB'`)
    return {
      allSeconds,
      bareSeconds: await timeOnce(() => client.query(bare, [asOf])),
      rawSeconds: await timeOnce(() => segmentBase(core.services.db, request)),
    }
  } finally {
    client.release(true)
  }
}
