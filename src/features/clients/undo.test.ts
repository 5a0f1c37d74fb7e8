import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import type { Client } from './contract.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const make = (name: string): Promise<Client> =>
  app.as('rep').call(contract.clients.create, { body: { name } })
const edit = (role: 'owner' | 'head' | 'rep', client: Client, body: object) =>
  app
    .as(role)
    .send(contract.clients.update, { params: { id: client.id }, body: { rev: client.rev, ...body } })
const undo = (role: 'owner' | 'rep', client: Client) =>
  app
    .as(role)
    .send(contract.history.undoChange, { body: { entity: 'client', id: client.id, rev: client.rev } })
const now = (client: Client): Promise<Client> =>
  app.as('owner').call(contract.clients.get, { params: { id: client.id } })

test('an undo of an undo brings the edit back', async () => {
  const client = await make('Туда')
  const edited = (await edit('rep', client, { city: 'Ростов' })).body
  expect((await undo('rep', edited)).body).toMatchObject({ undone: 1, leftovers: [] })
  expect((await now(client)).city).toBeNull()
  const again = await undo('rep', edited)
  expect(again.error?.code).toBe('alreadyUndone')
  await undo('rep', await now(client))
  expect((await now(client)).city).toBe('Ростов')
})

test('an undo does not overwrite what somebody wrote since', async () => {
  const client = await make('Двое')
  const edited = (await edit('rep', client, { city: 'Ростов' })).body
  await edit('owner', edited, { city: 'Азов' })
  const late = await undo('rep', edited)
  expect([late.status, late.error?.code]).toEqual([422, 'changedSince'])
  expect(late.error?.data['leftovers']).toMatchObject([{ name: 'Двое', fields: ['city'] }])
  expect((await now(client)).city).toBe('Азов')
})

test('other fields return, the one that somebody changed since stays', async () => {
  const client = await make('Трое')
  const edited = (await edit('rep', client, { city: 'Ростов', region: 'Юг', note: 'ждёт' })).body
  await edit('owner', edited, { region: 'Север' })
  expect((await undo('rep', edited)).body).toMatchObject({
    undone: 1,
    leftovers: [{ entity: 'client', id: client.id, reason: 'changedSince', fields: ['region'] }],
  })
  expect(await now(client)).toMatchObject({ city: null, region: 'Север', note: null })
})

test('a client just made goes again, and comes back; one with an order stays', async () => {
  const client = await make('Новый')
  const gone = (await undo('rep', client)).body
  expect((await app.as('owner').send(contract.clients.get, { params: { id: client.id } })).status).toBe(404)
  await app.as('rep').call(contract.history.undo, { params: { id: gone.unitId } })
  const back = await now(client)
  expect(back).toMatchObject({ id: client.id, name: 'Новый' })
  await app.as('owner').call(contract.orders.create, {
    body: { clientId: client.id, orderedAt: '2026-06-01T10:00:00Z', amountMinor: 100 },
  })
  const late = await undo('rep', back)
  expect(late.error?.code).toBe('changedSince')
  expect(late.error?.data['leftovers']).toMatchObject([{ reason: 'inUse' }])
})

test('a rep neither gives a client away nor undoes that it was given to them', async () => {
  const other = await app.addPerson('rep')
  const client = await make('Мой')
  expect((await edit('rep', client, { ownerId: other.id })).error?.code).toBe('notYours')
  const theirs = (await edit('owner', client, { ownerId: other.id })).body
  expect((await edit('rep', theirs, { city: 'X' })).status).toBe(404)
  const given = (await edit('owner', theirs, { ownerId: app.as('rep').id })).body
  expect((await undo('rep', given)).error?.code).toBe('notYours')
  await undo('owner', given)
  expect((await now(given)).ownerId).toBe(other.id)
})

test('a head leads the own team and what is nobody’s, no more', async () => {
  const stranger = await app.addPerson('rep')
  const ofTeam = await make('Команды')
  expect((await edit('head', ofTeam, { city: 'Ростов' })).status).toBe(200)
  const nobodys = await app.as('owner').call(contract.clients.create, { body: { name: 'Ничей' } })
  expect((await edit('head', nobodys, { ownerId: app.as('rep').id })).status).toBe(200)
  const foreign = await stranger.call(contract.clients.create, { body: { name: 'Чужой' } })
  expect((await edit('head', foreign, { city: 'Ростов' })).status).toBe(404)
  const given = await app
    .as('head')
    .send(contract.clients.create, { body: { name: 'Отдать', ownerId: stranger.id } })
  expect(given.error?.code).toBe('notYours')
})

test('another code moves the client among equals, by an edit and by its undo', async () => {
  const owner = app.as('owner')
  const [a, b] = [
    await owner.call(contract.clients.create, { body: { name: 'Первый', externalId: 'A' } }),
    await owner.call(contract.clients.create, { body: { name: 'Второй', externalId: 'B' } }),
  ]
  for (const { id } of [a, b]) {
    await owner.call(contract.orders.create, {
      body: { clientId: id, orderedAt: '2026-06-01T10:00:00Z', amountMinor: 100 },
    })
  }
  const keys = async () => {
    await app.runJobs()
    const rows = await app.db
      .selectFrom('clientStats')
      .select('tieKey')
      .where('tieKey', '<>', '')
      .orderBy('tieKey')
      .execute()
    return rows.map((row) => row.tieKey)
  }
  expect(await keys()).toEqual(['A', 'B'])
  const edited = (await edit('owner', a, { externalId: 'Z' })).body
  expect(await keys()).toEqual(['B', 'Z'])
  await undo('owner', edited)
  expect(await keys()).toEqual(['A', 'B'])
})

test('a field that is what it was before again leaves nothing to undo', async () => {
  const client = await make('Назад')
  const edited = (await edit('rep', client, { city: 'Ростов' })).body
  await edit('owner', edited, { city: null })
  expect((await undo('rep', edited)).error?.code).toBe('nothingToUndo')
})
