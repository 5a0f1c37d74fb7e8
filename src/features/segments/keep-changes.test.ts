import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { recordQueries } from '../../../test/support/record-queries.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import { refreshStats } from './refresh.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp({ now: '2026-06-12T09:00:00Z' })
})
afterAll(() => app.close())

const CLIENTS = 60
const idOf = (client: number): string => `01900000-0000-7000-8000-${String(client).padStart(12, '0')}`

// Few different sums, so that ties are met; small ones beside large, so that borders lie close together.
const order = fc.record({
  client: fc.nat(CLIENTS - 1),
  daysAgo: fc.nat(500),
  amount: fc.oneof(fc.nat(12), fc.nat(1000)),
  status: fc.constantFrom('placed', 'paid', 'placed', 'return', 'cancelled'),
})
type Order = typeof order extends fc.Arbitrary<infer O> ? O : never
const change = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('order' as const), order }) },
  fc.record({ kind: fc.constantFrom('owner', 'archive', 'code', 'remove'), client: fc.nat(CLIENTS - 1) }),
)
type Change = typeof change extends fc.Arbitrary<infer C> ? C : never
const story = fc.record({
  first: fc.array(order, { minLength: 100, maxLength: 160 }),
  steps: fc.array(fc.array(change, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }),
})

async function addOrders(orders: readonly Order[]): Promise<void> {
  await sql`
    insert into sales_order (external_id, client_id, ordered_at, ordered_on, amount_minor, status)
    select new_id()::text, k.id, d, d, (o ->> 'amount')::bigint * 1000, o ->> 'status'
    from jsonb_array_elements(${JSON.stringify(orders.map((it) => ({ ...it, client: idOf(it.client) })))}::jsonb) o
    join client k on k.id = (o ->> 'client')::uuid,
    lateral (select '2026-06-12'::date - (o ->> 'daysAgo')::int as d) x`.execute(app.db)
}

const mark = (id: string) =>
  sql`insert into client_orders_changed values (${id}, '2026-01-01') on conflict do nothing`.execute(app.db)

async function make(it: Change): Promise<void> {
  if ('order' in it) {
    await addOrders([it.order])
    return void (await mark(idOf(it.order.client)))
  }
  const id = idOf(it.client)
  const rep = app.as('rep').id
  switch (it.kind) {
    case 'owner':
      await sql`update client set owner_id = case when owner_id is null then ${rep}::uuid end where id = ${id}`.execute(
        app.db,
      )
      return
    case 'archive':
      await sql`update client set archived_at = case when archived_at is null then now() end where id = ${id}`.execute(
        app.db,
      )
      break
    case 'code':
      await sql`update client set external_id = 'Z' || external_id where id = ${id}`.execute(app.db)
      break
    default:
      await sql`delete from sales_order where client_id = ${id}`.execute(app.db)
      await sql`delete from client where id = ${id}`.execute(app.db)
      return
  }
  await mark(id)
}

async function begin(first: readonly Order[]): Promise<void> {
  for (const table of ['sales_order', 'client', 'client_orders_changed', 'client_count'])
    await sql`delete from ${sql.table(table)}`.execute(app.db)
  await sql`
    insert into client (id, name, name_key, external_id, owner_id)
    select ('01900000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid, 'К' || i, 'к' || i, (i % 7) || '-' || i,
      case when i % 3 = 0 then ${app.as('rep').id}::uuid end
    from generate_series(0, ${CLIENTS - 1}::int) i`.execute(app.db)
  await addOrders(first)
  await refreshStats(app.gorn.services, { isFull: true })
}

const rowsOf = async (query: ReturnType<typeof sql>): Promise<unknown[]> => (await query.execute(app.db)).rows

/** All that is kept, but for when it was counted and for what a whole count would spread anew: marks and quintiles. */
async function readKept() {
  const [state] = (await rowsOf(sql`select * from segment_state`)) as { computedAt: unknown }[]
  return {
    state: { ...state, computedAt: null },
    stats: await rowsOf(sql`select * from client_stats order by client_id`),
    months: await rowsOf(sql`select * from client_month order by client_id, month`),
    cells: await rowsOf(sql`select * from segment_cell order by 1, 2, 3, 4`),
    gaps: await rowsOf(sql`select value_class, gap_days::float8 as gap, clients from gap_cell order by 1, 2`),
  }
}

// A mark says how many stand no lower than its place, and what these bring.
const wrongMarks = sql`
  select from rank_mark b cross join lateral (
    select count(*) as clients, coalesce(sum(t.turnover_minor), 0) as minor from client_stats t
    where t.turnover_minor > 0 and (t.turnover_minor > b.measure_minor
      or (t.turnover_minor = b.measure_minor and (t.tie_key, t.client_id) <= (b.tie_key, b.client_id)))) c
  where (b.rank, b.through_minor) is distinct from (c.clients, c.minor::bigint)`

const rfmCells = sql`select owner_id, r, f, m, clients, money_minor from rfm_cell order by 1, 2, 3, 4`
const rfmCounted = sql`
  select owner_id, r, f, m, count(*) as clients, sum(turnover_minor)::bigint as money_minor from (
    select t.owner_id, t.turnover_minor,
      5 - (select count(*) from unnest(c.r_cuts) v where g.as_of + 1 - t.last_ordered_on > v) as r,
      1 + (select count(*) from unnest(c.f_cuts) v where t.order_count > v) as f,
      1 + (select count(*) from unnest(c.m_cuts) v where t.turnover_minor > v) as m
    from client_stats t cross join segment_state g cross join rfm_cut c where t.order_count > 0) s
  group by 1, 2, 3, 4 order by 1, 2, 3, 4`
const clientCounts = sql`
  select owner_id, sum(clients)::bigint as clients from client_count group by 1 having sum(clients) <> 0 order by 1`
const clientsCounted = sql`
  select owner_id, count(*) as clients from client where archived_at is null group by 1 order by 1`

test('what a recount keeps by difference is what counting everything anew gives', async () => {
  let byDifference = 0
  await fc.assert(
    fc.asyncProperty(story, async ({ first, steps }) => {
      await begin(first)
      for (const changes of steps) {
        for (const it of changes) await make(it)
        const sent = await recordQueries(() => refreshStats(app.gorn.services))
        if (!sent.some(({ text }) => text.includes('insert into rank_mark'))) byDifference++
        expect(await rowsOf(wrongMarks)).toEqual([])
        expect(await rowsOf(rfmCells)).toEqual(await rowsOf(rfmCounted))
        expect(await rowsOf(clientCounts)).toEqual(await rowsOf(clientsCounted))
      }
      const kept = await readKept()
      await refreshStats(app.gorn.services, { isFull: true })
      expect(kept).toEqual(await readKept())
    }),
    { numRuns: 12 },
  )
  // Or else the test would compare a whole count with itself.
  expect(byDifference).toBeGreaterThan(12)
})

const shares = fc
  .tuple(fc.integer({ min: 5, max: 95 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom(12, 6))
  .map(([a, more, often]) => ({ a: a / 100, b: Math.min(99, a + more) / 100, often }))
const setShares = ({ a, b, often }: { a: number; b: number; often: number }) =>
  sql`update segment_settings set share_a = ${a}, share_b = ${b}, often_per_year = ${often}, rev = nextval('rev_seq')`.execute(
    app.db,
  )

test('new thresholds are drawn through the kept ranks, the same as by counting everything anew', async () => {
  let byRanks = 0
  await fc.assert(
    fc.asyncProperty(
      story,
      fc.array(shares, { minLength: 1, maxLength: 4 }),
      async ({ first, steps }, asked) => {
        await begin(first)
        for (const it of steps.flat()) await make(it)
        await refreshStats(app.gorn.services)
        for (const it of asked) {
          await setShares(it)
          const sent = await recordQueries(() => refreshStats(app.gorn.services))
          if (!sent.some(({ text }) => text.includes('insert into rank_mark'))) byRanks++
          const kept = await readKept()
          await refreshStats(app.gorn.services, { isFull: true })
          expect(kept).toEqual(await readKept())
        }
      },
    ),
    { numRuns: 12 },
  )
  await setShares({ a: 0.8, b: 0.95, often: 12 })
  expect(byRanks).toBeGreaterThan(12)
})

test('a client who changes hands is in the counts of the new owner alone, at once', async () => {
  await begin([{ client: 1, daysAgo: 5, amount: 10, status: 'paid' }])
  const views = () => app.as('rep').call(contract.clients.views)
  const matrix = () => app.as('rep').call(contract.segments.matrix)
  const [before, cells] = [await views(), await matrix()]
  await make({ kind: 'owner', client: 1 })
  expect((await views()).mine).toBe(before.mine + 1)
  const seen = await matrix()
  expect(seen.clients).toBe(cells.clients + 1)
  await app.runJobs()
  expect(await matrix()).toEqual(seen)
  expect((await views()).mine).toBe(before.mine + 1)
})
