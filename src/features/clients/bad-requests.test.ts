import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import type { Client } from './contract.ts'

let app: TestApp
let client: Client
beforeAll(async () => {
  app = await testApp()
  client = await app.as('owner').call(contract.clients.create, { body: { name: 'Первый' } })
})
afterAll(() => app.close())

const noUuid = '-'.repeat(36)
const cursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

test.each([
  ['an owner that is no id', { owner: noUuid }],
  ['a cursor with no id', { cursor: cursor([1, noUuid]) }],
  ['a cursor with a key of another kind', { cursor: cursor(['abc', newId()]) }],
  ['a cursor beyond every number', { cursor: cursor(['1e400', newId()]), sort: 'rhythm' as const }],
  ['a cursor with no day', { cursor: cursor(['2026-02-31', newId()]), sort: 'lastOrder' as const }],
  ['a cursor with a zero byte', { cursor: cursor(['a\0b', newId()]), sort: 'name' as const }],
])('the list refuses %s in words', async (_what, query) => {
  const answer = await app.as('owner').send(contract.clients.list, { query })
  expect([answer.status, answer.error?.code]).toEqual([400, 'invalidInput'])
})

test.each([
  ['a day that is not in the calendar', { from: '2026-02-31' }],
  ['a cursor whose day is not', { cursor: `2026-02-31_${newId()}` }],
  ['a cursor with no id', { cursor: `2026-02-01_${noUuid}` }],
])('orders refuse %s in words', async (_what, query) => {
  const answer = await app.as('owner').send(contract.orders.list, { query })
  expect([answer.status, answer.error?.code]).toEqual([400, 'invalidInput'])
})

test('a search for a zero byte is refused', async () => {
  const answer = await app.as('owner').send(contract.clients.search, { query: { text: 'a\0b' } })
  expect(answer.error).toEqual({ code: 'nulByte', data: { field: 'text' } })
})

test.each(['\ud800', 'a\udc00b', 'a\0b'])(
  'text that cannot be stored is refused with its field',
  async (text) => {
    const bodies = [{ name: text }, { name: 'Имя', note: text }, { name: 'Имя', externalId: text }]
    for (const body of bodies) {
      const answer = await app.as('owner').send(contract.clients.create, { body })
      expect([answer.status, answer.error?.code]).toEqual([422, 'nulByte'])
    }
    const order = await app.as('owner').send(contract.orders.create, {
      body: { clientId: client.id, number: text, orderedAt: '2026-06-01T10:00:00Z', amountMinor: 1 },
    })
    expect([order.status, order.error?.code]).toEqual([422, 'nulByte'])
  },
)

test('an owner who is nobody is refused', async () => {
  const created = await app
    .as('owner')
    .send(contract.clients.create, { body: { name: 'Чей', ownerId: newId() } })
  expect([created.status, created.error?.code]).toEqual([422, 'noSuchOwner'])
  const updated = await app
    .as('owner')
    .send(contract.clients.update, { params: { id: client.id }, body: { rev: client.rev, ownerId: newId() } })
  expect(updated.error?.code).toBe('noSuchOwner')
})

test.each([
  ['0000-01-01T00:00:00Z', 1],
  ['9999-12-31T23:59:59Z', 1],
  ['0001-01-01T00:00:00Z', 1],
  ['2026-06-01T10:00:00Z', 9e15],
  ['2026-06-01T10:00:00Z', -1],
  ['2026-06-01T10:00:00Z', 0.5],
])('an order of %s over %d is refused', async (orderedAt, amountMinor) => {
  const answer = await app
    .as('owner')
    .send(contract.orders.create, { body: { clientId: client.id, orderedAt, amountMinor } })
  expect([answer.status, answer.error?.code]).toEqual([400, 'invalidInput'])
})

test('the largest orders add up without a failure', async () => {
  for (let count = 0; count < 3; count++) {
    await app.as('owner').call(contract.orders.create, {
      body: { clientId: client.id, orderedAt: '2026-06-01T10:00:00Z', amountMinor: 1e14, costMinor: 0 },
    })
  }
  await app.runJobs()
  const { turnoverMinor } = await app.as('owner').call(contract.orders.list)
  expect(turnoverMinor).toBe(3e14)
  const { rows } = await app.as('owner').call(contract.clients.list)
  expect(rows[0]).toMatchObject({ measureMinor: 3e14, valueClass: 'A' })
})
