import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import type { ClientSort } from '#features/clients/contract.ts'
import type { Operation, OutputOf } from '#kernel/operation.ts'
import { recordQueries } from '../../../test/support/record-queries.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

// Every third client has no order; sums repeat, so that ties are met; some returns outweigh the orders.
const CLIENTS = 330

let app: TestApp
let clientId: string
let pipelineId: string
beforeAll(async () => {
  app = await testApp()
  await sql`
    insert into client (name, name_key, external_id, owner_id)
    select 'Клиент ' || i, 'клиент ' || i, 'K' || i, case when i % 2 = 0 then ${app.as('rep').id}::uuid end
    from generate_series(1, ${CLIENTS}) i`.execute(app.db)
  await sql`
    insert into sales_order (external_id, client_id, ordered_at, ordered_on, amount_minor, status)
    select external_id, id, '2026-05-01', '2026-05-01', (substr(external_id, 2)::int % 40) * 1000,
      case when substr(external_id, 2)::int % 10 = 1 then 'return' else 'placed' end
    from client where substr(external_id, 2)::int % 3 > 0`.execute(app.db)
  // Some have a rhythm of their own.
  await sql`
    insert into sales_order (external_id, client_id, ordered_at, ordered_on, amount_minor)
    select external_id || '-' || n, id, d, d, 500
    from client cross join generate_series(1, 3) n, lateral (select '2026-01-10'::date + n * (substr(external_id, 2)::int % 23 + 1) as d) x
    where substr(external_id, 2)::int % 3 > 0 and substr(external_id, 2)::int % 4 < 3
      and substr(external_id, 2)::int % 10 <> 1`.execute(app.db)
  await sql`insert into client_orders_changed select client_id, min(ordered_on) from sales_order group by 1`.execute(
    app.db,
  )
  await sql`select graphile_worker.add_job('segments.refresh')`.execute(app.db)
  await app.runJobs()
  clientId =
    (await app.db.selectFrom('salesOrder').select('clientId').executeTakeFirstOrThrow()).clientId ?? ''
  pipelineId = (await app.as('owner').call(contract.funnel.pipelines)).rows[0]?.id ?? ''
})
afterAll(() => app.close())

const period = { from: '2026-02-01', to: '2026-05-01' }
// What an operation needs to be asked at all, by its name.
const needed: Record<string, object> = {
  'dossier.history': { query: { field: 'pain' } },
  'leads.known': { query: { phone: '89160000001' } },
  'leads.report': { query: period },
  'leads.reportDeals': { query: { ...period, figure: 'waitedOnUs' } },
  'contacts.touchDays': { query: period },
  'contacts.touches': { query: period },
  'orders.find': { query: { number: '1' } },
  'clients.search': { query: { text: 'клиэнт 12' } },
  'segments.moves': { query: period },
}
// Of these a page is measured elsewhere: they ask about one act, import, webhook or person, or answer before signing in.
const isOfPage = ({ path, ok, access }: Operation): boolean =>
  ok !== 'file' && access !== 'public' && (!path.includes('{') || path.startsWith('/api/clients/{id}'))

const questions = Object.entries<Record<string, Operation>>(contract).flatMap(([slice, operations]) =>
  Object.entries(operations).flatMap(([name, operation]) =>
    operation.method === 'GET' && isOfPage(operation)
      ? [[`${slice}.${name}`, operation] as [string, Operation]]
      : [],
  ),
)

describe('queries of a page, signing in included: ten at most', () => {
  test.each(questions)('%s', async (name, operation) => {
    const ofWay = { query: { ...period, pipelineId, by: 'rep', figure: 'openNow' } }
    const input = name.startsWith('conversion.') ? ofWay : needed[name]
    const call = () => app.as('owner').call(operation, { params: { id: clientId }, ...input })
    const sent = await recordQueries(call)
    expect(sent.length).toBeGreaterThan(0)
    expect(sent.length).toBeLessThanOrEqual(10)
  })

  test.each([
    ['the list', () => app.as('rep').call(contract.clients.list, { query: { limit: 200 } })],
    [
      'the list by money at stake',
      () => app.as('rep').call(contract.clients.list, { query: { sort: 'atStake' } }),
    ],
    ['the views', () => app.as('rep').call(contract.clients.views)],
    ['the matrix', () => app.as('rep').call(contract.segments.matrix)],
    ['RFM', () => app.as('rep').call(contract.segments.rfm)],
    ['the orders of a client', () => app.as('owner').call(contract.orders.list, { query: { clientId } })],
  ] as [string, () => Promise<unknown>][])('%s of one who sees a part', async (_name, call) => {
    expect((await recordQueries(call)).length).toBeLessThanOrEqual(10)
  })
})

type Row = OutputOf<typeof contract.clients.list>['rows'][number]

type Query = { sort?: ClientSort; direction: 'asc' | 'desc'; limit: number; text?: string }

async function readAll(query: Query): Promise<Row[]> {
  const rows: Row[] = []
  let cursor: string | undefined
  do {
    const page: OutputOf<typeof contract.clients.list> = await app
      .as('owner')
      .call(contract.clients.list, { query: { ...query, ...(cursor && { cursor }) } })
    rows.push(...page.rows)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return rows
}

// A base this small would be read and sorted whole; the question is whether the walk is possible.
async function planOf(call: () => Promise<unknown>): Promise<string> {
  const page = (await recordQueries(call)).find(({ text }) => text.includes('client_month'))
  if (!page) throw new Error('no page was asked for')
  const client = new pg.Client(app.url)
  await client.connect()
  await client.query(
    'set enable_seqscan = off; set enable_sort = off; set enable_hashjoin = off; set enable_mergejoin = off',
  )
  const plan = await client.query(`explain ${page.text}`, page.values)
  await client.end()
  return JSON.stringify(plan.rows)
}

describe('the list by measure', () => {
  // The pages end before, at and after the border between clients with orders and those without.
  test.each([
    ['desc', 7],
    ['asc', 7],
    ['desc', 110],
    ['asc', 110],
    ['desc', 55],
    ['desc', 200],
  ] as const)('%s by %d: everybody once, in order, those without orders last', async (direction, limit) => {
    const rows = await readAll({ direction, limit })
    expect(new Set(rows.map((row) => row.id)).size).toBe(CLIENTS)
    expect(rows).toHaveLength(CLIENTS)
    const ordered = rows.filter((row) => Number(row.externalId?.slice(1)) % 3 > 0)
    expect(rows.slice(0, ordered.length)).toEqual(ordered)
    const sums = ordered.map((row) => row.measureMinor)
    expect(Math.min(...sums)).toBeLessThan(0)
    expect(sums).toEqual(sums.toSorted((a, b) => (direction === 'desc' ? b - a : a - b)))
  })

  test('walks the index of the measure', async () => {
    const plan = await planOf(() => app.as('owner').call(contract.clients.list))
    expect(plan).toMatch(/Incremental Sort.*Index.* using client_stats_turnover/)
  })
})

describe.each([
  ['lastOrder', 'client_stats_last', (row: Row) => row.lastOrderedOn],
  [
    'orderDays',
    'client_stats_days',
    (row: Row) => (row.lastOrderedOn === null && row.measureMinor === 0 ? null : row.orderDays),
  ],
  ['rhythm', 'client_stats_rhythm', (row: Row) => row.rhythmRatio],
  ['atStake', 'client_stats_stake', (row: Row) => row.atStakeMinor],
] as const)('the list by %s', (sort, index, keyOf) => {
  test.each(['asc', 'desc'] as const)(
    '%s: everybody once, in order, those without the key last',
    async (direction) => {
      const rows = await readAll({ sort, direction, limit: 45 })
      expect(new Set(rows.map((row) => row.id)).size).toBe(CLIENTS)
      expect(rows).toHaveLength(CLIENTS)
      const keys = rows.map<string | number | null>(keyOf)
      const known = keys.filter((key) => key !== null)
      expect(known.length).toBeGreaterThan(100)
      expect(keys.slice(0, known.length)).toEqual(known)
      const inOrder = known.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
      expect(known).toEqual(direction === 'asc' ? inOrder : inOrder.reverse())
      // What a text leaves stands in the same order.
      const holding = rows.filter((row) => row.name.startsWith('Клиент 1'))
      expect(holding.length).toBeGreaterThan(60)
      expect(await readAll({ sort, direction, limit: 45, text: 'клиент 1' })).toEqual(holding)
    },
  )

  test('walks the index, nothing is sorted', async () => {
    const plan = await planOf(() => app.as('owner').call(contract.clients.list, { query: { sort } }))
    expect(plan).toContain(` using ${index} `)
    expect(plan).not.toContain('Sort')
  })
})

describe('what the recount kept of the whole base', () => {
  const asked: [string, () => Promise<unknown>][] = [
    ['the count', () => app.as('owner').call(contract.clients.count)],
    [
      'the count of classes',
      () => app.as('owner').call(contract.clients.count, { query: { classes: 'A,none' } }),
    ],
    [
      'the count of silent ones',
      () => app.as('owner').call(contract.clients.count, { query: { rhythms: 'late,atRisk' } }),
    ],
    ['the views', () => app.as('owner').call(contract.clients.views)],
    ['the matrix', () => app.as('owner').call(contract.segments.matrix)],
    ['the curve', () => app.as('owner').call(contract.segments.curve)],
    ['the count of a rep', () => app.as('rep').call(contract.clients.count)],
    ['the views of a rep', () => app.as('rep').call(contract.clients.views)],
    ['the matrix of a rep', () => app.as('rep').call(contract.segments.matrix)],
    ['the RFM of a rep', () => app.as('rep').call(contract.segments.rfm)],
    [
      'the count of one owner',
      () => app.as('owner').call(contract.clients.count, { query: { owner: app.as('rep').id } }),
    ],
    [
      'the count of nobody’s',
      () => app.as('owner').call(contract.clients.count, { query: { owner: 'none' } }),
    ],
    ['why this class', () => app.as('owner').call(contract.segments.explain, { params: { id: clientId } })],
  ]
  test.each(asked)('%s: is the same when counted anew', async (_name, call) => {
    const kept = await call()
    // A change that waits to be counted: what was kept may not speak any more.
    await sql`insert into client_orders_changed values (${clientId}, '2026-05-01')`.execute(app.db)
    try {
      const sent = await recordQueries(async () => expect(await call()).toEqual(kept))
      expect(sent.filter(({ text }) => /from (segment_cell|rank_mark)/.test(text))).toEqual([])
    } finally {
      await sql`delete from client_orders_changed`.execute(app.db)
    }
  })

  test('a new client is in the counts at once', async () => {
    const { count } = await app.as('owner').call(contract.clients.count)
    const views = await app.as('owner').call(contract.clients.views)
    const { id } = await app.as('owner').call(contract.clients.create, { body: { name: 'Новый' } })
    expect((await app.as('owner').call(contract.clients.count)).count).toBe(count + 1)
    expect(await app.as('owner').call(contract.clients.views)).toEqual({
      ...views,
      all: views.all + 1,
      unowned: views.unowned + 1,
    })
    await app.db.deleteFrom('client').where('id', '=', id).execute()
  })
})
