import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { openGate } from '../../../test/support/open-gate.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

let app: TestApp
let clientId: string
beforeAll(async () => {
  app = await testApp()
  await openGate(app)
})
afterAll(() => app.close())
beforeEach(async () => {
  await sql`truncate client, sales_order, order_line cascade`.execute(app.db)
  clientId = (await make('Ромашка', app.as('rep'))).id
})

const make = (name: string, caller: Caller = app.as('owner')) =>
  caller.call(contract.clients.create, { body: { name } })
const people = async (id = clientId) =>
  (await app.as('owner').call(contract.contacts.people, { params: { id } })).rows
const timeline = (query: object = {}, caller: Caller = app.as('rep')) =>
  caller.call(contract.contacts.timeline, { params: { id: clientId }, query })
const say = (text: string, more: object = {}, caller: Caller = app.as('rep')) =>
  caller.call(contract.contacts.addTouch, {
    params: { id: clientId },
    body: { kind: 'call', text, ...more },
  })

describe('people at a client', () => {
  test('have roles, several phones in one form and e-mails; decision makers come first', async () => {
    const add = (body: {
      name: string
      role?: 'user' | 'decisionMaker'
      phones?: string[]
      emails?: string[]
    }) => app.as('rep').call(contract.contacts.addPerson, { params: { id: clientId }, body })
    await add({ name: 'Анна', role: 'user' })
    const boss = await add({
      name: 'Яков',
      role: 'decisionMaker',
      phones: ['8 (495) 200-10-20', '+7 495 200 10 20', '+7 916 200-10-20'],
      emails: ['Yakov@Firma.ru', ''],
    })
    expect(boss).toMatchObject({ phones: ['+74952001020', '+79162001020'], emails: ['yakov@firma.ru'] })
    expect((await people()).map((person) => person.name)).toEqual(['Яков', 'Анна'])
  })

  test('absent leaves, null clears; a stale rev is refused; an undo gives back field by field', async () => {
    const rep = app.as('rep')
    const made = await rep.call(contract.contacts.addPerson, {
      params: { id: clientId },
      body: { name: 'Анна', position: 'закупщик', role: 'user' },
    })
    const edited = await rep.call(contract.contacts.updatePerson, {
      params: { id: made.id },
      body: { rev: made.rev, position: null, phones: ['+7 916 200-10-20'] },
    })
    expect(edited).toMatchObject({ name: 'Анна', position: null, role: 'user' })
    const stale = await rep.send(contract.contacts.updatePerson, {
      params: { id: made.id },
      body: { rev: made.rev, name: 'Х' },
    })
    expect([stale.status, stale.error?.code]).toEqual([409, 'conflict'])
    await app.as('head').call(contract.contacts.updatePerson, {
      params: { id: made.id },
      body: { rev: edited.rev, position: 'директор' },
    })
    const undone = await rep.call(contract.history.undoChange, {
      body: { entity: 'contact', id: made.id, rev: edited.rev },
    })
    expect(undone.leftovers).toMatchObject([{ fields: ['position'] }])
    expect((await people())[0]).toMatchObject({ position: 'директор', phones: [] })
  })

  test('a removed one comes back by an undo; what was said with them stays', async () => {
    const rep = app.as('rep')
    const anna = await rep.call(contract.contacts.addPerson, {
      params: { id: clientId },
      body: { name: 'Анна' },
    })
    await say('Обсудили цену', { contactId: anna.id })
    const { unitId } = await rep.call(contract.contacts.removePerson, { params: { id: anna.id } })
    expect(await people()).toEqual([])
    expect((await timeline({ only: 'touch' })).rows).toMatchObject([
      { touch: { text: 'Обсудили цену', contactName: null } },
    ])
    await rep.call(contract.history.undo, { params: { id: unitId } })
    expect((await people())[0]).toMatchObject({ id: anna.id, name: 'Анна' })
  })

  test('a bad phone or e-mail is named', async () => {
    const add = (body: object) =>
      app
        .as('rep')
        .send(contract.contacts.addPerson, { params: { id: clientId }, body: { name: 'А', ...body } })
    expect((await add({ phones: ['12'] })).error).toMatchObject({ code: 'badPhone', data: { value: '12' } })
    expect((await add({ emails: ['нет'] })).error).toMatchObject({ code: 'badEmail', data: { value: 'нет' } })
  })

  test('are hidden from observers and from whoever does not see the client', async () => {
    const params = { id: clientId }
    expect((await app.as('observer').send(contract.contacts.people, { params })).status).toBe(403)
    const stranger = await app.addPerson('rep')
    expect((await stranger.send(contract.contacts.people, { params })).status).toBe(404)
    expect((await stranger.send(contract.contacts.timeline, { params, query: {} })).status).toBe(404)
    const add = await stranger.send(contract.contacts.addPerson, { params, body: { name: 'А' } })
    expect(add.status).toBe(404)
    const touched = await say('Секрет')
    const steal = await stranger.send(contract.contacts.updateTouch, {
      params: { id: touched.id },
      body: { rev: touched.rev, text: 'Х' },
    })
    expect(steal.status).toBe(404)
  })
})

describe('the timeline', () => {
  test('tells touches, orders and changes in one order; each alone when asked', async () => {
    await say('Позвонили', {
      happenedAt: '2026-06-01T09:00:00Z',
      result: 'ждут счёт',
      nextStep: 'выслать счёт',
      nextStepOn: '2026-06-15',
    })
    await app.as('rep').call(contract.orders.create, {
      body: { clientId, number: '7', orderedAt: '2026-06-02T10:00:00Z', amountMinor: 100 },
    })
    const { rows } = await timeline()
    expect(rows.map((row) => row.kind)).toEqual(['change', 'order', 'touch'])
    expect(rows[2]).toMatchObject({
      touch: { kind: 'call', result: 'ждут счёт', nextStep: 'выслать счёт', nextStepOn: '2026-06-15' },
    })
    expect((await timeline({ only: 'order' })).rows).toMatchObject([{ number: '7', amountMinor: 100 }])
    expect((await timeline({ only: 'change' })).rows).toMatchObject([{ action: 'client.created' }])
  })

  test('pages follow one another without a gap or a repeat, also within one instant', async () => {
    for (let at = 0; at < 70; at++) await say(`№ ${at}`, { happenedAt: '2026-06-01T09:00:00Z' })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await timeline({ only: 'touch', ...(cursor && { cursor }) })
      seen.push(...page.rows.map((row) => row.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(new Set(seen).size).toBe(70)
    expect(seen).toHaveLength(70)
  })

  test('a touch is changed, removed and taken back; a person of another client is refused', async () => {
    const rep = app.as('rep')
    const first = await say('Позвонили')
    const changed = await rep.call(contract.contacts.updateTouch, {
      params: { id: first.id },
      body: { rev: first.rev, text: 'Дозвонились', nextStep: null },
    })
    expect(changed).toMatchObject({ text: 'Дозвонились', kind: 'call' })
    const { unitId } = await rep.call(contract.contacts.removeTouch, { params: { id: first.id } })
    expect((await timeline({ only: 'touch' })).rows).toEqual([])
    await rep.call(contract.history.undo, { params: { id: unitId } })
    expect((await timeline({ only: 'touch' })).rows).toMatchObject([{ touch: { text: 'Дозвонились' } }])
    const other = await make('Василёк', rep)
    const stranger = await rep.call(contract.contacts.addPerson, {
      params: { id: other.id },
      body: { name: 'Чужой' },
    })
    const refused = await rep.send(contract.contacts.addTouch, {
      params: { id: clientId },
      body: { kind: 'call', text: 'Х', contactId: stranger.id },
    })
    expect(refused.error?.code).toBe('notOfClient')
  })

  test('goes over to the other client by a merge, and back', async () => {
    const owner = app.as('owner')
    const keep = await make('Romashka')
    await owner.call(contract.contacts.addPerson, { params: { id: clientId }, body: { name: 'Анна' } })
    await say('Позвонили')
    const drop = await owner.call(contract.clients.get, { params: { id: clientId } })
    const done = await owner.call(contract.duplicates.merge, {
      body: { keepId: keep.id, keepRev: keep.rev, dropId: drop.id, dropRev: drop.rev, take: [] },
    })
    expect(await people(keep.id)).toMatchObject([{ name: 'Анна' }])
    await owner.call(contract.history.undo, { params: { id: done.unitId } })
    expect(await people(keep.id)).toEqual([])
    expect(await people()).toMatchObject([{ name: 'Анна' }])
    expect((await timeline({ only: 'touch' })).rows).toHaveLength(1)
  })
})
