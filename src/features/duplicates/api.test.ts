import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { checksums } from '../../../test/support/checksum.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'
import { findDuplicates } from './find.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  await sql`truncate client, sales_order, order_line, duplicate_state, client_merge cascade`.execute(app.db)
})

const make = (name: string, fields: object = {}, caller: Caller = app.as('owner')) =>
  caller.call(contract.clients.create, { body: { name, ...fields } })
const order = (clientId: string, number: string, amountMinor: number) =>
  app.as('owner').call(contract.orders.create, {
    body: { clientId, number, orderedAt: '2026-06-01T10:00:00Z', amountMinor },
  })
const find = () => findDuplicates(app.gorn.services)
const pairs = async (caller: Caller = app.as('owner')) =>
  (await caller.call(contract.duplicates.list, { query: {} })).rows
const get = (id: string) => app.as('owner').call(contract.clients.get, { params: { id } })
const merge = (
  keep: { id: string; rev: number },
  drop: { id: string; rev: number },
  take: ('phone' | 'externalId' | 'city')[] = [],
  caller: Caller = app.as('owner'),
) =>
  caller.send(contract.duplicates.merge, {
    body: { keepId: keep.id, keepRev: keep.rev, dropId: drop.id, dropRev: drop.rev, take },
  })

describe('pairs', () => {
  test('are shown with the reason, the surest first; found again when a client is written', async () => {
    const a = await make('ООО «Ромашка»', { phone: '+7 495 200-10-20' })
    await make('Romashka LLC', { phone: '8 (495) 200-10-20' })
    const other = await make('Василёк', { city: 'Азов' })
    await make('ИП Василек', { city: 'Азов' })
    await find()
    expect((await pairs()).map((pair) => [pair.confidence.toFixed(2), pair.reasons])).toEqual([
      ['0.95', ['samePhone', 'sameName']],
      ['0.85', ['sameName', 'sameCity']],
    ])
    await app.as('owner').call(contract.clients.update, {
      params: { id: other.id },
      body: { rev: other.rev, name: 'Совсем другой' },
    })
    await find()
    expect(await pairs()).toHaveLength(1)
    expect((await pairs())[0]?.a.id === a.id || (await pairs())[0]?.b.id === a.id).toBe(true)
  })

  test('of which a rep sees one alone are not told; a rep merges only their own', async () => {
    const mine = await make('Ромашка', { phone: '+74952001020' }, app.as('rep'))
    const foreign = await make('Ромашка', { phone: '+74952001020' })
    await find()
    expect(await pairs(app.as('rep'))).toEqual([])
    expect((await merge(mine, foreign, [], app.as('rep'))).status).toBe(404)
    expect(await pairs(app.as('head'))).toHaveLength(1)
  })

  test('that somebody called two stay away, until that is undone', async () => {
    const [a, b] = [await make('Ромашка', { city: 'Азов' }), await make('Ромашка', { city: 'Азов' })]
    await find()
    const { unitId } = await app
      .as('owner')
      .call(contract.duplicates.dismiss, { body: { aId: b.id, bId: a.id } })
    await find()
    expect(await pairs()).toEqual([])
    await app.as('owner').call(contract.history.undo, { params: { id: unitId } })
    expect(await pairs()).toHaveLength(1)
  })

  test('are offered before a client is added', async () => {
    await make('ООО «Ромашка»', { inn: '7707083893' })
    await find()
    const check = (body: { name: string; inn?: string }) =>
      app.as('rep').call(contract.duplicates.check, { body })
    expect((await check({ name: 'Romashka' })).rows).toEqual([])
    const owner = await app.as('owner').call(contract.duplicates.check, { body: { name: 'Romashka' } })
    expect(owner.rows).toMatchObject([{ name: 'ООО «Ромашка»', reasons: ['sameName'] }])
    const byInn = await app
      .as('owner')
      .call(contract.duplicates.check, { body: { name: 'Иная', inn: '7707083893' } })
    expect(byInn.rows).toMatchObject([{ confidence: 0.98 }])
  })
})

describe('a merge', () => {
  test('attaches everything; an order number that is taken keeps the order under a mark', async () => {
    const keep = await make('Ромашка')
    const drop = await make('Romashka', { phone: '+7 495 200-10-20', externalId: 'X1' })
    await order(keep.id, '7', 100)
    await order(drop.id, '7', 200)
    await order(drop.id, '8', 300)
    const done = (await merge(keep, await get(drop.id), ['phone', 'externalId'])).body
    expect(done).toMatchObject({ clientId: keep.id, orders: 2, renamedOrders: 1 })
    expect(await get(keep.id)).toMatchObject({ name: 'Ромашка', phone: '+74952001020', externalId: 'X1' })
    const orders = await sql`
      select external_id, amount_minor from sales_order where client_id = ${keep.id} order by amount_minor`.execute(
      app.db,
    )
    expect(orders.rows).toMatchObject([
      { externalId: '7', amountMinor: 100 },
      { externalId: expect.stringMatching(/^7 · /) as string, amountMinor: 200 },
      { externalId: '8', amountMinor: 300 },
    ])
    expect((await app.as('owner').send(contract.clients.get, { params: { id: drop.id } })).status).toBe(404)
    await app.runJobs()
    expect(await get(keep.id)).toMatchObject({ orderDays: 1, measureMinor: 600 })
  })

  test('brings over every phone, address and tag, and the pair is found by a further phone', async () => {
    const keep = await make('Ромашка', { phone: '+7 495 200-10-20', tags: ['опт'], addresses: ['Азов'] })
    const drop = await make('Лютик', {
      phone: '+7 495 200-10-21',
      otherPhones: ['+7 495 200-10-20'],
      tags: ['vip'],
      addresses: ['Омск'],
    })
    await find()
    expect(await pairs()).toMatchObject([{ reasons: ['samePhone'] }])
    const done = (await merge(keep, await get(drop.id), [])).body
    expect(await get(keep.id)).toMatchObject({
      phone: '+74952001020',
      otherPhones: ['+74952001021'],
      tags: ['vip', 'опт'],
      addresses: ['Азов', 'Омск'],
    })
    await app.as('owner').call(contract.history.undo, { params: { id: done.unitId } })
    expect(await get(keep.id)).toMatchObject({ otherPhones: [], tags: ['опт'], addresses: ['Азов'] })
    expect(await get(drop.id)).toMatchObject({ otherPhones: ['+74952001020'], tags: ['vip'] })
  })

  test('undone leaves every table as it was', async () => {
    const keep = await make('Ромашка', { city: 'Азов', tags: ['опт'] })
    const drop = await make('Romashka', {
      phone: '+7 495 200-10-20',
      externalId: 'X1',
      city: 'Омск',
      tags: ['vip'],
      otherEmails: ['r@example.com'],
    })
    await order(keep.id, '7', 100)
    await order(drop.id, '7', 200)
    await app.runJobs()
    await find()
    const before = await contentsOf()
    const done = (await merge(await get(keep.id), await get(drop.id), ['phone', 'externalId', 'city'])).body
    await app.runJobs()
    expect(await contentsOf()).not.toEqual(before)
    await app.as('owner').call(contract.history.undo, { params: { id: done.unitId } })
    await app.runJobs()
    expect(await contentsOf()).toEqual(before)
    expect(await pairs()).toHaveLength(1)
  })

  test('undone after other people’s edits returns exactly what they left alone', async () => {
    const keep = await make('Ромашка', { city: 'Азов' })
    const drop = await make('Romashka', { phone: '+7 495 200-10-20', city: 'Омск' })
    await order(drop.id, '7', 200)
    const done = (await merge(keep, await get(drop.id), ['phone', 'city'])).body
    const merged = await get(keep.id)
    await app.as('head').call(contract.clients.update, {
      params: { id: keep.id },
      body: { rev: merged.rev, city: 'Уфа', note: 'новая' },
    })
    await order(keep.id, '9', 500)
    const undone = await app.as('owner').call(contract.history.undo, { params: { id: done.unitId } })
    expect(undone.leftovers).toMatchObject([{ id: keep.id, fields: ['city'] }])
    expect(await get(keep.id)).toMatchObject({ phone: null, city: 'Уфа', note: 'новая' })
    expect(await get(drop.id)).toMatchObject({ phone: '+74952001020', city: 'Омск' })
    const orders = await sql`
      select client_id, amount_minor from sales_order order by amount_minor`.execute(app.db)
    expect(orders.rows).toEqual([
      { clientId: drop.id, amountMinor: 200 },
      { clientId: keep.id, amountMinor: 500 },
    ])
  })

  test('of the same clients by two people at once happens once', async () => {
    const [a, b] = [await make('Ромашка'), await make('Ромашка')]
    const answers = await Promise.all([merge(a, b), merge(b, a), merge(a, b)])
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => [404, 409].includes(answer.status))).toHaveLength(2)
    expect(await app.db.selectFrom('client').select('id').execute()).toHaveLength(1)
  })

  test('over a state that somebody changed is refused with the newer one; with oneself as well', async () => {
    const [a, b] = [await make('Ромашка'), await make('Ромашка')]
    await app
      .as('head')
      .call(contract.clients.update, { params: { id: b.id }, body: { rev: b.rev, city: 'Уфа' } })
    const stale = await merge(a, b)
    expect([stale.status, stale.error?.data['current']]).toMatchObject([409, { city: 'Уфа' }])
    expect((await merge(a, a)).error?.code).toBe('sameClient')
  })

  test('older than thirty days stays', async () => {
    const [a, b] = [await make('Ромашка'), await make('Ромашка')]
    const done = (await merge(a, b)).body
    await sql`update client_merge set merged_at = merged_at - interval '31 days'`.execute(app.db)
    app.clock.set(new Date().toISOString())
    const late = await app.as('owner').send(contract.history.undo, { params: { id: done.unitId } })
    expect(late.error?.code).toBe('mergeTooOld')
  })
})

// Every table, without what names a state or a time of writing.
async function contentsOf(): Promise<Record<string, unknown>> {
  const sums = await checksums(app.db)
  const own = /^(client|sales_order|client_merge|client_match_key|duplicate_\w+)$/
  const rest = Object.fromEntries(Object.entries(sums).filter(([name]) => !own.test(name)))
  const rows = async (table: 'client' | 'salesOrder') =>
    (await app.db.selectFrom(table).selectAll().orderBy('id').execute()).map(
      ({ rev: _rev, updatedAt: _updatedAt, ...row }) => row,
    )
  return { ...rest, clients: await rows('client'), orders: await rows('salesOrder') }
}
