import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { type Times, timeMany, WARM_UP } from './measure.ts'
import { send, type Server } from './server.ts'

export type MoveTimes = {
  moved: Times
  bare?: Times
  /** deals written for each that was moved: one, or a column was numbered anew */
  written?: number
}
type Movable = { id: string; rev: number; stage: string; next: string; rank: string }

const MOST = 200
const SECONDS = 5

async function pickDeals(pool: pg.Pool): Promise<Movable[]> {
  const { rows } = await pool.query<Movable>(
    `select d.id, d.rev::int as rev, d.stage_id as stage, n.id as next, d.rank from deal d join stage s on s.id = d.stage_id
     join stage n on n.pipeline_id = s.pipeline_id and n.kind = 'open' and n.place = s.place + 1
     where s.preset in ('asked', 'toldNeed') and d.closed_at is null and d.removed_at is null
     order by random() limit $1`,
    [MOST + WARM_UP],
  )
  return rows
}

/** The least that a move writes, by hand: the deal, its event and an entry of the history, with the triggers that hang on them. */
async function moveBare(client: pg.PoolClient, { id, stage, next, rank }: Movable): Promise<void> {
  await client.query('begin')
  await client.query('select from deal where id = $1 for update', [id])
  await client.query(
    `update deal set stage_id = $2, rank = $3, stage_entered_at = now(), rev = nextval('rev_seq') where id = $1`,
    [id, next, rank],
  )
  await client.query(
    'insert into stage_event (id, deal_id, at, from_stage_id, to_stage_id) values ($1, $2, now(), $3, $4)',
    [randomUUID(), id, stage, next],
  )
  await client.query(
    `insert into audit_log (unit_id, channel, action, entity, entity_id) values ($1, 'job', 'deal.moved', 'deal', $2)`,
    [randomUUID(), id],
  )
  await client.query('commit')
}

/** One deal moved at a time to the next stage, until it is acknowledged; beside it, the same written by hand. */
export async function measureMoves(server: Server, cookie: string, pool: pg.Pool): Promise<MoveTimes> {
  const deals = await pickDeals(pool)
  const { rows: before } = await pool.query<{ rev: number }>('select max(rev)::int as rev from deal')
  let at = 0
  const load = { concurrency: 1, most: MOST, seconds: SECONDS }
  const moved = await timeMany(load, () => {
    const deal = deals[at++]
    return send(server, `/api/deals/${deal?.id}/move`, {
      cookie,
      body: { rev: deal?.rev, stageId: deal?.next },
    })
  })
  const { rows: after } = await pool.query<{ deals: number }>(
    'select count(*)::int as deals from deal where rev > $1',
    [before[0]?.rev],
  )
  const others = await pickDeals(pool)
  const client = await pool.connect()
  let next = 0
  try {
    const bare = await timeMany(load, async () => {
      const deal = others[next++]
      if (deal) await moveBare(client, deal)
    })
    return { moved, bare, written: (after[0]?.deals ?? 0) / at }
  } finally {
    client.release()
  }
}
