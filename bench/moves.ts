import type pg from 'pg'
import { type Times, timeMany } from './measure.ts'
import { send, type Server } from './server.ts'

export type MoveTimes = { moved: Times }

/** One deal moved at a time to the next stage, until it is acknowledged. */
export async function measureMoves(server: Server, cookie: string, pool: pg.Pool): Promise<MoveTimes> {
  const { rows } = await pool.query<{ id: string; rev: number; next: string }>(
    `select d.id, d.rev::int as rev, n.id as next from deal d join stage s on s.id = d.stage_id
     join stage n on n.pipeline_id = s.pipeline_id and n.kind = 'open' and n.place = s.place + 1
     where s.preset in ('asked', 'toldNeed') and d.closed_at is null order by random() limit 250`,
  )
  let at = 0
  const moved = await timeMany({ concurrency: 1, most: 200, seconds: 5 }, () => {
    const deal = rows[at++ % rows.length]
    return send(server, `/api/deals/${deal?.id}/move`, {
      cookie,
      body: { rev: deal?.rev, stageId: deal?.next },
    })
  })
  return { moved }
}
