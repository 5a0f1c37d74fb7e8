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
const answer = (id: string, question: 'need' | 'money' | 'timing', value: string) =>
  rep.call(leads.answer, { params: { id }, body: { question, value, source: 'client' } as never })

async function lead(title: string, timing: 'urgent' | 'notUrgent', caller: Caller = rep) {
  const client = await caller.call(contract.clients.create, { body: { name: title } })
  const deal = await caller.call(funnel.create, { body: { clientId: client.id, title, amountMinor: 100 } })
  await answer(deal.id, 'need', 'yes')
  await answer(deal.id, 'money', 'yes')
  await answer(deal.id, 'timing', timing)
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
  expect(found.effort).toEqual([{ grade: 'A', touches: 2, deals: 2 }])
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
