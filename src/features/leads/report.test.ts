import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { openGate } from '../../../test/support/open-gate.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

const { leads, funnel, contacts } = contract
let app: TestApp
let rep: Caller
beforeAll(async () => {
  // A Monday, ten in the morning in Moscow.
  app = await testApp({ now: '2026-06-15T07:00:00Z' })
  await openGate(app)
  rep = app.as('rep')
})
afterAll(() => app.close())

const at = (clock: string): void => app.clock.set(`2026-06-15T${clock}:00Z`)
const answer = (id: string, question: 'need' | 'money' | 'timing', value: string, caller: Caller = rep) =>
  caller.call(leads.answer, { params: { id }, body: { question, value, source: 'client' } as never })

async function lead(title: string, timing: 'urgent' | 'notUrgent', caller: Caller = rep) {
  const client = await caller.call(contract.clients.create, { body: { name: title } })
  const deal = await caller.call(funnel.create, { body: { clientId: client.id, title, amountMinor: 100 } })
  await answer(deal.id, 'need', 'yes', caller)
  await answer(deal.id, 'money', 'yes', caller)
  await answer(deal.id, 'timing', timing, caller)
  return deal
}
const call = (deal: { id: string; clientId: string }) =>
  rep.call(contacts.addTouch, {
    params: { id: deal.clientId },
    body: { kind: 'call', text: 'Поговорили', dealId: deal.id },
  })
const report = (caller: Caller = rep) =>
  caller.call(leads.report, { query: { from: '2026-06-15', to: '2026-06-15' } })

test('how soon an A heard from us, by working minutes; who still waits within the clock is not late', async () => {
  const [quick, slow, silent] = [
    await lead('за десять минут', 'urgent'),
    await lead('за час', 'urgent'),
    await lead('никак', 'urgent'),
  ]
  at('07:10')
  await call(quick)
  at('08:00')
  await call(slow)
  await lead('только что', 'urgent')
  const found = await report()
  expect(found.response).toMatchObject({
    became: 4,
    answered: 2,
    medianMinutes: 35,
    inTime: { count: 1, of: 3 },
  })
  expect(found.slowest.map((it) => [it.title, it.minutes, it.answeredAt !== null])).toEqual([
    ['за час', 60, true],
    ['никак', 60, false],
    ['за десять минут', 10, true],
    ['только что', 0, false],
  ])
  expect(found.byRep).toMatchObject([{ ownerId: rep.id, became: 4 }])
  expect(found.effort).toEqual([{ grade: 'A', touches: 2, deals: 2, minutes: 0, timed: 0 }])
  // A lead that is no A any more waits no longer.
  await answer(silent.id, 'money', 'no')
  at('09:00')
  expect((await report()).slowest.find((it) => it.title === 'никак')?.minutes).toBe(60)
})

test('what plays brought beside Bs without one', async () => {
  const [played, other, alone] = [
    await lead('с ценой', 'notUrgent'),
    await lead('тоже с ценой', 'notUrgent'),
    await lead('сама', 'notUrgent'),
  ]
  for (const { id } of [played, other])
    await rep.call(leads.startPlay, {
      params: { id },
      body: { kind: 'priceDeadline', terms: '41,50 ₽', validUntil: '2026-06-19' },
    })
  at('10:00')
  await answer(played.id, 'timing', 'urgent')
  const { stages } = (await rep.call(funnel.pipelines)).rows[0] as { stages: { id: string; kind: string }[] }
  const won = stages.find((it) => it.kind === 'won')?.id ?? ''
  await rep.call(funnel.move, { params: { id: alone.id }, body: { rev: alone.rev, stageId: won } })
  const found = await report()
  expect(found.plays.find((it) => it.kind === 'priceDeadline')).toMatchObject({
    of: 2,
    becameA: { count: 1, of: 2 },
    won: { count: 0 },
  })
  expect(found.withoutPlay).toMatchObject({ of: 1, becameA: { count: 0 }, won: { count: 1, share: null } })
})

test('what is out of sight is in no figure', async () => {
  const stranger = await app.addPerson('rep')
  expect(await report(stranger)).toMatchObject({
    response: { became: 0 },
    withoutPlay: { of: 0 },
    effort: [],
  })
})

// A day of its own, so that what came before is not in its figures.
const onTuesday = (clock: string): void => app.clock.set(`2026-06-16T${clock}:00Z`)
const tuesday = { from: '2026-06-16', to: '2026-06-16' }
const figures = (figure: string, more: object = {}, caller: Caller = rep) =>
  caller.call(leads.reportDeals, { query: { ...tuesday, figure, ...more } as never })

test('what we delayed is told by stage and person, in working time, and opens its deals', async () => {
  onTuesday('07:00')
  const rest = await app.addPerson('rep')
  const slow = await lead('ждёт с утра', 'urgent', rest)
  onTuesday('08:00')
  await rest.call(contacts.addTouch, {
    params: { id: slow.clientId },
    body: { kind: 'meeting', text: 'Показали', dealId: slow.id, minutes: 45 },
  })
  onTuesday('08:30')
  const { rev } = await rest.call(funnel.get, { params: { id: slow.id } })
  const stages = (await rest.call(funnel.pipelines)).rows[0]?.stages ?? []
  const stageOf = (preset: string): string => stages.find((it) => it.preset === preset)?.id ?? ''
  await rest.call(funnel.move, { params: { id: slow.id }, body: { rev, stageId: stageOf('toldNeed') } })
  onTuesday('09:00')
  await rest.call(leads.setTurn, {
    params: { id: slow.id },
    body: { waitsOn: 'us', note: 'Ждут расчёт' },
  })
  onTuesday('09:20')
  const { delays, effort } = await rest.call(leads.report, { query: tuesday })
  expect(delays).toMatchObject({ deals: 1, usMinutes: 80, clientMinutes: 60 })
  expect(delays.byStage).toEqual([
    { stageId: stageOf('asked'), deals: 1, usMinutes: 60, clientMinutes: 30 },
    { stageId: stageOf('toldNeed'), deals: 1, usMinutes: 20, clientMinutes: 30 },
  ])
  expect(delays.byRep).toMatchObject([{ ownerId: rest.id, usMinutes: 80 }])
  expect(delays.longest).toMatchObject([
    { dealId: slow.id, minutes: 60, cause: 'came', stageId: stageOf('asked') },
    { dealId: slow.id, minutes: 20, cause: 'said', note: 'Ждут расчёт', until: null },
  ])
  expect(effort).toEqual([{ grade: 'A', touches: 1, deals: 1, minutes: 45, timed: 1 }])
  const behind = await figures('waitedOnUs', { stageId: stageOf('toldNeed') }, rest)
  expect(behind).toMatchObject({ count: 1, rows: [{ deal: { id: slow.id }, minutes: 20 }] })
  expect(await figures('burned', { owner: rest.id }, rest)).toMatchObject({
    count: 1,
    rows: [{ minutes: 80 }],
  })
  expect((await figures('waitedOnClient', {}, rest)).rows).toMatchObject([{ minutes: 60 }])
  expect((await figures('late', { owner: rest.id }, rest)).count).toBe(1)
  expect((await figures('inTime', {}, rest)).count).toBe(0)
  expect((await figures('talked', { grade: 'A' }, rest)).rows).toMatchObject([{ minutes: 45 }])
  expect(await figures('waitedOnUs', { owner: rest.id })).toEqual({ rows: [], count: 0 })
})

test('every count of plays opens as many deals', async () => {
  const found = await report()
  const opened = async (figure: string, more: object = {}) =>
    (
      await rep.call(leads.reportDeals, {
        query: { from: '2026-06-15', to: '2026-06-15', figure, ...more } as never,
      })
    ).count
  for (const { kind, of, becameA, won } of found.plays)
    expect([
      await opened('played', { kind }),
      await opened('playedBecameA', { kind }),
      await opened('playedWon', { kind }),
    ]).toEqual([of, becameA.count, won.count])
  const { of, becameA, won } = found.withoutPlay
  expect([await opened('alone'), await opened('aloneBecameA'), await opened('aloneWon')]).toEqual([
    of,
    becameA.count,
    won.count,
  ])
  // Two against one tell nothing apart.
  expect(found.plays.find((it) => it.of > 0)?.becameAVersus).toMatchObject({ kind: 'notDistinguishable' })
  expect(found.plays.find((it) => it.of === 0)?.wonVersus).toBeNull()
})

test('Cs stand by the day on which they are looked at again, each in sight', async () => {
  onTuesday('10:00')
  const own = await app.addPerson('rep')
  const made = async (title: string) => {
    const deal = await lead(title, 'notUrgent', own)
    return own.call(leads.answer, {
      params: { id: deal.id },
      body: { question: 'money', value: 'no', source: 'client' },
    })
  }
  const [later, sooner] = [await made('потом'), await made('раньше')]
  await own.call(leads.setRecheck, { params: { id: sooner.dealId }, body: { on: '2026-06-20' } })
  const list = (caller: Caller, query: object = {}) => caller.call(leads.nurture, { query })
  const before = await list(own)
  expect(before).toMatchObject({ count: 2, due: 0, sumMinor: 200, nextCursor: null })
  expect(before.rows.map((it) => [it.deal.id, it.recheckOn, it.rule])).toEqual([
    [sooner.dealId, '2026-06-20', 'moneyNo'],
    [later.dealId, '2026-08-15', 'moneyNo'],
  ])
  app.clock.set('2026-06-20T09:00:00Z')
  expect(await list(own)).toMatchObject({ due: 1, rows: [{ isDue: true }, { isDue: false }] })
  expect((await list(rep)).rows.map((it) => it.deal.id)).not.toContain(later.dealId)
  const { nextCursor: _none, ...nobody } = await list(own, { owner: 'none' })
  expect(nobody).toEqual({ rows: [], count: 0, due: 0, sumMinor: 0 })
})
