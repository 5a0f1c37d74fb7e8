import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { recordQueries } from '../../../test/support/record-queries.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'
import { type View, MOST_VIEWS } from './views-contract.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  await sql`truncate client_view, client_columns, client cascade`.execute(app.db)
})

const save = (caller: Caller, name: string, fields: object = {}) =>
  caller.send(contract.views.create, { body: { name, search: {}, columns: [], ...fields } })
const saved = async (caller: Caller, name: string, fields: object = {}): Promise<View> => {
  const { body, error } = await save(caller, name, fields)
  if (error) throw new Error(error.code)
  return body.view
}
const change = (caller: Caller, { id, rev }: View, fields: object) =>
  caller.send(contract.views.update, { params: { id }, body: { rev, ...fields } })
const remove = (caller: Caller, { id }: View) => caller.send(contract.views.remove, { params: { id } })
const undo = (caller: Caller, id: string) => caller.send(contract.history.undo, { params: { id } })
const listOf = async (caller: Caller) => (await caller.call(contract.views.list)).rows
const namesOf = async (caller: Caller) => (await listOf(caller)).map((view) => view.name)

describe('saved views', () => {
  test('keep conditions, order and columns; each person has their own', async () => {
    const search = { classes: 'A,B', owner: 'me' as const, sort: 'name' as const, direction: 'asc' as const }
    await save(app.as('rep'), 'Мои важные', { search, columns: ['city', 'measure'] })
    expect(await listOf(app.as('rep'))).toMatchObject([
      { name: 'Мои важные', search, lost: [], columns: ['city', 'measure'], isMine: true, mayChange: true },
    ])
    for (const role of ['owner', 'head', 'marketer', 'observer'] as const) {
      expect(await listOf(app.as(role))).toEqual([])
    }
  })

  test('a condition that is none, a name that is empty or taken are refused', async () => {
    expect((await save(app.as('rep'), 'X', { search: { classes: 'D' } })).status).toBe(400)
    expect((await save(app.as('rep'), '  ')).status).toBe(400)
    await save(app.as('rep'), 'Опт')
    expect((await save(app.as('rep'), ' ОПТ ')).error?.code).toBe('viewNameTaken')
    expect((await save(app.as('head'), 'Опт')).status).toBe(200)
    const other = await saved(app.as('rep'), 'Розница')
    expect((await change(app.as('rep'), other, { name: 'опт' })).error?.code).toBe('viewNameTaken')
    expect((await change(app.as('rep'), other, { name: 'розница' })).status).toBe(200)
  })

  test('a person has so many at most', async () => {
    await sql`insert into client_view (id, owner_id, name, search, columns)
      select new_id(), ${app.as('rep').id}, 'Вид ' || n, '{}', '{}' from generate_series(1, ${MOST_VIEWS}) n`.execute(
      app.db,
    )
    expect((await save(app.as('rep'), 'Ещё')).error).toMatchObject({ code: 'tooManyViews' })
  })

  test('two who save the same name at once: one of them is told', async () => {
    const codes = (await Promise.all([1, 2, 3].map(() => save(app.as('rep'), 'Вместе')))).map(
      (it) => it.error?.code,
    )
    expect(codes.sort()).toEqual(['viewNameTaken', 'viewNameTaken', undefined])
  })

  test('an old rev is refused with the newer view', async () => {
    const view = await saved(app.as('rep'), 'Опт')
    await change(app.as('rep'), view, { name: 'Крупный опт' })
    const late = await change(app.as('rep'), view, { name: 'Мелкий опт' })
    expect([late.status, late.error?.code]).toEqual([409, 'conflict'])
    expect(late.error?.data['current']).toMatchObject({ name: 'Крупный опт' })
  })

  test('a condition that has gone is left out and named, the others stay', async () => {
    await sql`insert into client_view (id, owner_id, name, search, columns) values (new_id(), ${app.as('rep').id}, 'Старый',
      ${JSON.stringify({ classes: 'A', mood: 'good', rhythms: 'dancing' })}, '{city}')`.execute(app.db)
    expect(await listOf(app.as('rep'))).toMatchObject([
      { search: { classes: 'A' }, lost: ['mood', 'rhythms'] },
    ])
  })

  test('with the columns they take ten queries at most, signing in included', async () => {
    await save(app.as('rep'), 'Опт')
    expect((await recordQueries(() => listOf(app.as('rep')))).length).toBeLessThanOrEqual(10)
  })
})

describe('sharing', () => {
  test('is for the owner and heads; everybody then has the view, and only author, heads and owner change it', async () => {
    expect((await save(app.as('rep'), 'Опт', { isShared: true })).error?.code).toBe('mayNotShare')
    const own = await saved(app.as('rep'), 'Свой')
    expect((await change(app.as('rep'), own, { isShared: true })).error?.code).toBe('mayNotShare')
    const view = await saved(app.as('head'), 'Опт', { isShared: true })
    for (const role of ['owner', 'head', 'rep', 'marketer', 'observer'] as const) {
      const theirs = (await listOf(app.as(role))).find(({ id }) => id === view.id)
      expect(theirs).toMatchObject({
        isMine: role === 'head',
        mayChange: role === 'owner' || role === 'head',
      })
      const renamed = await change(app.as(role), theirs ?? view, { name: `Опт ${role}` })
      expect(renamed.error?.code).toBe(role === 'owner' || role === 'head' ? undefined : 'notYourView')
    }
    expect((await remove(app.as('rep'), view)).error?.code).toBe('notYourView')
    expect((await remove(app.as('owner'), view)).status).toBe(200)
  })

  test('a view that is not shared is not there for others', async () => {
    const view = await saved(app.as('head'), 'Тайный')
    for (const role of ['owner', 'rep'] as const) {
      expect((await change(app.as(role), view, { name: 'Мой' })).status).toBe(404)
      expect((await remove(app.as(role), view)).status).toBe(404)
    }
  })

  test('never widens what anybody sees, and "mine" is whoever looks', async () => {
    const [mine, foreign] = [app.as('rep'), app.as('owner')]
    await mine.call(contract.clients.create, { body: { name: 'Менеджера' } })
    await foreign.call(contract.clients.create, { body: { name: 'Владельца', ownerId: foreign.id } })
    await save(app.as('owner'), 'Все мои', { search: { owner: 'me' }, isShared: true })
    await save(app.as('owner'), 'Его', { search: { owner: foreign.id }, isShared: true })
    const seen = async (caller: Caller) => {
      const all: Record<string, string[]> = {}
      for (const { name, search } of await listOf(caller)) {
        const { rows } = await caller.call(contract.clients.list, { query: search })
        all[name] = rows.map((row) => row.name)
      }
      return all
    }
    expect(await seen(mine)).toEqual({ 'Все мои': ['Менеджера'], Его: [] })
    expect(await seen(foreign)).toEqual({ 'Все мои': ['Владельца'], Его: ['Владельца'] })
  })
})

describe('the way back', () => {
  test('of saving, changing, sharing and deleting a view', async () => {
    const rep = app.as('rep')
    const made = await save(rep, 'Опт', { search: { classes: 'A' } })
    await undo(rep, made.body.unitId)
    expect(await namesOf(rep)).toEqual([])
    const view = await saved(rep, 'Опт', { search: { classes: 'A', tag: 'x' } })
    const edited = (await change(rep, view, { search: { classes: 'B' }, name: 'Опт 2' })).body
    await change(rep, edited.view, { name: 'Опт 3' })
    expect((await undo(rep, edited.unitId)).body).toMatchObject({
      undone: 1,
      leftovers: [{ fields: ['name'] }],
    })
    expect(await listOf(rep)).toMatchObject([{ name: 'Опт 3', search: { classes: 'A', tag: 'x' } }])
    const gone = (await remove(rep, view)).body
    await undo(rep, gone.unitId)
    expect(await listOf(rep)).toMatchObject([{ id: view.id, name: 'Опт 3' }])
  })

  test('whoever stopped sharing another’s view takes that back; strangers take back nothing', async () => {
    const view = await saved(app.as('head'), 'Опт', { isShared: true })
    const hidden = (await change(app.as('owner'), view, { isShared: false })).body
    expect(await namesOf(app.as('rep'))).toEqual([])
    expect((await undo(app.as('rep'), hidden.unitId)).error?.code).toBe('notYours')
    await undo(app.as('owner'), hidden.unitId)
    expect(await namesOf(app.as('rep'))).toEqual(['Опт'])
    const own = await save(app.as('rep'), 'Свой')
    expect((await undo(app.as('head'), own.body.unitId)).error?.code).toBe('notYours')
  })

  test('does not bring back a name that is taken by now', async () => {
    const gone = (await remove(app.as('rep'), await saved(app.as('rep'), 'Опт'))).body
    await save(app.as('rep'), 'опт')
    expect((await undo(app.as('rep'), gone.unitId)).error?.code).toBe('viewNameTaken')
  })
})

describe('columns', () => {
  const columnsOf = async (caller: Caller) => (await caller.call(contract.views.list)).columns
  const choose = (caller: Caller, columns: string[] | null) =>
    caller.send(contract.views.chooseColumns, { body: { columns } })

  test('everybody has their own, in their order, and may go back to the original ones', async () => {
    const [rep, observer] = [app.as('rep'), app.as('observer')]
    expect(await columnsOf(rep)).toBeNull()
    await choose(rep, ['city', 'measure', 'field:0198-x'])
    await choose(observer, [])
    expect(await columnsOf(rep)).toEqual(['city', 'measure', 'field:0198-x'])
    expect(await columnsOf(observer)).toEqual([])
    await choose(rep, null)
    expect(await columnsOf(rep)).toBeNull()
    const query = { actorId: rep.id, entity: 'columns' }
    const { rows } = await app.as('owner').call(contract.history.list, { query })
    expect(rows.map((row) => row.action)).toEqual(['columns.chosen', 'columns.chosen'])
    expect((await undo(app.as('owner'), rows[0]?.id ?? '')).error?.code).toBe('notYours')
    await undo(rep, rows[0]?.id ?? '')
    expect(await columnsOf(rep)).toEqual(['city', 'measure', 'field:0198-x'])
  })

  test('names that no column can have, and too many, are refused', async () => {
    expect((await choose(app.as('rep'), ['a b'])).status).toBe(400)
    const many = Array.from({ length: 101 }, (_none, at) => `c${at}`)
    expect((await choose(app.as('rep'), many)).status).toBe(400)
  })
})
