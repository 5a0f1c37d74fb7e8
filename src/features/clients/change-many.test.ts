import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import { recordQueries } from '../../../test/support/record-queries.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())
beforeEach(async () => {
  await sql`truncate client, client_count, sales_order, order_line cascade`.execute(app.db)
})

const make = (name: string, fields: object = {}, caller: Caller = app.as('owner')) =>
  caller.call(contract.clients.create, { body: { name, ...fields } })
const change = (body: object, caller: Caller = app.as('owner')) =>
  caller.send(contract.clients.changeMany, { body: { change: {}, ...body } })
const get = (id: string) => app.as('owner').call(contract.clients.get, { params: { id } })
const undo = (unitId: string | null) =>
  app.as('owner').call(contract.history.undo, { params: { id: unitId ?? '' } })
const listed = async (query: object = {}, caller: Caller = app.as('owner')) =>
  (await caller.call(contract.clients.list, { query: { sort: 'name', ...query } })).rows.map(
    (row) => row.name,
  )

describe('many clients at once', () => {
  test('owner, city and tags change as one act; the history names each, one undo takes all back', async () => {
    const [a, b] = [await make('А', { tags: ['опт'] }), await make('Б', { city: 'Уфа' })]
    const rep = app.as('rep').id
    const done = await change({
      ids: [a.id, b.id],
      change: { ownerId: rep, city: 'Азов', addTags: ['vip', 'опт'] },
    })
    expect(done.body).toMatchObject({ changed: 2, skipped: 0 })
    expect(await get(a.id)).toMatchObject({ ownerId: rep, city: 'Азов', tags: ['vip', 'опт'] })
    const { rows } = await app
      .as('owner')
      .call(contract.history.get, { params: { id: done.body.unitId ?? '' }, query: {} })
    expect(
      rows.map((row) => row.fields.map((field) => field.name).sort()).sort((x, y) => x.length - y.length),
    ).toEqual([
      ['city', 'ownerId', 'tags.vip'],
      ['city', 'ownerId', 'tags.vip', 'tags.опт'],
    ])
    expect(await undo(done.body.unitId)).toMatchObject({ undone: 2, leftovers: [] })
    expect(await get(a.id)).toMatchObject({ ownerId: null, city: null, tags: ['опт'] })
    expect(await get(b.id)).toMatchObject({ ownerId: null, city: 'Уфа', tags: [] })
  })

  test('all that the conditions leave; what is so already is left alone', async () => {
    await make('Ромашка', { city: 'Азов' })
    await make('Ромашка плюс')
    await make('Василёк')
    const done = await change({ filter: { text: 'ромашка' }, change: { city: 'Азов' } })
    expect(done.body).toMatchObject({ changed: 1, skipped: 0 })
    expect((await change({ filter: { text: 'ромашка' }, change: { city: 'Азов' } })).body).toEqual({
      unitId: null,
      changed: 0,
      skipped: 0,
    })
  })

  test('a rep changes their own only, and gives none away; what they do not see is not there', async () => {
    const mine = await make('Моя', {}, app.as('rep'))
    const foreign = await make('Чужая')
    const done = await change({ ids: [mine.id, foreign.id], change: { city: 'Азов' } }, app.as('rep'))
    expect(done.body).toMatchObject({ changed: 1, skipped: 0 })
    expect((await get(foreign.id)).city).toBeNull()
    const given = await change({ ids: [mine.id], change: { ownerId: app.as('head').id } }, app.as('rep'))
    expect(given.error?.code).toBe('notYours')
    expect((await change({ ids: [foreign.id], change: { city: 'Х' } }, app.as('rep'))).error?.code).toBe(
      'nothingChosen',
    )
    expect((await change({ ids: [mine.id], change: { city: 'Х' } }, app.as('observer'))).status).toBe(403)
  })

  test('an owner who left, nothing chosen and nothing to change are refused', async () => {
    const { id } = await make('А')
    expect((await change({ ids: [id], change: { ownerId: id } })).error?.code).toBe('noSuchOwner')
    expect((await change({ ids: [id] })).error?.code).toBe('nothingChosen')
    expect((await change({ change: { city: 'Х' } })).error?.code).toBe('nothingChosen')
  })

  test('undone after other people’s edits, exactly the promised fields return', async () => {
    type Row = { city: string | null; region: string | null; tags: string[] }
    const place = fc.constantFrom(null, 'Азов', 'Уфа')
    const tags = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 })
    const row = fc.record({ city: place, region: place, tags })
    const edit = fc.option(row, { nil: null, freq: 3 })
    const bulk = fc.record({ city: place, addTags: tags, removeTags: tags })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(row, edit), { minLength: 1, maxLength: 4 }),
        bulk,
        async (rows, wanted) => {
          await sql`truncate client cascade`.execute(app.db)
          const made = await Promise.all(rows.map(([fields], at) => make(`К${at}`, fields)))
          const done = await change({ ids: made.map((it) => it.id), change: wanted })
          if (done.body.unitId === null) return
          // The plain model: what the act left, what others wrote, what must be there after the undo.
          const expected: Row[] = []
          for (const [at, [first, later]] of rows.entries()) {
            const client = made[at]
            if (!client) throw new Error('a client is missing')
            const left: Row = {
              city: wanted.city,
              region: first.region,
              tags: [...new Set([...first.tags, ...wanted.addTags])].filter(
                (tag) => !wanted.removeTags.includes(tag),
              ),
            }
            const now = later ?? left
            if (later) {
              const { rev } = await get(client.id)
              await app
                .as('head')
                .call(contract.clients.update, { params: { id: client.id }, body: { rev, ...later } })
            }
            const back = (tag: string): boolean => {
              const [was, became, is] = [first, left, now].map((it) => it.tags.includes(tag))
              return (was !== became && is === became ? was : is) ?? false
            }
            expected.push({
              city: first.city !== left.city && now.city === left.city ? first.city : now.city,
              region: now.region,
              tags: ['a', 'b', 'c'].filter(back),
            })
          }
          await app.as('owner').send(contract.history.undo, { params: { id: done.body.unitId } })
          for (const [at, client] of made.entries()) {
            const { city, region, tags: borne } = await get(client.id)
            expect({ city, region, tags: borne }).toEqual(expected[at])
          }
        },
      ),
      { numRuns: 20 },
    )
  })
})

test('thousands change and go back as one, in few statements, and tell how far they are', async () => {
  await sql`insert into client (name, name_key, city) select 'К' || n, 'к' || n, 'Азов' from generate_series(1, 4500) n`.execute(
    app.db,
  )
  const progressId = newId()
  const done = (await change({ filter: {}, progressId, change: { city: 'Уфа', addTags: ['vip'] } })).body
  expect(done).toMatchObject({ changed: 4500, skipped: 0 })
  const toldOf = async (id: string | null) => {
    const found = await sql<{
      rev: number
    }>`select rev from live_event where kind = 'progress' and entity_id = ${id}
      order by id`.execute(app.db)
    return found.rows.map(({ rev }) => rev)
  }
  expect(await toldOf(progressId)).toEqual([44, 88, 100])
  const [first] = (await app.as('owner').call(contract.clients.list, { query: { sort: 'name' } })).rows
  if (!first) throw new Error('nobody')
  await app
    .as('head')
    .call(contract.clients.update, { params: { id: first.id }, body: { rev: first.rev, city: 'Тула' } })
  const sent = await recordQueries(async () =>
    expect(await undo(done.unitId)).toMatchObject({
      undone: 4500,
      left: 1,
      leftovers: [{ id: first.id, reason: 'changedSince', fields: ['city'] }],
    }),
  )
  expect(sent.length).toBeLessThan(60)
  expect(await toldOf(done.unitId)).toEqual([22, 44, 66, 88])
  expect(await get(first.id)).toMatchObject({ city: 'Тула', tags: [] })
  const { count } = await app.as('owner').call(contract.clients.count, { query: { text: 'К' } })
  expect(count).toBe(4500)
  const cities = await sql`select city, tags, count(*) from client group by 1, 2 order by 3`.execute(app.db)
  expect(cities.rows).toEqual([
    { city: 'Тула', tags: [], count: 1 },
    { city: 'Азов', tags: [], count: 4499 },
  ])
})

describe('the archive', () => {
  test('takes clients out of lists, search, tags and classes, keeps their orders in the totals, and gives them back', async () => {
    const [a, b] = [await make('Живой', { tags: ['x'] }), await make('Ушедший', { tags: ['y'] })]
    for (const { id } of [a, b]) {
      await app.as('owner').call(contract.orders.create, {
        body: { clientId: id, orderedAt: '2026-06-01T10:00:00Z', amountMinor: 100 },
      })
    }
    await app.runJobs()
    const done = await change({ ids: [b.id], change: { isArchived: true } })
    await app.runJobs()
    expect(await listed()).toEqual(['Живой'])
    expect(await listed({ archived: 'only' })).toEqual(['Ушедший'])
    expect((await app.as('owner').call(contract.clients.search, { query: { text: 'ушед' } })).rows).toEqual(
      [],
    )
    expect((await app.as('owner').call(contract.clients.tags, {})).rows).toEqual([{ name: 'x', count: 1 }])
    expect(await app.as('owner').call(contract.clients.views, {})).toMatchObject({ all: 1 })
    expect(await get(b.id)).toMatchObject({ valueClass: 'none', archivedAt: expect.any(String) as string })
    const orders = await app.as('owner').call(contract.orders.list, { query: {} })
    expect(orders.rows).toHaveLength(2)
    await undo(done.body.unitId)
    await app.runJobs()
    expect(await listed()).toEqual(['Живой', 'Ушедший'])
    expect((await get(b.id)).measureMinor).toBe(100)
  })

  test('says who put a client there, also after it was there before', async () => {
    const { id, name } = await make('Туда-сюда')
    const put = (isArchived: boolean, caller: Caller) => change({ ids: [id], change: { isArchived } }, caller)
    await put(true, app.as('owner'))
    await put(false, app.as('owner'))
    expect(await get(id)).toMatchObject({ archivedAt: null, archivedBy: null })
    await put(true, app.as('head'))
    const { rows } = await app.as('owner').call(contract.clients.list, { query: { archived: 'only' } })
    expect(rows).toMatchObject([
      { name, archivedAt: '2026-06-12T09:00:00+00:00', archivedBy: expect.stringMatching(/^head/) },
    ])
  })

  test('is seen by whoever sees the client', async () => {
    const mine = await make('Моя', {}, app.as('rep'))
    const foreign = await make('Чужая')
    await change({ ids: [mine.id, foreign.id], change: { isArchived: true } })
    expect(await listed({ archived: 'only' }, app.as('rep'))).toEqual(['Моя'])
  })
})
