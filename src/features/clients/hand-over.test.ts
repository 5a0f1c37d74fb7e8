import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const { clients, history, orders, team } = contract

/** Someone with clients that bring so much each; the last of them in the archive. */
async function withBase(amounts: number[]): Promise<{ person: Caller; ids: string[] }> {
  const person = await app.addPerson('rep')
  const owner = app.as('owner')
  const ids: string[] = []
  for (const amountMinor of amounts) {
    const { id } = await owner.call(clients.create, {
      body: { name: `Клиент ${ids.length} ${person.id}`, ownerId: person.id },
    })
    ids.push(id)
    if (amountMinor === 0) continue
    await owner.call(orders.create, {
      body: { clientId: id, orderedAt: '2026-06-01T10:00:00Z', amountMinor },
    })
  }
  await owner.call(clients.changeMany, { body: { ids: ids.slice(-1), change: { isArchived: true } } })
  await app.runJobs()
  return { person, ids }
}

const ownersOf = async (ids: string[]): Promise<(string | null)[]> => {
  const rows = await app.db.selectFrom('client').select(['id', 'ownerId']).where('id', 'in', ids).execute()
  return ids.map((id) => rows.find((row) => row.id === id)?.ownerId ?? null)
}
const revOf = async (id: string): Promise<number> =>
  (await app.as('owner').call(team.listUsers)).rows.find((row) => row.id === id)?.rev ?? 0

test('the preview tells numbers and money, and the act does what it told', async () => {
  const { person, ids } = await withBase([900, 500, 400, 100, 0, 0])
  const [first, second] = [await app.addPerson('rep'), await app.addPerson('rep')]
  const params = { id: person.id }
  const preview = await app
    .as('owner')
    .call(clients.previewHandOver, { params, query: { toIds: `${first.id},${second.id}` } })
  expect(preview).toMatchObject({ clients: 6, archived: 1, turnoverMinor: 1900 })
  expect(preview.classes.reduce((sum, it) => sum + it.clients, 0)).toBe(6)
  expect(preview.parts.map((part) => part.turnoverMinor)).toEqual([1000, 900])
  expect(preview.parts.reduce((sum, part) => sum + part.clients, 0)).toBe(6)
  const done = await app
    .as('owner')
    .call(clients.handOver, { params, body: { toIds: [first.id, second.id] } })
  expect(done.changed).toBe(6)
  const owners = await ownersOf(ids)
  expect(owners.filter((id) => id === first.id)).toHaveLength(preview.parts[0]?.clients ?? 0)
  expect(owners.filter((id) => id === second.id)).toHaveLength(preview.parts[1]?.clients ?? 0)
  const none = await app.as('owner').send(clients.handOver, { params, body: { toIds: [first.id] } })
  expect(none.error?.code).toBe('nothingChosen')
})

test('closing access with a hand-over is one act, undone as one and done again', async () => {
  const { person, ids } = await withBase([100, 50, 0])
  const owner = app.as('owner')
  const body = { rev: await revOf(person.id), toIds: [] }
  const done = await owner.call(clients.deactivateOwner, { params: { id: person.id }, body })
  expect(await ownersOf(ids)).toEqual([null, null, null])
  expect((await person.send(team.getMe)).status).toBe(401)
  const undone = await owner.call(history.undo, { params: { id: done.unitId } })
  expect(undone).toMatchObject({ undone: 4, leftovers: [] })
  expect(await ownersOf(ids)).toEqual(ids.map(() => person.id))
  const listed = (await owner.call(team.listUsers)).rows.find((row) => row.id === person.id)
  expect(listed?.isActive).toBe(true)
  await owner.call(history.undo, { params: { id: undone.unitId } })
  expect(await ownersOf(ids)).toEqual([null, null, null])
  const entries = await owner.call(history.list, { query: { entityId: person.id } })
  expect(entries.rows[0]).toMatchObject({ mayUndo: true })
})

test('an undo leaves what was given on since, and names it', async () => {
  const { person, ids } = await withBase([100, 50, 0])
  const owner = app.as('owner')
  const to = await app.addPerson('rep')
  const done = await owner.call(clients.handOver, { params: { id: person.id }, body: { toIds: [to.id] } })
  await owner.call(clients.changeMany, {
    body: { ids: ids.slice(0, 1), change: { ownerId: app.as('rep').id } },
  })
  const undone = await owner.call(history.undo, { params: { id: done.unitId } })
  expect(undone.undone).toBe(2)
  expect(undone.leftovers).toMatchObject([{ id: ids[0], reason: 'changedSince', fields: ['ownerId'] }])
  expect(await ownersOf(ids)).toEqual([app.as('rep').id, person.id, person.id])
})

test('nothing goes back to whoever has left meanwhile', async () => {
  const { person, ids } = await withBase([100, 0])
  const owner = app.as('owner')
  const to = await app.addPerson('rep')
  const done = await owner.call(clients.handOver, { params: { id: person.id }, body: { toIds: [to.id] } })
  await owner.call(team.updateUser, {
    params: { id: person.id },
    body: { rev: await revOf(person.id), isActive: false },
  })
  const answer = await owner.send(history.undo, { params: { id: done.unitId } })
  expect(answer.error?.code).toBe('noSuchOwner')
  expect(await ownersOf(ids)).toEqual([to.id, to.id])
})

test('a head hands over within their teams, a rep not at all; the last owner stays', async () => {
  const head = app.as('head')
  const rep = app.as('rep')
  await rep.call(clients.create, { body: { name: 'Командный' } })
  const stranger = await app.addPerson('rep')
  const give = (who: Caller, from: Caller, toIds: string[]) =>
    who.send(clients.handOver, { params: { id: from.id }, body: { toIds } })
  expect((await give(rep, rep, [])).status).toBe(403)
  expect((await give(head, stranger, [rep.id])).error?.code).toBe('notYours')
  expect((await give(head, rep, [stranger.id])).error?.code).toBe('notYours')
  expect((await give(head, rep, [head.id])).status).toBe(200)
  const body = { rev: await revOf(rep.id), toIds: [] }
  const deactivate = await head.send(clients.deactivateOwner, { params: { id: rep.id }, body })
  expect(deactivate.status).toBe(403)
  const owner = app.as('owner')
  const own = { rev: await revOf(owner.id), toIds: [] }
  const last = await owner.send(clients.deactivateOwner, { params: { id: owner.id }, body: own })
  expect(last.error?.code).toBe('lastOwner')
  const observer = app.as('observer').id
  const unable = await owner.send(clients.handOver, { params: { id: head.id }, body: { toIds: [observer] } })
  expect(unable.error?.code).toBe('noSuchOwner')
  const itself = await owner.send(clients.handOver, { params: { id: head.id }, body: { toIds: [head.id] } })
  expect(itself.error?.code).toBe('noSuchOwner')
})

test('a base of any size goes in the same few queries', async () => {
  const { person } = await withBase([0])
  await app.db
    .insertInto('client')
    .values(
      Array.from({ length: 3000 }, (_none, at) => ({
        name: `Много ${at}`,
        nameKey: `много ${at}`,
        ownerId: person.id,
      })),
    )
    .execute()
  const to = [await app.addPerson('rep'), await app.addPerson('rep')].map((it) => it.id)
  const done = await app
    .as('owner')
    .call(clients.handOver, { params: { id: person.id }, body: { toIds: to } })
  expect(done.changed).toBe(3001)
  const undone = await app.as('owner').call(history.undo, { params: { id: done.unitId } })
  expect(undone.undone).toBe(3001)
})
