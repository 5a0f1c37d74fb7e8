import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { recordQueries } from '../../../test/support/record-queries.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

const { clients, orders, history } = contract
let app: TestApp
let mine: string
let nobodys: string
beforeAll(async () => {
  app = await testApp()
  const body = { name: 'Свой', externalId: 'k-mine' }
  mine = (await app.as('rep').call(clients.create, { body })).id
  nobodys = (await app.as('owner').call(clients.create, { body: { name: 'Ничей', externalId: 'k-none' } })).id
})
afterAll(() => app.close())

const orderedAt = '2026-06-01T23:30:00+03:00'
type Items = Record<string, unknown>[]
const batch = (items: Items, more: { atomic?: boolean; source?: string; as?: Caller } = {}) =>
  (more.as ?? app.as('owner')).send(orders.batch, {
    body: { items: items as never, atomic: more.atomic, source: more.source },
  })
const codes = (answer: Awaited<ReturnType<typeof batch>>) =>
  answer.body.rows.map((row) => row.refusal?.code ?? row.outcome)
const show = async (number: string, source?: string) => {
  const { rows } = await app.as('owner').call(orders.find, { query: { number, source } })
  return Promise.all(rows.map(({ id }) => app.as('owner').call(orders.get, { params: { id } })))
}
const tea = { product: 'Чай', quantity: '2', unitPrice: '150.50' }
const cup = { product: 'Чашка', quantity: 1, amount: 99.99 }

test('orders come with their lines, are changed by what is given, and the same again changes nothing', async () => {
  const first = await batch([
    { number: '1', clientExternalId: 'k-mine', orderedAt, lines: [tea, cup] },
    { number: '2', clientId: nobodys, orderedAt, amountMinor: 500, status: 'paid', repName: 'Иванов' },
  ])
  expect(first.body).toMatchObject({ created: 2, refused: 0 })
  const [one] = await show('1')
  expect(one).toMatchObject({ amountMinor: 40_099, clientId: mine, orderedOn: '2026-06-01', lineCount: 2 })
  expect(one?.lines.map(({ product, amount }) => [product, Number(amount)])).toEqual([
    ['Чай', 301],
    ['Чашка', 99.99],
  ])
  const again = [
    { number: '1', lines: [cup], status: 'shipped' },
    { number: '2', repName: null },
    { number: '3', clientId: mine, orderedAt, amountMinor: 7, lines: [] },
  ]
  expect(codes(await batch(again))).toEqual(['updated', 'updated', 'created'])
  expect((await show('1'))[0]).toMatchObject({ amountMinor: 9999, status: 'shipped', lineCount: 1 })
  expect((await show('2'))[0]).toMatchObject({ amountMinor: 500, status: 'paid', repName: null })
  const third = await batch(again)
  expect(codes(third)).toEqual(['unchanged', 'unchanged', 'unchanged'])
  expect(third.body.unitId).toBeNull()
})

test('a number belongs to its source; an order goes over to another client with its number', async () => {
  await batch([{ number: 'n', clientId: mine, orderedAt, amountMinor: 1 }], { source: '1C' })
  expect(
    codes(await batch([{ number: 'n', source: 'shop', clientId: mine, orderedAt, amountMinor: 2 }])),
  ).toEqual(['created'])
  await batch([{ number: 'n', clientExternalId: 'k-none' }], { source: '1C' })
  expect(await show('n', '1C')).toMatchObject([{ clientId: nobodys, amountMinor: 1 }])
  expect(await show('n', 'shop')).toMatchObject([{ clientId: mine, amountMinor: 2 }])
  const changed = await sql<{ clientId: string }>`select client_id from client_orders_changed`.execute(app.db)
  expect(changed.rows.map((row) => row.clientId)).toEqual(expect.arrayContaining([mine, nobodys]))
})

test('bad ones are told with code and place, the good ones go in', async () => {
  for (const clientId of [mine, nobodys]) {
    await app
      .as('owner')
      .call(orders.create, { body: { number: 'two', clientId, orderedAt, amountMinor: 1 } })
  }
  const answer = await batch([
    { number: 'g', clientId: mine, orderedAt, amountMinor: 1 },
    { number: 'b1', clientExternalId: 'nobody', orderedAt, amountMinor: 1 },
    { number: 'b2', clientId: mine, orderedAt },
    { number: 'b3', clientId: mine, amountMinor: 1 },
    { number: 'b4', orderedAt, amountMinor: 1 },
    { number: 'b5', clientId: mine, orderedAt, lines: [{ product: 'x' }] },
    { number: 'b6', clientId: mine, orderedAt, lines: [{ product: 'x', amount: '-1' }] },
    { number: 'b7', clientId: mine, orderedAt, amountMinor: -1 },
    { number: 'b8\0', clientId: mine, orderedAt, amountMinor: 1 },
    { number: 'g', clientId: mine, orderedAt, amountMinor: 2 },
    { number: 'two', source: 'hand', amountMinor: 5 },
  ])
  expect(codes(answer)).toEqual([
    'created',
    'notFound',
    'invalidInput',
    'invalidInput',
    'invalidInput',
    'lineWithoutAmount',
    'linesOutOfRange',
    'invalidInput',
    'nulByte',
    'repeatedInBatch',
    'numberAmbiguous',
  ])
  expect(answer.body.rows[7]?.refusal?.data).toMatchObject({ issues: [{ path: '/amountMinor' }] })
  const none = await batch([{ number: 'h', clientId: mine, orderedAt, amountMinor: 1 }, { number: 'b9' }], {
    atomic: true,
  })
  expect([none.status, none.error?.code]).toEqual([422, 'batchRefused'])
  expect(await show('h')).toEqual([])
})

test('each acts within their sight and rights', async () => {
  await batch([{ number: 'theirs', clientId: nobodys, orderedAt, amountMinor: 1 }])
  const rep = app.as('rep')
  const answer = await batch(
    [
      { number: 'theirs', amountMinor: 2 },
      { number: 'r1', clientId: nobodys, orderedAt, amountMinor: 2 },
      { number: 'theirs', clientId: mine, orderedAt, amountMinor: 3 },
    ],
    { as: rep },
  )
  // Out of sight is not there; the same number is another order for one's own client.
  expect(codes(answer)).toEqual(['invalidInput', 'notFound', 'created'])
  expect((await rep.call(orders.find, { query: { number: 'theirs' } })).rows).toHaveLength(1)
  expect(await show('theirs')).toHaveLength(2)
  expect((await batch([{ number: 'x' }], { as: app.as('marketer') })).status).toBe(403)
})

test('a batch is taken back as one, lines included, but for what was changed since', async () => {
  await batch([{ number: 'u1', clientId: mine, orderedAt, lines: [tea] }])
  await batch([{ number: 'u3', clientId: mine, orderedAt, amountMinor: 1 }])
  const { unitId } = (
    await batch([
      { number: 'u1', clientId: nobodys, lines: [cup], status: 'paid' },
      { number: 'u2', clientId: mine, orderedAt, lines: [cup] },
      { number: 'u3', amountMinor: 2, status: 'paid' },
    ])
  ).body
  await batch([{ number: 'u3', status: 'shipped' }])
  const undo = (id: string) => app.as('owner').call(history.undo, { params: { id } })
  const undone = await undo(unitId ?? '')
  expect(undone.undone).toBe(3)
  expect(undone.leftovers).toMatchObject([{ name: 'u3', fields: ['status'] }])
  expect((await show('u1'))[0]).toMatchObject({
    clientId: mine,
    status: 'placed',
    amountMinor: 30_100,
    lines: [{ product: 'Чай' }],
  })
  expect(await show('u2')).toEqual([])
  expect((await show('u3'))[0]).toMatchObject({ amountMinor: 1, status: 'shipped' })
  // And the undo is itself taken back.
  await undo(undone.unitId)
  expect((await show('u2'))[0]).toMatchObject({ lines: [{ product: 'Чашка' }], amountMinor: 9999 })
})

test('a single order takes lines too', async () => {
  const body = { clientExternalId: 'k-mine', orderedAt, lines: [tea, cup] }
  const made = await app.as('rep').call(orders.create, { body })
  expect(made).toMatchObject({ amountMinor: 40_099, lineCount: 2, clientId: mine })
  expect((await app.as('rep').send(orders.create, { body: { clientId: mine, orderedAt } })).status).toBe(400)
})

test('a thousand take as many statements as two', async () => {
  const many = (count: number, prefix: string) =>
    Array.from({ length: count }, (_none, index) => ({
      number: `${prefix}${index}`,
      clientId: mine,
      orderedAt,
      lines: [tea, cup, tea],
    }))
  const few = await recordQueries(() => batch(many(2, 'p')))
  const all = await recordQueries(async () => expect((await batch(many(1000, 'q'))).body.created).toBe(1000))
  expect(all.length).toBe(few.length)
})
