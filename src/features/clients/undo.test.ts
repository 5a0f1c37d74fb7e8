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
  app.as(role).send(contract.clients.undo, { params: { id: client.id }, body: { rev: client.rev } })

test('an undo of an undo brings the edit back', async () => {
  const client = await make('Туда')
  const edited = (await edit('rep', client, { city: 'Ростов' })).body
  const undone = (await undo('rep', edited)).body
  expect(undone.city).toBeNull()
  expect((await undo('rep', undone)).body.city).toBe('Ростов')
})

test('an undo does not overwrite what somebody wrote since', async () => {
  const client = await make('Двое')
  const edited = (await edit('rep', client, { city: 'Ростов' })).body
  await edit('owner', edited, { city: 'Азов' })
  const late = await undo('rep', edited)
  expect([late.status, late.error?.code]).toEqual([409, 'conflict'])
  expect(late.error?.data['current']).toMatchObject({ city: 'Азов' })
})

test('a client just made has nothing to undo', async () => {
  expect((await undo('rep', await make('Новый'))).error?.code).toBe('nothingToUndo')
})

test('a rep neither gives a client away nor undoes that it was given to them', async () => {
  const other = await app.addPerson('rep')
  const client = await make('Мой')
  expect((await edit('rep', client, { ownerId: other.id })).error?.code).toBe('notYours')
  const theirs = (await edit('owner', client, { ownerId: other.id })).body
  expect((await edit('rep', theirs, { city: 'X' })).status).toBe(404)
  const given = (await edit('owner', theirs, { ownerId: app.as('rep').id })).body
  expect((await undo('rep', given)).error?.code).toBe('notYours')
  expect((await undo('owner', given)).body.ownerId).toBe(other.id)
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
    const rows = await app.db.selectFrom('clientStats').select('tieKey').orderBy('tieKey').execute()
    return rows.map((row) => row.tieKey)
  }
  expect(await keys()).toEqual(['A', 'B'])
  const edited = (await edit('owner', a, { externalId: 'Z' })).body
  expect(await keys()).toEqual(['B', 'Z'])
  await undo('owner', edited)
  expect(await keys()).toEqual(['A', 'B'])
})
