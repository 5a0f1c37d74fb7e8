import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { importText } from '../../../test/support/import-text.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

const { dossier, contacts, clients, funnel } = contract
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
  id = (await rep.call(clients.create, { body: { name: 'ТехноЛад', externalId: 'tl' } })).id
})

type Dossier = {
  facts?: { field: 'industry' | 'pain' | 'offer'; value: string }[]
  waiver?: string
}
const known: Dossier = {
  facts: [
    { field: 'industry', value: 'Упаковка' },
    { field: 'pain', value: 'Рвётся плёнка' },
    { field: 'offer', value: 'Плёнка 80 мкм' },
  ],
}
const waiver = 'Позвонил сам, спросил цену'
type Kind = 'call' | 'meeting' | 'message' | 'email' | 'note'
const talk = (sent: Dossier | null, caller = rep, kind: Kind = 'call') =>
  caller.send(contacts.addTouch, {
    params: { id },
    body: { kind, text: 'Представились', ...(sent && { dossier: sent }) },
  })
const show = () => rep.call(dossier.get, { params: { id } })
const talks = async () =>
  (await sql<{ count: number }>`select count(*) as count from touch where client_id = ${id}`.execute(app.db))
    .rows[0]?.count
const addDeal = () => rep.call(funnel.create, { body: { clientId: id, title: 'Плёнка' } })
const makeA = async (dealId: string) => {
  for (const [question, value] of [
    ['need', 'yes'],
    ['money', 'yes'],
    ['timing', 'urgent'],
  ] as const)
    await rep.call(contract.leads.answer, {
      params: { id: dealId },
      body: { question, value, source: 'client' },
    })
}
const turnGate = async (isGateOn: boolean) => {
  const { rev, required } = await head.call(dossier.getSettings)
  await head.call(dossier.saveSettings, { body: { rev, required, isGateOn } })
}

describe('the first talk with a new company', () => {
  test.each<Kind>(['call', 'meeting', 'message', 'email'])(
    'is refused as a %s without facts',
    async (kind) => {
      const answer = await talk(null, rep, kind)
      expect([answer.status, answer.error]).toMatchObject([
        422,
        {
          code: 'dossierIncomplete',
          data: { clientId: id, missing: ['industry', 'pain', 'offer'], mayWaive: false },
        },
      ])
      expect(await talks()).toBe(0)
    },
  )

  test('passes with the facts given beside it, as one act that is taken back as one', async () => {
    const part = await talk({ facts: known.facts?.slice(0, 2) ?? [] })
    expect(part.error?.data['missing']).toEqual(['offer'])
    expect((await show()).facts).toEqual([])
    expect((await talk(known)).status).toBe(200)
    expect(await show()).toMatchObject({
      completeness: 100,
      isGated: false,
      firstContact: { passed: 'facts', missing: [], completeness: 100, note: null },
    })
    const { rows } = await sql<{ unitId: string }>`
      select unit_id from audit_log where action = 'touch.created' order by id desc limit 1`.execute(app.db)
    await rep.call(contract.history.undo, { params: { id: rows[0]?.unitId ?? '' } })
    expect([await talks(), (await show()).facts]).toEqual([0, []])
    expect((await show()).isGated).toBe(true)
  })

  test('passes by the note of a head, which is kept with who, why and what was missing', async () => {
    expect((await talk({ waiver })).error?.code).toBe('waiverNotYours')
    expect((await talk({ waiver: '  ' }, head)).error?.code).toBe('invalidInput')
    expect((await talk({ facts: known.facts?.slice(0, 1) ?? [], waiver }, head)).status).toBe(200)
    const { firstContact, completeness } = await show()
    expect(completeness).toBe(33)
    expect(firstContact).toMatchObject({ passed: 'head', missing: ['pain', 'offer'], completeness: 33 })
    expect([firstContact?.note, firstContact?.actorName]).toEqual([waiver, expect.any(String)])
    const { rows } = await sql<{ after: object }>`
      select after from audit_log where action = 'dossier.waived' and entity_id = ${id}`.execute(app.db)
    expect(rows).toMatchObject([{ after: { note: waiver, missing: ['pain', 'offer'] } }])
    expect((await talk(null)).status).toBe(200)
  })

  test('passes by anybody’s note where a deal is an A, and not without the note', async () => {
    const deal = await addDeal()
    await makeA(deal.id)
    expect((await show()).mayWaive).toBe(true)
    expect((await talk(null)).error).toMatchObject({ code: 'dossierIncomplete', data: { mayWaive: true } })
    expect((await talk({ waiver })).status).toBe(200)
    expect((await show()).firstContact).toMatchObject({ passed: 'gradeA', note: waiver })
  })

  test('is free for whoever buys or was talked to, for people, for notes, and where the gate is off', async () => {
    expect((await talk(null, rep, 'note')).status).toBe(200)
    expect((await talk(null)).error?.code).toBe('dossierIncomplete')
    await turnGate(false)
    expect((await talk(null)).status).toBe(200)
    expect((await show()).firstContact).toMatchObject({ passed: 'gateOff', completeness: 0 })
    await turnGate(true)
    expect((await talk(null)).status).toBe(200)
    id = (await rep.call(clients.create, { body: { name: 'Пётр', kind: 'person' } })).id
    expect((await talk(null)).status).toBe(200)
    id = (await rep.call(clients.create, { body: { name: 'Купец' } })).id
    await rep.call(contract.orders.create, {
      body: { clientId: id, orderedAt: '2026-06-01T10:00:00Z', amountMinor: 100 },
    })
    expect((await talk(null)).status).toBe(200)
  })
})

describe('no other way leads round it', () => {
  test('a step that is done', async () => {
    const deal = await addDeal()
    const done = (sent: Dossier | null) =>
      rep.send(funnel.completeStep, {
        params: { id: deal.id },
        body: {
          rev: deal.rev,
          kind: 'call',
          text: 'Созвонились',
          step: null,
          ...(sent && { dossier: sent }),
        },
      })
    expect((await done(null)).error?.code).toBe('dossierIncomplete')
    expect((await done({ waiver })).error?.code).toBe('waiverNotYours')
    expect((await done(known)).status).toBe(200)
    expect((await show()).firstContact).toMatchObject({ passed: 'facts' })
  })

  test('a note that is called a talk afterwards', async () => {
    const note = (await talk(null, rep, 'note')).body
    const change = (sent: Dossier | null) =>
      rep.send(contacts.updateTouch, {
        params: { id: note.id },
        body: { rev: note.rev, kind: 'call', ...(sent && { dossier: sent }) },
      })
    expect((await change(null)).error?.code).toBe('dossierIncomplete')
    expect((await change(known)).status).toBe(200)
  })

  test('a company that is called a person for a while', async () => {
    const turn = async (kind: 'person' | 'company') => {
      const { rev } = await rep.call(clients.get, { params: { id } })
      await rep.call(clients.update, { params: { id }, body: { rev, kind } })
    }
    await turn('person')
    const said = (await talk(null)).body
    await turn('company')
    expect(await show()).toMatchObject({ isGated: true, firstContact: null })
    expect((await talk(null)).error?.code).toBe('dossierIncomplete')
    const renamed = { params: { id: said.id }, body: { rev: said.rev, kind: 'note' as const } }
    const { rev } = await rep.call(contacts.updateTouch, renamed)
    const back = await rep.send(contacts.updateTouch, { ...renamed, body: { rev, kind: 'call' } })
    expect(back.error?.code).toBe('dossierIncomplete')
    expect((await talk(known)).status).toBe(200)
    expect((await talk(null)).status).toBe(200)
  })

  test('a program by a token', async () => {
    const { secret } = await rep.call(contract.tokens.create, {
      body: { name: 'АТС', scopes: ['contacts:write'] },
    })
    expect((await talk(null, app.byToken(secret))).error?.code).toBe('dossierIncomplete')
    expect((await talk(known, app.byToken(secret))).status).toBe(200)
  })

  test('two first talks at once: one passes with its note, the other finds it', async () => {
    const both = await Promise.all([talk({ waiver }, head), talk({ waiver }, head)])
    expect(both.map((it) => it.status)).toEqual([200, 200])
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from first_contact where client_id = ${id}`.execute(app.db)
    expect(rows[0]?.count).toBe(1)
  })

  test('an import: whoever may bring old talks lets them through, and the import is named', async () => {
    const file =
      'Код;Клиент;Дата;Тип;Текст\ntl;ТехноЛад;13.05.2026;Звонок;Говорили\nnew;Свежие;14.05.2026;Звонок;Тоже'
    const repFile = await rep.send(contract.imports.stage, { params: { id } })
    expect([repFile.status, repFile.error?.code]).toEqual([403, 'notAllowed'])
    const { importId } = await importText(app.gorn.services, 'touches', file)
    const kept = async () =>
      (
        await sql<{ name: string; passed: string; completeness: number; importId: string | null }>`
          select k.name, c.passed, c.completeness, c.import_id from first_contact c join client k on k.id = c.client_id
          order by k.name`.execute(app.db)
      ).rows
    expect(await kept()).toEqual([
      { name: 'Свежие', passed: 'import', completeness: 0, importId },
      { name: 'ТехноЛад', passed: 'import', completeness: 0, importId },
    ])
    expect((await talk(null)).status).toBe(200)
    expect((await show()).firstContact).toMatchObject({
      passed: 'import',
      missing: ['industry', 'pain', 'offer'],
    })
  })
})
