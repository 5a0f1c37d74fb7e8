import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { recordQueries } from '../../../test/support/record-queries.ts'
import { openGate } from '../../../test/support/open-gate.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

const { leads, funnel } = contract
let app: TestApp
let rep: Caller
beforeAll(async () => {
  app = await testApp()
  await openGate(app)
  rep = app.as('rep')
})
afterAll(() => app.close())
beforeEach(async () => {
  // A Friday, noon in Moscow.
  app.clock.set('2026-06-19T09:00:00Z')
  await sql`truncate client, sales_order, order_line cascade`.execute(app.db)
})

const client = (name: string, caller: Caller = rep) =>
  caller.call(contract.clients.create, { body: { name } })
async function deal(title: string, more: object = {}, caller: Caller = rep) {
  const { id: clientId } = await client(`Клиент ${title}`, caller)
  return caller.call(funnel.create, { body: { clientId, title, ...more } })
}
const answer = (id: string, question: 'need' | 'money' | 'timing', more: object) =>
  rep.call(leads.answer, { params: { id }, body: { question, source: 'client', ...more } as never })
async function graded(title: string, money: 'yes' | 'no', timing: object, more: object = {}) {
  const made = await deal(title, more)
  await answer(made.id, 'need', { value: 'yes' })
  await answer(made.id, 'money', { value: money })
  await answer(made.id, 'timing', timing)
  return made
}
const today = (query: object = {}, caller: Caller = rep) => caller.call(leads.today, { query })
const told = async () => (await today()).rows.map((it) => `${it.part} ${it.deal?.title ?? it.clientName}`)

test('the queue is in its order, each deal once, by the first reason that there is', async () => {
  const step = (on: string, time?: string) => ({ step: { kind: 'call', on, ...(time && { time }) } })
  await deal('мелкая без шага', { amountMinor: 100 })
  await deal('крупная без шага', { amountMinor: 900 })
  await deal('на потом', step('2026-06-22'))
  await deal('на вечер', step('2026-06-19', '17:00'))
  await deal('на утро', step('2026-06-19', '10:00'))
  await deal('со вчера', step('2026-06-18'))
  await graded('горит', 'yes', { value: 'urgent' })
  await graded('ждёт цены', 'yes', { value: 'notUrgent' }, step('2026-06-30'))
  await graded('без денег', 'no', { value: 'notUrgent' })
  const [b] = (await rep.call(funnel.list, { query: { text: 'ждёт' } })).rows
  await rep.call(leads.startPlay, {
    params: { id: b?.id ?? '' },
    body: { kind: 'priceDeadline', terms: '41,50 ₽', validUntil: '2026-06-20' },
  })
  expect(await told()).toEqual([
    'waiting горит',
    'step со вчера',
    'step на утро',
    'step на вечер',
    'play ждёт цены',
    'noStep крупная без шага',
    'noStep мелкая без шага',
  ])
  expect(await today()).toMatchObject({
    atStakeMinor: 1000,
    counts: { waiting: 1, step: 3, play: 1, noStep: 2, late: 0, recheck: 0 },
  })
})

test('an A waits by working minutes: over the weekend the clock stands', async () => {
  app.clock.set('2026-06-19T14:50:00Z')
  await graded('горит', 'yes', { value: 'urgent' })
  app.clock.set('2026-06-22T06:02:00Z')
  const [row] = (await today()).rows
  // Ten minutes of Friday until six in the evening, five of Monday from nine in the morning.
  expect(row?.clock).toMatchObject({ minutesGone: 12 })
  expect(new Date(row?.clock?.dueAt ?? '').toISOString()).toBe('2026-06-22T06:05:00.000Z')
})

test('on a Saturday that is worked the clock goes', async () => {
  app.clock.set('2024-11-01T14:50:00Z')
  await graded('горит', 'yes', { value: 'urgent' })
  app.clock.set('2024-11-02T06:02:00Z')
  // Ten minutes of Friday, two of the Saturday that was worked in place of another day.
  expect((await today()).rows[0]?.clock).toMatchObject({ minutesGone: 12 })
})

test('an A leaves the head of the queue when somebody has spoken with the client, not when they noted something', async () => {
  const made = await graded('горит', 'yes', { value: 'urgent' })
  const say = (kind: 'note' | 'call') =>
    rep.call(contract.contacts.addTouch, {
      params: { id: made.clientId },
      body: { kind, text: 'Перезвонили', dealId: made.id },
    })
  app.clock.set('2026-06-19T09:05:00Z')
  await say('note')
  expect(await told()).toEqual(['waiting горит'])
  await say('call')
  expect(await told()).toEqual(['noStep горит'])
})

test('what is put off comes back on its day, or when that is taken back', async () => {
  const made = await deal('крупная', { amountMinor: 900 })
  const snooze = (body: object) => rep.send(leads.snooze, { body: body as never })
  const put = await snooze({ dealId: made.id, until: '2026-06-22', reason: 'В отпуске до понедельника' })
  expect(await told()).toEqual([])
  app.clock.set('2026-06-22T06:00:00Z')
  expect(await told()).toEqual(['noStep крупная'])
  app.clock.set('2026-06-19T09:00:00Z')
  await rep.call(contract.history.undo, { params: { id: put.body.unitId } })
  expect(await told()).toEqual(['noStep крупная'])
  expect((await snooze({ until: '2026-06-22', reason: 'Ничего' })).error?.code).toBe('oneOfTwo')
  expect((await snooze({ dealId: made.id, until: '2026-06-18', reason: 'Вчера' })).error?.code).toBe(
    'dayPassed',
  )
})

test('old answers ask to be checked when nothing else does', async () => {
  await graded('спокойная', 'yes', { value: 'notUrgent' }, { step: { kind: 'call', on: '2026-12-01' } })
  expect(await told()).toEqual([])
  app.clock.set('2026-09-18T09:00:00Z')
  expect(await told()).toEqual(['recheck спокойная'])
  expect((await today()).rows[0]?.why.questions).toEqual(['need', 'money', 'timing'])
})

test('silent clients stand by the money at stake, until somebody speaks with them', async () => {
  const { id } = await client('Бетон-Дон')
  for (const day of ['2026-03-01', '2026-03-22', '2026-04-12', '2026-05-03'])
    await rep.call(contract.orders.create, {
      body: { clientId: id, orderedAt: `${day}T09:00:00Z`, amountMinor: 168_400_00 },
    })
  await app.runJobs()
  const [row] = (await today()).rows
  expect(row).toMatchObject({ part: 'late', clientName: 'Бетон-Дон', why: { daysSince: 47, usualDays: 21 } })
  expect(row?.amountMinor).toBeGreaterThan(0)
  await rep.call(contract.contacts.addTouch, { params: { id }, body: { kind: 'call', text: 'Берут паузу' } })
  expect(await told()).toEqual([])
})

test('a head opens the queue of their reps, a rep only their own, and the load adds up', async () => {
  await deal('моя', { amountMinor: 500 })
  const stranger = await app.addPerson('rep')
  await deal('чужая', { amountMinor: 700 }, stranger)
  const head = app.as('head')
  expect((await today({ owner: rep.id }, head)).rows).toHaveLength(1)
  expect((await head.send(leads.today, { query: { owner: stranger.id } })).status).toBe(404)
  expect((await rep.send(leads.today, { query: { owner: stranger.id } })).status).toBe(404)
  expect((await head.call(leads.load)).rows).toMatchObject([
    { ownerId: rep.id, openDeals: 1, openMinor: 500, noStep: 1, waiting: 0 },
  ])
  expect((await app.as('owner').call(leads.load)).rows).toHaveLength(2)
})

test('the queue costs a handful of queries, however long it is', async () => {
  for (let at = 0; at < 12; at++) await deal(`сделка ${at}`)
  const queries = await recordQueries(() => today())
  expect(queries.length).toBeLessThanOrEqual(8)
})
