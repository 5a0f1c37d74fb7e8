import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { openGate } from '../../../test/support/open-gate.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

const leads = contract.leads
let app: TestApp
let rep: Caller
let clientId: string
let dealId: string
beforeAll(async () => {
  app = await testApp()
  await openGate(app)
  rep = app.as('rep')
})
afterAll(() => app.close())
beforeEach(async () => {
  app.clock.set('2026-06-12T09:00:00Z')
  await sql`truncate client, sales_order, order_line cascade`.execute(app.db)
  clientId = (await rep.call(contract.clients.create, { body: { name: 'ТехноЛад' } })).id
  dealId = (await rep.call(contract.funnel.create, { body: { clientId, title: 'Плёнка' } })).id
})

type Sent = { question: 'need' | 'money' | 'timing' | 'decisionMaker'; value: string } & Record<
  string,
  unknown
>
const send = (sent: Sent, caller: Caller = rep) =>
  caller.send(leads.answer, { params: { id: dealId }, body: { source: 'client', ...sent } as never })
const answer = async (...all: Sent[]) => {
  for (const sent of all) expect((await send(sent)).status).toBe(200)
  return rep.call(leads.get, { params: { id: dealId } })
}
const show = () => rep.call(leads.get, { params: { id: dealId } })
const kept = async () =>
  (
    await sql<{ grade: string | null; urgentOn: string | null }>`
      select grade, urgent_on from lead_grade where deal_id = ${dealId}`.execute(app.db)
  ).rows[0]
const undoLast = async () => {
  const { rows } = await sql<{ unitId: string }>`
    select unit_id from audit_log order by id desc limit 1`.execute(app.db)
  return rep.send(contract.history.undo, { params: { id: rows[0]?.unitId ?? '' } })
}

const need: Sent = { question: 'need', value: 'yes', evidence: 'Линия встаёт без плёнки' }
const money: Sent = { question: 'money', value: 'yes' }
const urgent: Sent = { question: 'timing', value: 'urgent' }

describe('a grade', () => {
  test('follows the answers, names its rule and what to ask next, and is kept with how it went', async () => {
    expect(await show()).toMatchObject({ grade: null, rule: 'unknown', nextQuestion: 'need', answers: [] })
    expect(await answer(need)).toMatchObject({ grade: null, nextQuestion: 'money' })
    const lead = await answer(money, urgent)
    expect(lead).toMatchObject({ grade: 'A', rule: 'allYesUrgent', nextQuestion: null })
    expect(lead.answers.map((it) => it.question)).toEqual(['need', 'money', 'timing'])
    expect(lead.answers[0]).toMatchObject({ evidence: 'Линия встаёт без плёнки', source: 'client' })
    expect(lead.turns).toMatchObject([{ from: null, to: 'A', cause: 'answer' }])
    expect(await kept()).toMatchObject({ grade: 'A' })
  })

  test('a guess holds an A back, and what contradicts itself has none', async () => {
    const guessed = await answer(need, { ...money, source: 'guess' }, urgent)
    expect(guessed).toMatchObject({ grade: 'B', heldBack: 'guess', nextQuestion: 'money' })
    expect(await answer(money)).toMatchObject({ grade: 'A', heldBack: null })
    const odd = await answer({ question: 'need', value: 'no' })
    expect(odd).toMatchObject({ grade: null, rule: 'contradiction' })
    expect(odd.turns.map((it) => [it.from, it.to])).toEqual([
      ['A', null],
      ['B', 'A'],
      [null, 'B'],
    ])
  })

  test('a value of another question, and a date that has passed, are refused in words', async () => {
    expect((await send({ question: 'need', value: 'urgent' })).error?.code).toBe('valueNotOfQuestion')
    expect((await send({ question: 'money', value: 'yes', neededBy: '2026-07-01' })).error?.code).toBe(
      'valueNotOfQuestion',
    )
    expect((await send({ ...urgent, neededBy: '2026-06-11' })).error).toMatchObject({ code: 'dayPassed' })
    expect((await show()).answers).toEqual([])
  })

  test('an answer that somebody has just given is not passed over', async () => {
    await send(need, app.as('head'))
    const late = await send({ question: 'need', value: 'no', seenId: null })
    expect([late.status, late.error?.code]).toEqual([409, 'conflict'])
    expect(late.error?.data['current']).toMatchObject({ answers: [{ value: 'yes' }] })
  })

  test('an answer taken back takes the grade with it, and brings it again', async () => {
    await answer(need, money, urgent)
    expect((await undoLast()).status).toBe(200)
    expect(await show()).toMatchObject({ grade: null, nextQuestion: 'timing' })
    expect(await kept()).toMatchObject({ grade: null })
    expect((await undoLast()).status).toBe(200)
    expect(await show()).toMatchObject({ grade: 'A' })
  })
})

describe('as time goes', () => {
  const until = async (instant: string) => {
    app.clock.set(instant)
    await sql`select graphile_worker.add_job('leads.day')`.execute(app.db)
    await app.runJobs()
    return (await kept())?.grade
  }

  test('a B becomes A on its day in the workspace’s zone, as an event that everybody hears of', async () => {
    const lead = await answer(need, money, { question: 'timing', value: 'notUrgent', neededBy: '2026-07-11' })
    expect(lead).toMatchObject({ grade: 'B', becomesUrgentOn: '2026-06-27' })
    // Half past eleven in the evening of the 26th in Moscow, then half past midnight.
    expect(await until('2026-06-26T20:30:00Z')).toBe('B')
    expect(await until('2026-06-26T21:30:00Z')).toBe('A')
    const turned = await show()
    expect(turned.turns[0]).toMatchObject({ from: 'B', to: 'A', cause: 'day' })
    const { rows } = await sql<{ channel: string; after: object }>`
      select channel, after from audit_log where action = 'lead.graded' order by id desc limit 1`.execute(
      app.db,
    )
    expect(rows[0]).toMatchObject({ channel: 'job', after: { leadGrade: 'A' } })
    expect(await until('2026-07-15T09:00:00Z')).toBe('A')
    expect(await show()).toMatchObject({ isOverdue: true })
  })

  test('the day is that of the zone, whatever a change of the clocks does to it', async () => {
    await app.db.updateTable('workspace').set({ timeZone: 'Europe/Berlin' }).execute()
    await answer(need, money, { question: 'timing', value: 'notUrgent', neededBy: '2026-11-08' })
    // The clocks go back on 25 October: until then midnight is at 22:00 UTC, after it at 23:00.
    expect(await until('2026-10-24T21:30:00Z')).toBe('B')
    expect(await until('2026-10-24T22:30:00Z')).toBe('A')
    await answer({ question: 'timing', value: 'notUrgent', neededBy: '2026-11-10' })
    expect(await until('2026-10-26T22:30:00Z')).toBe('B')
    expect(await until('2026-10-26T23:30:00Z')).toBe('A')
    await app.db.updateTable('workspace').set({ timeZone: 'Europe/Moscow' }).execute()
  })

  test('answers grow old and ask to be checked, and count until then', async () => {
    await answer(need, money, urgent)
    app.clock.set('2026-09-10T09:00:00Z')
    expect((await show()).recheck).toEqual([])
    app.clock.set('2026-09-11T09:00:00Z')
    expect(await show()).toMatchObject({ grade: 'A', recheck: ['need', 'money', 'timing'] })
  })

  test('a wider horizon turns the grades that a date decides, and can be taken back', async () => {
    await answer(need, money, { question: 'timing', value: 'notUrgent', neededBy: '2026-07-11' })
    const settings = await app.as('owner').call(leads.getSettings)
    const body = { ...settings, urgencyHorizonDays: 30 }
    expect((await rep.send(leads.saveSettings, { body })).status).toBe(403)
    await app.as('head').call(leads.saveSettings, { body })
    await app.runJobs()
    expect(await kept()).toMatchObject({ grade: 'A' })
    expect((await app.as('head').send(leads.saveSettings, { body })).error?.code).toBe('conflict')
    const disordered = { ...body, workFrom: '18:00', workTo: '09:00' }
    expect((await app.as('head').send(leads.saveSettings, { body: disordered })).error?.code).toBe(
      'hoursDisordered',
    )
    await sql`update lead_settings set urgency_horizon_days = 14`.execute(app.db)
  })
})

describe('a play', () => {
  const start = (body: object = {}) =>
    rep.send(leads.startPlay, {
      params: { id: dealId },
      body: {
        kind: 'priceDeadline',
        terms: '41,50 ₽ до пятницы',
        validUntil: '2026-06-19',
        ...body,
      } as never,
    })

  test('has terms, a last day and an outcome; each can be taken back', async () => {
    expect((await start({ validUntil: '2026-06-11' })).error?.code).toBe('dayPassed')
    const { body: lead } = await start()
    const [play] = lead.plays
    expect(play).toMatchObject({ kind: 'priceDeadline', outcome: null, validUntil: '2026-06-19' })
    const end = (rev = 0) =>
      rep.send(leads.endPlay, { params: { id: play?.id ?? '' }, body: { rev, outcome: 'becameUrgent' } })
    expect((await end()).error?.code).toBe('conflict')
    expect((await end(play?.rev)).body.plays[0]).toMatchObject({ outcome: 'becameUrgent' })
    await undoLast()
    expect((await show()).plays[0]).toMatchObject({ outcome: null })
  })
})

test('a touch may be about a deal of that client, and of no other', async () => {
  const other = await rep.call(contract.clients.create, { body: { name: 'Чужой' } })
  const say = (id: string) =>
    rep.send(contract.contacts.addTouch, {
      params: { id },
      body: { kind: 'call', text: 'Обсудили', dealId },
    })
  expect((await say(clientId)).body).toMatchObject({ dealId, dealTitle: 'Плёнка' })
  expect((await say(other.id)).error).toMatchObject({ code: 'notOfClient', data: { field: 'dealId' } })
})
