import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const columnsOf = async (caller: Caller) => (await caller.call(contract.views.list)).columns
const choose = (caller: Caller, columns: string[] | null) =>
  caller.send(contract.views.chooseColumns, { body: { columns } })

test('everybody has columns of their own, in their order, and may go back to the original ones', async () => {
  const [rep, observer] = [app.as('rep'), app.as('observer')]
  expect(await columnsOf(rep)).toBeNull()
  await choose(rep, ['city', 'measure', 'field:0198-x'])
  await choose(observer, [])
  expect(await columnsOf(rep)).toEqual(['city', 'measure', 'field:0198-x'])
  expect(await columnsOf(observer)).toEqual([])
  await choose(rep, null)
  expect(await columnsOf(rep)).toBeNull()
  const { rows } = await app.as('owner').call(contract.history.list, { query: { actorId: rep.id } })
  expect(rows.map((row) => row.action)).toEqual(['columns.chosen', 'columns.chosen'])
  expect(
    (await app.as('owner').send(contract.history.undo, { params: { id: rows[0]?.id ?? '' } })).error?.code,
  ).toBe('notYours')
  await rep.call(contract.history.undo, { params: { id: rows[0]?.id ?? '' } })
  expect(await columnsOf(rep)).toEqual(['city', 'measure', 'field:0198-x'])
})

test('names that no column can have, and too many, are refused', async () => {
  expect((await choose(app.as('rep'), ['a b'])).status).toBe(400)
  expect(
    (
      await choose(
        app.as('rep'),
        Array.from({ length: 101 }, (_none, at) => `c${at}`),
      )
    ).status,
  ).toBe(400)
})
