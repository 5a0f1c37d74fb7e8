import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Db } from '#server/database/connect.ts'
import { isSeen, loadWay, type Period, within } from './cohort-sql.ts'
import type { Result } from './conversion-contract.ts'

/**
 * How deals of a way ended in a period, by rep and quarter of their end: two queries. Every deal that ended counts, also one that
 * came by a file without its history: that it was won needs no way that it went.
 */
export async function showResults(
  db: Db,
  actor: Actor,
  { pipelineId, ...period }: Period & { pipelineId: string },
): Promise<{ rows: Result[]; withoutHistory: number }> {
  const way = await loadWay(db, pipelineId)
  const found = await sql<Result & { withoutHistory: number }>`
    select d.owner_id, (select u.name from app_user u where u.id = d.owner_id) as owner_name,
      date_trunc('quarter', d.closed_at at time zone ${way.zone})::date::text as quarter,
      count(*) filter (where s.kind = 'won') as won, count(*) filter (where s.kind = 'lost') as lost,
      coalesce(sum(d.amount_minor) filter (where s.kind = 'won'), 0)::bigint as won_minor,
      count(*) filter (where not d.has_history) as without_history
    from deal d join stage s on s.id = d.stage_id
    where d.pipeline_id = ${way.id} and ${isSeen(actor)} and ${within(way, period, sql`d.closed_at`)}
    group by 1, 3 order by 2 nulls last, 1, 3`.execute(db)
  return {
    rows: found.rows.map(({ withoutHistory: _count, ...row }) => row),
    withoutHistory: found.rows.reduce((sum, it) => sum + it.withoutHistory, 0),
  }
}
