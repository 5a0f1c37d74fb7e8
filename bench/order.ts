import type pg from 'pg'
import { seeded } from './random.ts'
import { clientId, type Size } from './generate.ts'
import { type Times, timeMany } from './measure.ts'
import { send, type Server } from './server.ts'

export type OrderTimes = { written: Times; moved: Times }

async function lastCount(pool: pg.Pool): Promise<string> {
  const { rows } = await pool.query<{ at: string }>('select computed_at::text as at from segment_state')
  return rows[0]?.at ?? ''
}

/** One new order at a time: until it is acknowledged, and until the classes know of it. */
export async function measureOrders(
  server: Server,
  cookie: string,
  pool: pg.Pool,
  size: Size,
): Promise<OrderTimes> {
  const random = seeded(11)
  const load = { concurrency: 1, most: 30, seconds: 20 }
  const put = (): Promise<unknown> =>
    send(server, '/api/orders', {
      cookie,
      body: {
        clientId: clientId(random.below(size.clients)),
        orderedAt: new Date().toISOString(),
        amountMinor: 1_000_000 + random.below(9_000_000),
      },
    })
  const moved = await timeMany(load, async () => {
    const before = await lastCount(pool)
    await put()
    while ((await lastCount(pool)) === before) await new Promise((resolve) => setTimeout(resolve, 10))
  })
  return { written: await timeMany(load, put), moved }
}
