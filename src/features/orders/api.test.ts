import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

let app: TestApp
let mine: string
let foreign: string
let nobodys: string
beforeAll(async () => {
  app = await testApp()
  const stranger = await app.addPerson('rep')
  const addClient = async (caller: Caller, name: string) =>
    (await caller.call(contract.clients.create, { body: { name } })).id
  mine = await addClient(app.as('rep'), 'Свой')
  foreign = await addClient(stranger, 'Чужой')
  nobodys = await addClient(app.as('owner'), 'Ничей')
  for (const [clientId, amountMinor] of [
    [mine, 100],
    [foreign, 1000],
    [nobodys, 10_000],
  ] as const) {
    await app
      .as('owner')
      .call(contract.orders.create, { body: { clientId, ...at('2026-06-01'), amountMinor } })
  }
  await app.db
    .insertInto('salesOrder')
    .values({
      externalId: 'no-client',
      orderedAt: '2026-06-01',
      orderedOn: '2026-06-01',
      amountMinor: 100_000,
    })
    .execute()
})
afterAll(() => app.close())

const at = (day: string) => ({ orderedAt: `${day}T10:00:00+03:00` })

describe('whose orders one sees', () => {
  test.each([
    ['owner', 111_100],
    ['head', 10_100],
    ['rep', 100],
    ['marketer', 111_100],
    ['observer', 111_100],
  ] as const)('%s: rows, totals and export tell of %d', async (role, sum) => {
    const caller = app.as(role)
    const list = await caller.call(contract.orders.list)
    const csv = String(await caller.call(contract.orders.exportFile, { query: { language: 'en' } }))
    expect(list.turnoverMinor).toBe(sum)
    expect(list.rows.reduce((total, row) => total + row.amountMinor, 0)).toBe(sum)
    expect(list.count).toBe(list.rows.length)
    expect(csv.trim().split('\r\n')).toHaveLength(list.rows.length + 1)
    const { count } = await caller.call(contract.orders.list, { query: { unassigned: 'true' } })
    expect(count).toBe(sum > 100_000 ? 1 : 0)
  })

  test('an order out of sight is neither read nor changed', async () => {
    const { rows } = await app.as('owner').call(contract.orders.list)
    const hidden = rows.filter((row) => row.clientId !== mine)
    expect(hidden).toHaveLength(3)
    for (const { id, rev } of hidden) {
      const read = await app.as('rep').send(contract.orders.get, { params: { id } })
      const changed = await app
        .as('rep')
        .send(contract.orders.setStatus, { params: { id }, body: { rev, status: 'cancelled' } })
      expect([read.status, changed.status]).toEqual([404, 404])
    }
    const unassigned = rows.find((row) => row.clientId === null)
    if (!unassigned) throw new Error('no order without a client')
    const { id, rev } = unassigned
    const byHead = await app
      .as('head')
      .send(contract.orders.setStatus, { params: { id }, body: { rev, status: 'cancelled' } })
    expect(byHead.status).toBe(404)
  })

  test('a list of one client out of sight is empty', async () => {
    const list = await app.as('rep').call(contract.orders.list, { query: { clientId: foreign } })
    expect(list).toMatchObject({ rows: [], count: 0, turnoverMinor: 0 })
  })
})

describe('turnover', () => {
  test('cancelled orders count nothing, returns are taken off, other statuses count', async () => {
    const clientId = (await app.as('rep').call(contract.clients.create, { body: { name: 'Считать' } })).id
    const statuses = ['placed', 'paid', 'shipped', 'cancelled', 'return'] as const
    for (const [index, status] of statuses.entries()) {
      await app.as('rep').call(contract.orders.create, {
        body: { clientId, ...at(`2026-05-0${index + 1}`), amountMinor: 10 ** index, status },
      })
    }
    await app.runJobs()
    const list = await app.as('rep').call(contract.orders.list, { query: { clientId } })
    const turnover = 1 + 10 + 100 - 10_000
    expect(list).toMatchObject({ count: 5, turnoverMinor: turnover, returnsMinor: 10_000, returnCount: 1 })
    const client = await app.as('rep').call(contract.clients.get, { params: { id: clientId } })
    expect(client).toMatchObject({ measureMinor: turnover, orderDays: 3, valueClass: 'none' })
    const months = await app.as('rep').call(contract.orders.months, { params: { id: clientId } })
    expect(months.rows).toHaveLength(24)
    expect(months.rows.reduce((sum, row) => sum + row.turnoverMinor, 0)).toBe(turnover)
    expect(months).toMatchObject({ returnsMinor: 10_000, returnCount: 1 })
    const placed = await app.as('rep').call(contract.orders.list, { query: { clientId, status: 'placed' } })
    expect(placed.rows.map((row) => row.amountMinor)).toEqual([1])
  })

  test('an order belongs to the day of the workspace, not of the writer', async () => {
    const order = await app.as('rep').call(contract.orders.create, {
      body: { clientId: mine, orderedAt: '2026-03-31T23:30:00-05:00', amountMinor: 1 },
    })
    expect(order).toMatchObject({ orderedAt: '2026-04-01T04:30:00.000Z', orderedOn: '2026-04-01' })
    const query = { clientId: mine, from: '2026-04-01', to: '2026-04-01' }
    expect((await app.as('rep').call(contract.orders.list, { query })).count).toBe(1)
  })

  test('pages hold every order once, with the same totals on each', async () => {
    const clientId = (await app.as('rep').call(contract.clients.create, { body: { name: 'Много' } })).id
    await app.db
      .insertInto('salesOrder')
      .values(
        Array.from({ length: 230 }, (_none, index) => ({
          externalId: `m${index}`,
          clientId,
          orderedAt: '2026-01-01',
          orderedOn: `2026-01-0${(index % 5) + 1}`,
          amountMinor: 1,
        })),
      )
      .execute()
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page: { rows: { id: string }[]; nextCursor: string | null; count: number } = await app
        .as('rep')
        .call(contract.orders.list, { query: { clientId, ...(cursor && { cursor }) } })
      expect(page.count).toBe(230)
      seen.push(...page.rows.map((row) => row.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect([seen.length, new Set(seen).size]).toEqual([230, 230])
  })
})

describe('changes', () => {
  test('a number is given once a client; made up when absent', async () => {
    const body = { clientId: mine, ...at('2026-06-02'), amountMinor: 5, number: 'A-1' }
    const first = await app.as('rep').call(contract.orders.create, { body })
    expect(first.number).toBe('A-1')
    const again = await app.as('rep').send(contract.orders.create, { body })
    expect(again.error).toEqual({ code: 'numberTaken', data: { field: 'number', value: 'A-1' } })
    const { number } = await app.as('rep').call(contract.orders.create, {
      body: { clientId: mine, ...at('2026-06-02'), amountMinor: 5 },
    })
    expect(number).not.toBe('')
  })

  test('of two changes of one state exactly one wins, and the other is shown it', async () => {
    const order = await app.as('rep').call(contract.orders.create, {
      body: { clientId: mine, ...at('2026-06-03'), amountMinor: 5 },
    })
    const answers = await Promise.all(
      (['paid', 'shipped', 'cancelled'] as const).map((status) =>
        app
          .as('rep')
          .send(contract.orders.setStatus, { params: { id: order.id }, body: { rev: order.rev, status } }),
      ),
    )
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409])
    const now = await app.as('rep').call(contract.orders.get, { params: { id: order.id } })
    const winner = answers.find((answer) => answer.status === 200)
    expect(winner?.body).toMatchObject({ status: now.status, rev: now.rev })
    for (const { error } of answers.filter((answer) => answer.status === 409)) {
      expect(error?.data['current']).toMatchObject({ id: order.id, rev: now.rev })
    }
  })

  test('who only reads changes nothing', async () => {
    const body = { clientId: mine, ...at('2026-06-04'), amountMinor: 5 }
    for (const role of ['marketer', 'observer'] as const) {
      const answer = await app.as(role).send(contract.orders.create, { body })
      expect([answer.status, answer.error?.code]).toEqual([403, 'notAllowed'])
    }
  })

  test('an order of a client that is not there is refused', async () => {
    const body = { clientId: newId(), ...at('2026-06-04'), amountMinor: 5 }
    expect((await app.as('owner').send(contract.orders.create, { body })).status).toBe(404)
  })

  test('every change is written down and makes the client be counted again', async () => {
    await app.runJobs()
    const order = await app.as('rep').call(contract.orders.create, {
      body: { clientId: mine, ...at('2026-06-05'), amountMinor: 5, costMinor: 3 },
    })
    const waiting = () => app.db.selectFrom('clientOrdersChanged').selectAll().execute()
    expect(await waiting()).toEqual([{ clientId: mine, since: '2026-06-05' }])
    await app.runJobs()
    expect(await waiting()).toEqual([])
    await app.as('rep').call(contract.orders.setStatus, {
      params: { id: order.id },
      body: { rev: order.rev, status: 'paid' },
    })
    const written = await app.db
      .selectFrom('auditLog')
      .select(['action', 'actorId'])
      .where('entityId', '=', order.id)
      .orderBy('id')
      .execute()
    const actorId = app.as('rep').id
    expect(written).toEqual([
      { action: 'order.created', actorId },
      { action: 'order.updated', actorId },
    ])
  })
})
