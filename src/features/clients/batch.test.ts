import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { recordQueries } from '../../../test/support/record-queries.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

const { clients, history } = contract
let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

type Items = { externalId?: string; id?: string; name?: string; [field: string]: unknown }[]
const batch = (items: Items, more: { atomic?: boolean; as?: 'owner' | 'head' | 'rep' | 'observer' } = {}) =>
  app.as(more.as ?? 'owner').send(clients.batch, { body: { items, atomic: more.atomic } })
const outcomes = (answer: Awaited<ReturnType<typeof batch>>) => answer.body.rows.map((row) => row.outcome)
const codes = (answer: Awaited<ReturnType<typeof batch>>) =>
  answer.body.rows.map((row) => row.refusal?.code ?? row.outcome)
const find = (externalId: string) => app.as('owner').call(clients.find, { params: { externalId } })

test('new ones are added, known ones changed by what is given, the rest stays; the same again changes nothing', async () => {
  const first = await batch([
    { externalId: 'a/1', name: 'Альфа', phone: '8 (495) 123-45-67', city: 'Москва', tags: ['опт'] },
    { externalId: 'a/2', name: 'Бета', inn: '7707083893' },
  ])
  expect(first.body).toMatchObject({ created: 2, updated: 0, unchanged: 0, refused: 0 })
  expect(await find('a/1')).toMatchObject({ phone: '+74951234567', city: 'Москва', tags: ['опт'] })
  const [alpha, beta] = first.body.rows.map((row) => row.id ?? '')
  const items = [
    { externalId: 'a/1', city: null, note: 'важный' },
    { id: beta, externalId: 'a/2b' },
    { externalId: 'a/3', name: 'Вега' },
  ]
  const second = await batch(items)
  expect(outcomes(second)).toEqual(['updated', 'updated', 'created'])
  expect(second.body.rows[0]?.id).toBe(alpha)
  expect(await find('a/1')).toMatchObject({ name: 'Альфа', city: null, note: 'важный', tags: ['опт'] })
  expect(await find('a/2b')).toMatchObject({ name: 'Бета', inn: '7707083893' })
  const third = await batch(items)
  expect(outcomes(third)).toEqual(['unchanged', 'unchanged', 'unchanged'])
  expect(third.body.unitId).toBeNull()
})

test('bad ones are told with code and place, the good ones go in', async () => {
  const answer = await batch([
    { externalId: 'b1', name: 'Хороший' },
    { externalId: 'b2', name: 'ИНН', inn: '123' },
    { externalId: 'b3' },
    { externalId: 'b4', name: 'Длинный', city: 'x'.repeat(101) },
    { externalId: 'b5', name: 'Ноль\0' },
    { name: 'Без кода' },
    { externalId: 'b1', name: 'Повтор' },
    { id: '018f0000-0000-7000-8000-000000000000', name: 'Нет такого' },
    { externalId: 'b6', name: 'Ничей', ownerId: '018f0000-0000-7000-8000-000000000000' },
    'не запись' as never,
  ])
  expect(codes(answer)).toEqual([
    'created',
    'badInn',
    'invalidInput',
    'invalidInput',
    'nulByte',
    'batchKeyMissing',
    'repeatedInBatch',
    'notFound',
    'noSuchOwner',
    'invalidInput',
  ])
  expect(answer.body).toMatchObject({ created: 1, refused: 9 })
  expect(answer.body.rows[3]?.refusal?.data).toMatchObject({ issues: [{ path: '/city' }] })
  expect(answer.body.rows[6]?.refusal?.data).toEqual({ index: 0 })
})

test('all or none: one bad item refuses the batch and nothing is written', async () => {
  const answer = await batch([{ externalId: 'c1', name: 'Годный' }, { externalId: 'c2' }], { atomic: true })
  expect([answer.status, answer.error?.code]).toEqual([422, 'batchRefused'])
  expect(answer.error?.data).toMatchObject({ refused: 1, items: [{ index: 1, code: 'invalidInput' }] })
  expect((await app.as('owner').send(clients.find, { params: { externalId: 'c1' } })).status).toBe(404)
})

test('each acts within their sight and rights', async () => {
  await batch([{ externalId: 'd1', name: 'Владельца', ownerId: app.as('owner').id }])
  const byRep = await batch(
    [
      { externalId: 'd1', city: 'Тверь' },
      { externalId: 'd2', name: 'Свой' },
    ],
    { as: 'rep' },
  )
  expect(codes(byRep)).toEqual(['notYours', 'created'])
  expect(await find('d2')).toMatchObject({ ownerId: app.as('rep').id })
  // A head has no sight of the owner's client: its code is taken, its name is not told.
  const [mine] = (await batch([{ externalId: 'd3', name: 'Рукава' }], { as: 'head' })).body.rows
  const taken = await batch([{ id: mine?.id ?? '', externalId: 'd1' }], { as: 'head' })
  expect(taken.body.rows[0]?.refusal).toEqual({
    code: 'externalIdTaken',
    data: { field: 'externalId', value: 'd1' },
  })
  expect((await batch([{ externalId: 'd9', name: 'x' }], { as: 'observer' })).status).toBe(403)
})

test('a batch is one act of the history and is taken back as one', async () => {
  await batch([{ externalId: 'e1', name: 'Старый', city: 'Омск' }])
  const { unitId } = (
    await batch([
      { externalId: 'e1', city: 'Томск' },
      { externalId: 'e2', name: 'Новый' },
    ])
  ).body
  const { rows } = await app.as('owner').call(history.list)
  expect(rows[0]).toMatchObject({ id: unitId, count: 2 })
  const undone = await app.as('owner').call(history.undo, { params: { id: unitId ?? '' } })
  expect(undone).toMatchObject({ undone: 2, leftovers: [] })
  expect(await find('e1')).toMatchObject({ city: 'Омск' })
  expect((await app.as('owner').send(clients.find, { params: { externalId: 'e2' } })).status).toBe(404)
})

test('a thousand take as many statements as two; more are refused', async () => {
  const many = (count: number, prefix: string) =>
    Array.from({ length: count }, (_none, index) => ({
      externalId: `${prefix}${index}`,
      name: `Тысяча ${index}`,
    }))
  const few = await recordQueries(() => batch(many(2, 'f')))
  const all = await recordQueries(async () => expect((await batch(many(1000, 'g'))).body.created).toBe(1000))
  expect(all.length).toBe(few.length)
  expect((await batch(many(1001, 'h'))).status).toBe(400)
  const { rows } = await sql<{ count: number }>`
    select count(*) from audit_log where action = 'client.created' and after ->> 'externalId' like 'g%'`.execute(
    app.db,
  )
  expect(rows[0]?.count).toBe(1000)
})

test('two batches with the same new codes at once end with one client each', async () => {
  const items = Array.from({ length: 50 }, (_none, index) => ({
    externalId: `r${index}`,
    name: `Гонка ${index}`,
  }))
  const answers = await Promise.all([batch(items), batch(items.toReversed())])
  for (const { status } of answers) expect([200, 409]).toContain(status)
  expect(answers.some(({ status }) => status === 200)).toBe(true)
  expect(outcomes(await batch(items)).every((it) => it === 'unchanged')).toBe(true)
})
