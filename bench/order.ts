import type pg from 'pg'
import { seeded } from './random.ts'
import { clientId, type Size } from './generate.ts'
import { type Times, timeMany, timesOf, WARM_UP } from './measure.ts'
import { send, type Server } from './server.ts'

/** `written`: acknowledged, one after another; `alone`: with nothing being counted beside; `moved`: until the classes know of it. */
export type OrderTimes = { written: Times; alone: Times; moved: Times }

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

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
  const written = await timeMany(load, put)
  const [alone, moved]: [number[], number[]] = [[], []]
  for (let time = 0; time < 30 + WARM_UP; time++) {
    // What the order before has set going is done by then.
    await pause(250)
    const before = await lastCount(pool)
    const from = performance.now()
    await put()
    alone.push(performance.now() - from)
    while ((await lastCount(pool)) === before) await pause(10)
    moved.push(performance.now() - from)
  }
  return { written, alone: timesOf(alone.slice(WARM_UP)), moved: timesOf(moved.slice(WARM_UP)) }
}
