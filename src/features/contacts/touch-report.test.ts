import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { openGate } from '../../../test/support/open-gate.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

const { contacts, clients } = contract
let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await openGate(app)
})
afterAll(() => app.close())

const period = { from: '2026-06-08', to: '2026-06-12' }
const talk = (caller: Caller, id: string, kind: string, happenedAt: string, minutes?: number) =>
  caller.call(contacts.addTouch, {
    params: { id },
    body: { kind, text: `Разговор ${kind}`, happenedAt, ...(minutes && { minutes }) } as never,
  })

test('talks are counted by person, day of the workspace and kind, and each count opens its talks', async () => {
  const [rep, head, stranger] = [app.as('rep'), app.as('head'), await app.addPerson('rep')]
  const { id } = await rep.call(clients.create, { body: { name: 'Свой' } })
  const theirs = await stranger.call(clients.create, { body: { name: 'Чужой' } })
  // Half past eleven in the evening in Moscow is still the ninth; an hour later it is the tenth.
  await talk(rep, id, 'call', '2026-06-09T20:30:00Z', 10)
  await talk(rep, id, 'call', '2026-06-09T21:30:00Z', 25)
  await talk(rep, id, 'meeting', '2026-06-10T09:00:00Z')
  await talk(rep, id, 'note', '2026-06-10T09:00:00Z')
  await talk(head, id, 'email', '2026-06-12T20:59:00Z')
  await talk(head, id, 'email', '2026-06-12T21:01:00Z')
  await talk(stranger, theirs.id, 'message', '2026-06-11T09:00:00Z')
  const days = async (caller: Caller) => (await caller.call(contacts.touchDays, { query: period })).rows
  const none = { call: 0, meeting: 0, message: 0, email: 0, minutes: 0 }
  const own = await days(rep)
  expect(own.map(({ authorName: _name, ...it }) => it).toSorted((a, b) => (a.on < b.on ? -1 : 1))).toEqual([
    { ...none, authorId: rep.id, on: '2026-06-09', call: 1, minutes: 10 },
    { ...none, authorId: rep.id, on: '2026-06-10', call: 1, meeting: 1, minutes: 25 },
    { ...none, authorId: head.id, on: '2026-06-12', email: 1 },
  ])
  expect((await days(app.as('owner'))).some((it) => it.authorId === stranger.id)).toBe(true)
  expect((await days(stranger)).map((it) => it.authorId)).toEqual([stranger.id])
  const open = (caller: Caller, more: object) =>
    caller.call(contacts.touches, { query: { ...period, ...more } })
  const day = { from: '2026-06-10', to: '2026-06-10' }
  const found = await open(rep, { author: rep.id, ...day })
  expect(found).toMatchObject({ count: 2, nextCursor: null })
  expect(found.rows.map((it) => [it.kind, it.minutes, it.clientName])).toEqual([
    ['meeting', null, 'Свой'],
    ['call', 25, 'Свой'],
  ])
  expect((await open(rep, { author: rep.id, kind: 'call', ...day })).count).toBe(1)
  expect((await open(rep, { author: stranger.id })).count).toBe(0)
  const long = { from: '2026-01-01', to: '2026-06-30' }
  expect((await rep.send(contacts.touchDays, { query: long })).error?.code).toBe('tooManyDays')
})

test('talks come in pages that miss and repeat nothing', async () => {
  const rep = app.as('rep')
  const { id } = await rep.call(clients.create, { body: { name: 'Говорливый' } })
  for (let at = 0; at < 53; at++) await talk(rep, id, 'call', '2026-05-04T09:00:00Z', 1)
  const query = { from: '2026-05-04', to: '2026-05-04' }
  const first = await rep.call(contacts.touches, { query })
  const cursor = first.nextCursor ?? ''
  const second = await rep.call(contacts.touches, { query: { ...query, cursor } })
  const ids = [...first.rows, ...second.rows].map((it) => it.id)
  expect([first.count, ids.length, new Set(ids).size, second.nextCursor]).toEqual([53, 53, 53, null])
})
