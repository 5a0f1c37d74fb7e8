import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const make = (caller: Caller, name: string) => caller.call(contract.clients.create, { body: { name } })
const list = async (caller: Caller, query: object = {}) =>
  (await caller.call(contract.history.list, { query })).rows

test('who, when, what, from where; each field before and after, people by their names', async () => {
  const owner = app.as('owner')
  const client = await make(owner, 'Ромашка')
  await owner.call(contract.clients.update, {
    params: { id: client.id },
    body: { rev: client.rev, city: 'Азов', ownerId: app.as('rep').id },
  })
  const [last, first] = await list(owner, { entityId: client.id })
  expect(last).toMatchObject({
    actor: 'Owner',
    channel: 'web',
    address: '127.0.0.1',
    action: 'client.updated',
    name: 'Ромашка',
    count: 1,
    isUndone: false,
    mayUndo: true,
  })
  expect(first).toMatchObject({ action: 'client.created' })
  const { rows } = await owner.call(contract.history.get, { params: { id: last?.id ?? '' }, query: {} })
  expect(rows[0]?.fields).toEqual([
    { name: 'city', before: null, after: 'Азов' },
    { name: 'ownerId', before: null, after: expect.stringMatching(/^rep /) as string },
  ])
})

test('conditions: person, record, day, channel, words of the name', async () => {
  const owner = app.as('owner')
  const client = await make(app.as('head'), 'Искомая')
  expect(await list(owner, { actorId: app.as('head').id, entity: 'client' })).toHaveLength(1)
  expect(await list(owner, { text: 'ИСКОМ' })).toHaveLength(1)
  expect(await list(owner, { text: 'искомая', entity: 'order' })).toEqual([])
  expect(await list(owner, { entityId: client.id, channel: 'cli' })).toEqual([])
  expect(await list(owner, { entityId: client.id, to: '2020-01-01' })).toEqual([])
  expect(await list(owner, { entityId: client.id, from: '2020-01-01' })).toHaveLength(1)
})

test('a head sees the acts on the own team’s records and their own; a rep has no history page', async () => {
  const stranger = await app.addPerson('rep')
  const foreign = await make(stranger, 'Чужая')
  const ofTeam = await make(app.as('rep'), 'Командная')
  const seen = (await list(app.as('head'))).map((unit) => unit.entityId)
  expect(seen).toContain(ofTeam.id)
  expect(seen).not.toContain(foreign.id)
  const unit = (await list(app.as('owner'), { entityId: foreign.id }))[0]
  const get = await app.as('head').send(contract.history.get, { params: { id: unit?.id ?? '' }, query: {} })
  expect(get.status).toBe(404)
  expect((await app.as('rep').send(contract.history.list, { query: {} })).status).toBe(403)
  const undo = await app.as('head').send(contract.history.undo, { params: { id: unit?.id ?? '' } })
  expect(undo.status).toBe(404)
})

test('pages follow one another without a gap or a repeat', async () => {
  const owner = app.as('owner')
  for (let at = 0; at < 60; at++) await make(owner, `Клиент ${at}`)
  const first = await owner.call(contract.history.list, { query: { text: 'Клиент ' } })
  const rest = await owner.call(contract.history.list, {
    query: { text: 'Клиент ', cursor: first.nextCursor ?? '' },
  })
  const names = [...first.rows, ...rest.rows].map((unit) => unit.name)
  expect(names).toEqual(Array.from({ length: 60 }, (_none, at) => `Клиент ${59 - at}`))
  expect(rest.nextCursor).toBeNull()
})

test('undone, undone again, and again: the history tells which acts hold', async () => {
  const owner = app.as('owner')
  const client = await make(owner, 'Маятник')
  await owner.call(contract.clients.update, {
    params: { id: client.id },
    body: { rev: client.rev, city: 'Азов' },
  })
  const unitOf = async () =>
    (await list(owner, { entityId: client.id })).map((it) => [it.id, it.isUndone] as const)
  const edit = (await unitOf())[0]?.[0] ?? ''
  const first = await owner.call(contract.history.undo, { params: { id: edit } })
  const second = await owner.call(contract.history.undo, { params: { id: first.unitId } })
  const third = await owner.call(contract.history.undo, { params: { id: second.unitId } })
  const state = new Map(await unitOf())
  expect([edit, first.unitId, second.unitId, third.unitId].map((id) => state.get(id))).toEqual([
    true,
    false,
    true,
    false,
  ])
  const again = await owner.send(contract.history.undo, { params: { id: edit } })
  expect(again.error?.code).toBe('alreadyUndone')
})

test('two who undo the same act at once: one does', async () => {
  const owner = app.as('owner')
  const client = await make(owner, 'Дуэль')
  const edited = await owner.call(contract.clients.update, {
    params: { id: client.id },
    body: { rev: client.rev, city: 'Азов' },
  })
  const body = { entity: 'client', id: client.id, rev: edited.rev }
  const answers = await Promise.all([1, 2, 3].map(() => owner.send(contract.history.undoChange, { body })))
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422, 422])
})

test('an order entered by hand and its status go back', async () => {
  const owner = app.as('owner')
  const client = await make(owner, 'С заказом')
  const order = await owner.call(contract.orders.create, {
    body: { clientId: client.id, orderedAt: '2026-06-01T10:00:00Z', amountMinor: 100 },
  })
  const paid = await owner.call(contract.orders.setStatus, {
    params: { id: order.id },
    body: { rev: order.rev, status: 'paid' },
  })
  await owner.call(contract.history.undoChange, { body: { entity: 'order', id: order.id, rev: paid.rev } })
  expect((await owner.call(contract.orders.get, { params: { id: order.id } })).status).toBe('placed')
  const created = (await list(owner, { entityId: order.id })).find((it) => it.action === 'order.created')
  await owner.call(contract.history.undo, { params: { id: created?.id ?? '' } })
  expect((await owner.send(contract.orders.get, { params: { id: order.id } })).status).toBe(404)
})

test('settings go back field by field: the company, the borders of the classes, the play of a cell', async () => {
  const owner = app.as('owner')
  const { workspace } = await owner.call(contract.team.getMe, {})
  const named = await owner.call(contract.team.updateWorkspace, {
    body: { rev: workspace.rev, name: 'Другая', country: 'KZ' },
  })
  await owner.call(contract.team.updateWorkspace, { body: { rev: named.rev, country: 'BY' } })
  const undone = await owner.call(contract.history.undoChange, {
    body: { entity: 'workspace', id: null, rev: named.rev },
  })
  expect(undone.leftovers).toMatchObject([{ reason: 'changedSince', fields: ['country'] }])
  const after = (await owner.call(contract.team.getMe, {})).workspace
  expect(after).toMatchObject({ name: workspace.name, country: 'BY' })

  const settings = await owner.call(contract.segments.getSettings, {})
  const saved = await owner.call(contract.segments.saveSettings, { body: { ...settings, shareA: 0.7 } })
  await owner.call(contract.history.undoChange, { body: { entity: 'segments', id: null, rev: saved.rev } })
  expect((await owner.call(contract.segments.getSettings, {})).shareA).toBe(settings.shareA)

  const play = await owner.call(contract.segments.savePlay, {
    body: { valueClass: 'A', frequencyClass: 'rarely', text: 'Звонить раз в неделю', rev: null },
  })
  const body = { entity: 'segments', id: null, rev: play.rev }
  expect((await app.as('rep').send(contract.history.undoChange, { body })).error?.code).toBe('notAllowed')
  await owner.call(contract.history.undoChange, { body })
  const found = await app.db
    .selectFrom('cellPlay')
    .select('text')
    .where('frequencyClass', '=', 'rarely')
    .execute()
  expect(found.map((row) => row.text)).toContain('')
})

test('what has no way back says so and changes nothing', async () => {
  const owner = app.as('owner')
  const [unit] = await list(owner, { entity: 'team' })
  expect(unit?.mayUndo).toBe(false)
  const answer = await owner.send(contract.history.undo, { params: { id: unit?.id ?? '' } })
  expect(answer.error?.code).toBe('nothingToUndo')
})

test('the export holds a line for each field, formulas neutralised', async () => {
  const owner = app.as('owner')
  const client = await make(owner, '=cmd()')
  await owner.call(contract.clients.update, {
    params: { id: client.id },
    body: { rev: client.rev, city: '+1', note: 'два' },
  })
  const csv = await owner.call(contract.history.exportCsv, {
    query: { entityId: client.id, language: 'ru' },
  })
  const lines = String(csv).split('\r\n')
  expect(lines[0]).toBe('\ufeffКогда;Кто;Откуда;Адрес;Действие;Запись;Название;Поле;Было;Стало;Причина')
  expect(lines[1]).toMatch(/Owner;web;127\.0\.0\.1;client\.updated;client;'=cmd\(\);city;;'\+1;$/)
  expect(lines[2]).toMatch(/;note;;два;$/)
})
