import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { addDays, type Day, windowStart } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import { classifyByValue, classifyFrequency } from './domain/classify.ts'
import { ownGap } from './domain/rhythm.ts'
import { defaults } from './domain/settings.ts'
import { refreshStats } from './refresh.ts'

const today: Day = '2026-06-12'
let app: TestApp
beforeAll(async () => {
  app = await testApp({ now: '2026-06-12T09:00:00Z' })
})
afterAll(() => app.close())

type PlannedOrder = {
  client: number
  daysAgo: number
  amount: number
  status: 'placed' | 'cancelled' | 'return'
}
const plan = fc.array(
  fc.record({
    client: fc.integer({ min: 0, max: 11 }),
    daysAgo: fc.integer({ min: 0, max: 500 }),
    amount: fc.integer({ min: 0, max: 5_000_000 }),
    status: fc.constantFrom(
      'placed' as const,
      'placed' as const,
      'placed' as const,
      'cancelled' as const,
      'return' as const,
    ),
  }),
  { minLength: 1, maxLength: 60 },
)

async function clearBase(): Promise<string[]> {
  await sql`delete from client_orders_changed`.execute(app.db)
  await sql`delete from sales_order`.execute(app.db)
  await sql`delete from class_snapshot`.execute(app.db)
  await sql`delete from client`.execute(app.db)
  const ids = Array.from({ length: 12 }, () => newId())
  await app.db
    .insertInto('client')
    .values(
      ids.map((id, index) => ({ id, name: `К${index}`, nameKey: `к${index}`, externalId: String(index) })),
    )
    .execute()
  return ids
}

async function addOrder(ids: string[], order: PlannedOrder): Promise<void> {
  await app.as('owner').call(contract.orders.create, {
    body: {
      clientId: ids[order.client] ?? '',
      orderedAt: `${addDays(today, -order.daysAgo)}T09:00:00Z`,
      amountMinor: order.amount,
      status: order.status,
    },
  })
}

const readStats = async () => (await sql`select * from client_stats order by client_id`.execute(app.db)).rows
const readMonths = async () =>
  (await sql`select * from client_month order by client_id, month`.execute(app.db)).rows
const readBorders = async () =>
  (
    await sql`select total_minor, a_measure_minor, a_client_id, b_measure_minor, b_client_id, gap_a_days, gap_b_days, gap_c_days
      from segment_state`.execute(app.db)
  ).rows

/** The second way to the same rows: plain loops over plain data. */
function expectedOf(ids: string[], orders: readonly PlannedOrder[]) {
  const from = windowStart(today, 12)
  return ids.flatMap((id, client) => {
    const own = orders.filter((it) => it.client === client && it.status !== 'cancelled')
    if (own.length === 0) return []
    const dayOf = (it: PlannedOrder): Day => addDays(today, -it.daysAgo)
    const real = own.filter((it) => it.status !== 'return')
    const inside = own.filter((it) => dayOf(it) >= from)
    const turnoverMinor = inside.reduce(
      (sum, it) => sum + (it.status === 'return' ? -it.amount : it.amount),
      0,
    )
    const orderDays = new Set(inside.filter((it) => it.status !== 'return').map(dayOf)).size
    return [{ id, tieKey: String(client), turnoverMinor, orderDays, gap: ownGap(real.map(dayOf)) }]
  })
}

describe('statistics and classes', () => {
  test('kept up change by change = rebuilt from scratch = counted by plain loops', async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (orders) => {
        const ids = await clearBase()
        await refreshStats(app.gorn.services, { isFull: true })
        for (const [index, order] of orders.entries()) {
          await addOrder(ids, order)
          if (index % 7 === 0) await refreshStats(app.gorn.services)
        }
        await refreshStats(app.gorn.services)
        const kept = [await readStats(), await readMonths(), await readBorders()]
        await refreshStats(app.gorn.services, { isFull: true })
        expect([await readStats(), await readMonths(), await readBorders()]).toEqual(kept)

        const expected = expectedOf(ids, orders)
        const byValue = new Map(
          classifyByValue(
            expected.map((it) => ({ id: it.id, tieKey: it.tieKey, measureMinor: it.turnoverMinor })),
            defaults,
          ).map((it) => [it.id, it.valueClass]),
        )
        const { rows } = await app.as('owner').call(contract.clients.list, { query: { limit: 200 } })
        for (const row of rows) {
          const wanted = expected.find((it) => it.id === row.id)
          expect(row.measureMinor).toBe(wanted?.turnoverMinor ?? 0)
          expect(row.valueClass).toBe(byValue.get(row.id) ?? 'none')
          expect(row.orderDays).toBe(wanted?.orderDays ?? 0)
          expect(row.frequencyClass).toBe(classifyFrequency(wanted?.orderDays ?? 0, 365, defaults))
          if (wanted?.gap != null) expect(row.gapDays).toBe(wanted.gap === 0 ? null : wanted.gap)
        }
      }),
      { numRuns: 12 },
    )
  })

  test('numbers worked out by hand', async () => {
    const ids = await clearBase()
    const planned: PlannedOrder[] = [
      ...[10, 20, 30, 40].map((daysAgo) => ({
        client: 0,
        daysAgo,
        amount: 200_000,
        status: 'placed' as const,
      })),
      { client: 1, daysAgo: 5, amount: 120_000, status: 'placed' },
      { client: 2, daysAgo: 6, amount: 60_000, status: 'placed' },
      { client: 3, daysAgo: 7, amount: 20_000, status: 'placed' },
      { client: 4, daysAgo: 400, amount: 900_000, status: 'placed' },
      { client: 0, daysAgo: 1, amount: 100_000, status: 'cancelled' },
    ]
    for (const order of planned) await addOrder(ids, order)
    await app.runJobs()
    const why = await app.as('owner').call(contract.segments.explain, { params: { id: ids[1] ?? '' } })
    expect(why).toMatchObject({
      valueClass: 'B',
      rank: 2,
      largerClients: 1,
      shareBefore: 0.8,
      share: 0.12,
      isClassGap: true,
    })
    const first = await app.as('owner').call(contract.segments.explain, { params: { id: ids[0] ?? '' } })
    expect(first).toMatchObject({
      valueClass: 'A',
      gapDays: 10,
      gapCount: 3,
      daysSince: 10,
      rhythm: 'inRhythm',
      rhythmRatio: 1,
    })
    const matrix = await app.as('owner').call(contract.segments.matrix)
    expect(matrix).toMatchObject({
      totalMinor: 1_000_000,
      clients: 4,
      unclassed: { clients: 8, withPast: 1 },
    })
  })

  test('who moved, and the money', async () => {
    const ids = await clearBase()
    for (const daysAgo of [150, 180, 210, 240, 300, 330])
      await addOrder(ids, { client: 0, daysAgo, amount: 500_000, status: 'placed' })
    for (const daysAgo of [10, 20, 200, 340])
      await addOrder(ids, { client: 1, daysAgo, amount: 900_000, status: 'placed' })
    await addOrder(ids, { client: 2, daysAgo: 360, amount: 100_000, status: 'placed' })
    await app.runJobs()
    const moves = await app
      .as('owner')
      .call(contract.segments.moves, { query: { from: '2025-12-12', to: '2026-06-12' } })
    expect(moves.down.every((move) => move.differenceMinor <= 0 || move.reason === 'border')).toBe(true)
    const early = await app
      .as('owner')
      .send(contract.segments.moves, { query: { from: '2020-01-01', to: '2026-06-12' } })
    expect(early.error?.code).toBe('noOrdersBefore')
  })
})

describe('settings and plays', () => {
  test('the preview tells what saving then does', async () => {
    const ids = await clearBase()
    for (let client = 0; client < 8; client++)
      await addOrder(ids, { client, daysAgo: client + 1, amount: 100_000 * (client + 1), status: 'placed' })
    await app.runJobs()
    const { rev, ...current } = await app.as('head').call(contract.segments.getSettings)
    const wanted = { ...current, shareA: 0.5, shareB: 0.6 }
    const preview = await app.as('head').call(contract.segments.previewSettings, { body: wanted })
    await app.as('head').call(contract.segments.saveSettings, { body: { ...wanted, rev } })
    const curve = await app.as('head').call(contract.segments.curve)
    const all = await app.as('owner').call(contract.segments.curve)
    expect(all.classes).toEqual(preview.after)
    expect(curve.shareA).toBe(0.5)
    const stale = await app.as('head').send(contract.segments.saveSettings, { body: { ...current, rev } })
    expect(stale.status).toBe(409)
    const latest = await app.as('head').call(contract.segments.getSettings)
    await app.as('head').call(contract.segments.saveSettings, { body: { ...current, rev: latest.rev } })
  })

  test('disordered thresholds are refused, a rep may not set them', async () => {
    const { rev: _rev, ...settings } = await app.as('rep').call(contract.segments.getSettings)
    const wrong = await app
      .as('head')
      .send(contract.segments.previewSettings, { body: { ...settings, shareA: 0.96 } })
    expect(wrong.error).toEqual({ code: 'badThresholds', data: { field: 'shareB' } })
    expect((await app.as('rep').send(contract.segments.previewSettings, { body: settings })).status).toBe(403)
  })

  test('two who write one play at once: the second sees the first', async () => {
    const cell = { valueClass: 'A', frequencyClass: 'often' } as const
    const first = await app
      .as('head')
      .call(contract.segments.savePlay, { body: { ...cell, text: 'Раз', rev: null } })
    const second = await app
      .as('owner')
      .send(contract.segments.savePlay, { body: { ...cell, text: 'Два', rev: null } })
    expect(second.status).toBe(409)
    expect(second.error?.data['current']).toMatchObject({ text: 'Раз', rev: first.rev })
  })
})
