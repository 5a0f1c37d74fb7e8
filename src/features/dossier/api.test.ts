import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

const { dossier, contacts, clients } = contract
let app: TestApp
let rep: Caller
let head: Caller
let id: string
beforeAll(async () => {
  app = await testApp()
  rep = app.as('rep')
  head = app.as('head')
})
afterAll(() => app.close())
beforeEach(async () => {
  app.clock.set('2026-06-12T09:00:00Z')
  await sql`truncate client, sales_order, order_line cascade`.execute(app.db)
  id = (await rep.call(clients.create, { body: { name: 'ТехноЛад' } })).id
})

type SentFact = Parameters<typeof rep.call<typeof dossier.record>>[1] extends
  | { body?: { facts: (infer F)[] } }
  | undefined
  ? F
  : never
const record = (...facts: SentFact[]) => rep.call(dossier.record, { params: { id }, body: { facts } })
const refused = async (fact: SentFact) => {
  const answer = await rep.send(dossier.record, { params: { id }, body: { facts: [fact] } })
  return [answer.status, answer.error?.code]
}
const show = (caller = rep) => caller.call(dossier.get, { params: { id } })
const valueOf = async (field: string) => (await show()).facts.find((it) => it.field === field)?.value
const undo = (unitId: string, caller = rep) => caller.send(contract.history.undo, { params: { id: unitId } })

describe('a fact', () => {
  test('is kept with its source, day, way and author; completeness follows what is required', async () => {
    expect(await show()).toMatchObject({
      facts: [],
      missing: ['industry', 'pain', 'offer'],
      completeness: 0,
      isGated: true,
      mayEdit: true,
      mayWaive: false,
    })
    const source = 'https://technolad.example/about'
    await record(
      { field: 'industry', value: 'Упаковка', source, checkedOn: '2026-06-10', method: 'document' },
      { field: 'revenue', value: '120 млн' },
    )
    expect(await show()).toMatchObject({
      completeness: 33,
      missing: ['pain', 'offer'],
      facts: [
        { field: 'industry', value: 'Упаковка', source, checkedOn: '2026-06-10', method: 'document' },
        { field: 'revenue', value: '120000000', source: null, checkedOn: '2026-06-12', method: 'byHand' },
      ],
    })
    expect((await show()).facts[0]?.authorName).toBeTruthy()
  })

  test('of another value is appended; the earlier one stays legible, and an undo brings it back', async () => {
    await record({ field: 'pain', value: 'Рвётся плёнка' })
    app.clock.set('2026-06-13T09:00:00Z')
    const { unitId } = await record({ field: 'pain', value: 'Склад простаивает', method: 'client' })
    await record({ field: 'pain', value: null })
    expect([await valueOf('pain'), (await show()).missing]).toEqual([
      undefined,
      ['industry', 'pain', 'offer'],
    ])
    const { rows } = await rep.call(dossier.history, { params: { id }, query: { field: 'pain' } })
    expect(rows.map((it) => it.value)).toEqual([null, 'Склад простаивает', 'Рвётся плёнка'])
    const last = await sql<{ unitId: string }>`
      select unit_id from audit_log where entity = 'fact' order by id desc limit 1`.execute(app.db)
    expect((await undo(last.rows[0]?.unitId ?? '')).status).toBe(200)
    expect(await valueOf('pain')).toBe('Склад простаивает')
    const taken = await undo(unitId)
    expect([taken.status, await valueOf('pain')]).toEqual([200, 'Рвётся плёнка'])
    expect((await undo(taken.body.unitId)).status).toBe(200)
    expect(await valueOf('pain')).toBe('Склад простаивает')
  })

  test('that somebody has just written is not passed over, and the same once more is not written', async () => {
    const { facts } = await record({ field: 'offer', value: 'Плёнка 80 мкм', seenId: null })
    const late = await head.send(dossier.record, {
      params: { id },
      body: { facts: [{ field: 'offer', value: 'Стрейч', seenId: null }] },
    })
    expect([late.status, late.error?.data['current']]).toMatchObject([409, { value: 'Плёнка 80 мкм' }])
    await record({ field: 'offer', value: 'Плёнка 80 мкм', seenId: facts[0]?.id ?? null })
    const { rows } = await rep.call(dossier.history, { params: { id }, query: { field: 'offer' } })
    expect(rows).toHaveLength(1)
  })

  test('that cannot be, of tomorrow or of a person is refused in words', async () => {
    expect(await refused({ field: 'okved', value: 'торговля' })).toEqual([422, 'badFact'])
    expect(await refused({ field: 'site', value: 'javascript:alert(1)' })).toEqual([422, 'badFact'])
    expect(await refused({ field: 'news', value: 'Открыли цех', checkedOn: '2026-06-13' })).toEqual([
      422,
      'dayAhead',
    ])
    expect(await refused({ field: 'news', value: ' ' })).toEqual([400, 'invalidInput'])
    id = (await rep.call(clients.create, { body: { name: 'Пётр', kind: 'person' } })).id
    expect(await refused({ field: 'news', value: 'Переехал' })).toEqual([422, 'notCompany'])
  })

  test('keeps a client from being taken back as if nobody had used it', async () => {
    const made = await sql<{ unitId: string }>`
      select unit_id from audit_log where action = 'client.created' order by id desc limit 1`.execute(app.db)
    await record({ field: 'news', value: 'Открыли цех' })
    expect((await undo(made.rows[0]?.unitId ?? '')).status).toBe(422)
  })
})

test('what a dossier needs is a setting, with an undo; tax id and who decides count as facts', async () => {
  const before = await head.call(dossier.getSettings)
  const required = ['inn', 'decisionMaker', 'news'] as const
  const body = { rev: before.rev, isGateOn: true, required: [...required] }
  await head.call(dossier.saveSettings, { body })
  expect((await head.send(dossier.saveSettings, { body })).status).toBe(409)
  expect((await show()).missing).toEqual([...required])
  await rep.call(contacts.addPerson, { params: { id }, body: { name: 'Анна', role: 'decisionMaker' } })
  expect(await show()).toMatchObject({ missing: ['inn', 'news'], completeness: 33 })
  const facts = [{ field: 'news' as const, value: 'Открыли цех' }]
  const said = { kind: 'call' as const, text: 'Первый звонок' }
  const wrong = await rep.send(contacts.addTouch, {
    params: { id },
    body: { ...said, dossier: { facts, inn: '7707083894' } },
  })
  expect([wrong.status, wrong.error?.code]).toEqual([422, 'badInn'])
  await rep.call(contacts.addTouch, {
    params: { id },
    body: { ...said, dossier: { facts, inn: '7707083893' } },
  })
  expect(await show()).toMatchObject({ missing: [], completeness: 100, firstContact: { passed: 'facts' } })
  expect((await rep.call(clients.get, { params: { id } })).inn).toBe('7707083893')
  const saved = await sql<{ unitId: string }>`
    select unit_id from audit_log where entity = 'dossiers' order by id desc limit 1`.execute(app.db)
  expect((await undo(saved.rows[0]?.unitId ?? '', head)).status).toBe(200)
  expect((await head.call(dossier.getSettings)).required).toEqual(before.required)
})

test('clients made one carry what is known of them along, and back', async () => {
  await record({ field: 'pain', value: 'Рвётся плёнка' })
  const keep = await rep.call(clients.create, { body: { name: 'ТехноЛад ООО' } })
  const { rev } = await rep.call(clients.get, { params: { id } })
  const { unitId } = await rep.call(contract.duplicates.merge, {
    body: { keepId: keep.id, keepRev: keep.rev, dropId: id, dropRev: rev, take: [] },
  })
  const kept = await rep.call(dossier.get, { params: { id: keep.id } })
  expect(kept.facts).toMatchObject([{ field: 'pain', value: 'Рвётся плёнка' }])
  expect((await undo(unitId)).status).toBe(200)
  expect(await valueOf('pain')).toBe('Рвётся плёнка')
  expect((await rep.call(dossier.get, { params: { id: keep.id } })).facts).toEqual([])
})
