import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { openGate } from '../../../test/support/open-gate.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'

const { leads, funnel, contacts } = contract
let app: TestApp
let rep: Caller
let clientId: string
let deal: { id: string; rev: number }
beforeAll(async () => {
  app = await testApp()
  await openGate(app)
  rep = app.as('rep')
})
afterAll(() => app.close())
// A Monday in Moscow, by its clock there.
const at = (clock: string, day = 15): void => app.clock.set(`2026-06-${day}T${clock}:00+03:00`)
beforeEach(async () => {
  at('10:00')
  clientId = (await rep.call(contract.clients.create, { body: { name: 'ТехноЛад' } })).id
  deal = await rep.call(funnel.create, { body: { clientId, title: 'Плёнка' } })
})

const wait = async () => (await rep.call(leads.get, { params: { id: deal.id } })).wait
const say = (waitsOn: 'us' | 'client', note?: string) =>
  rep.send(leads.setTurn, { params: { id: deal.id }, body: { waitsOn, ...(note && { note }) } })
const talk = () =>
  rep.call(contacts.addTouch, {
    params: { id: clientId },
    body: { kind: 'call', text: 'Обсудили', dealId: deal.id },
  })
const undo = (unitId: string) => rep.send(contract.history.undo, { params: { id: unitId } })
const stage = async (preset: string): Promise<string> => {
  const [way] = (await rep.call(funnel.pipelines)).rows
  return way?.stages.find((it) => it.preset === preset)?.id ?? ''
}
const answer = (question: 'need' | 'money' | 'timing', value: string) =>
  rep.call(leads.answer, { params: { id: deal.id }, body: { question, value, source: 'client' } as never })
const current = () => rep.call(funnel.get, { params: { id: deal.id } })

test('the records tell whose turn it is: it came, we spoke, our step was late, we handed over', async () => {
  at('10:30')
  expect(await wait()).toMatchObject({ on: 'us', cause: 'came', minutes: 30 })
  await talk()
  at('11:00')
  expect(await wait()).toMatchObject({ on: 'client', cause: 'talk', minutes: 30 })
  const { rev } = await current()
  const step = { kind: 'call' as const, on: '2026-06-15', time: '12:00' }
  const planned = await rep.call(funnel.update, { params: { id: deal.id }, body: { rev, step } })
  at('13:00')
  expect(await wait()).toMatchObject({ on: 'us', cause: 'stepLate', minutes: 60 })
  // To put it off is not to do it.
  const later = { ...step, on: '2026-06-17' }
  await rep.call(funnel.update, { params: { id: deal.id }, body: { rev: planned.rev, step: later } })
  at('14:00')
  expect(await wait()).toMatchObject({ on: 'us', cause: 'stepLate', minutes: 120 })
  const moved = await current()
  await rep.call(funnel.move, {
    params: { id: deal.id },
    body: { rev: moved.rev, stageId: await stage('gotProposal'), amountMinor: 100 },
  })
  // Over the night nobody waits in working time.
  at('09:30', 16)
  expect(await wait()).toMatchObject({ on: 'client', cause: 'handedOver', minutes: 270 })
})

test('somebody says it otherwise, with a word, takes it back, and says nothing of what is over', async () => {
  await talk()
  at('11:00')
  const { body } = await say('us', 'Ждут расчёт')
  at('11:20')
  expect(await wait()).toMatchObject({ on: 'us', cause: 'said', note: 'Ждут расчёт', minutes: 20 })
  const undone = await undo(body.unitId)
  expect(await wait()).toMatchObject({ on: 'client', cause: 'talk' })
  await undo(undone.body.unitId)
  expect(await wait()).toMatchObject({ on: 'us', note: 'Ждут расчёт' })
  const { rev } = await current()
  const stageId = await stage('paid')
  await rep.call(funnel.move, { params: { id: deal.id }, body: { rev, stageId, amountMinor: 100 } })
  expect(await wait()).toBeNull()
  expect((await say('us')).error?.code).toBe('dealOver')
})

test('in the queue an A comes back when the client waits for us, and leaves when we wait for them', async () => {
  for (const [question, value] of [
    ['need', 'yes'],
    ['money', 'yes'],
    ['timing', 'urgent'],
  ] as const)
    await answer(question, value)
  const part = async () => {
    const { rows } = await rep.call(leads.today, { query: {} })
    return rows.find((it) => it.deal?.id === deal.id)
  }
  expect(await part()).toMatchObject({ part: 'waiting', wait: { on: 'us', cause: 'came' } })
  at('10:05')
  await talk()
  expect(await part()).toMatchObject({ part: 'noStep', wait: { on: 'client' } })
  at('10:30')
  await say('us', 'Просят счёт')
  at('10:40')
  expect(await part()).toMatchObject({
    part: 'waiting',
    clock: { minutesGone: 10 },
    wait: { note: 'Просят счёт' },
  })
  await say('client')
  expect(await part()).toMatchObject({ part: 'noStep' })
})

test('an A enters a stage without its facts with a word why, which the move keeps; others are kept out', async () => {
  const stageId = await stage('agreedTerms')
  const move = async (body: object = {}) =>
    rep.send(funnel.move, {
      params: { id: deal.id },
      body: { rev: (await current()).rev, stageId, waiver: 'Договор ждут сегодня', ...body },
    })
  expect((await move()).error).toMatchObject({
    code: 'factsMissing',
    data: { missing: ['amount'], mayWaive: false },
  })
  for (const [question, value] of [
    ['need', 'yes'],
    ['money', 'yes'],
    ['timing', 'urgent'],
  ] as const)
    await answer(question, value)
  expect((await move({ waiver: undefined })).error).toMatchObject({ data: { mayWaive: true } })
  at('10:05')
  const waived = { missing: ['amount'], note: 'Договор ждут сегодня' }
  expect((await move()).body.moves[0]).toMatchObject({ waiver: waived })
  at('10:10')
  const taken = await rep.send(contract.history.undoChange, {
    body: { entity: 'deal', id: deal.id, rev: (await current()).rev },
  })
  expect((await current()).moves[0]).toMatchObject({ isUndone: true, waiver: waived })
  at('10:15')
  await undo(taken.body.unitId)
  expect((await current()).moves[0]).toMatchObject({ isUndone: false, waiver: waived })
  // What is there is no debt, whatever was said.
  const back = await move({ stageId: await stage('asked') })
  expect(back.body.moves[0]).toMatchObject({ waiver: null })
})

test('a stage asks for answers about the lead: they are written and the deal moves as one act', async () => {
  const head = app.as('head')
  const [way] = (await head.call(funnel.pipelines)).rows
  if (!way) throw new Error('no way')
  const asking = way.stages.map((it) => ({
    ...it,
    requires: it.preset === 'toldNeed' ? (['need', 'decisionMaker'] as const).slice() : it.requires,
  }))
  const saved = await head.call(funnel.savePipeline, {
    params: { id: way.id },
    body: { rev: way.rev, name: null, stages: asking },
  })
  const { rev } = deal
  const stageId = await stage('toldNeed')
  const call = { params: { id: deal.id }, body: { rev, stageId } }
  expect((await rep.send(funnel.move, call)).error?.data).toMatchObject({
    missing: ['need', 'decisionMaker'],
  })
  const need = { question: 'need' as const, value: 'yes' as const, source: 'client' as const }
  const half = { ...call, body: { ...call.body, answers: [need] } }
  expect((await rep.send(leads.answeredMove, half)).error?.data).toMatchObject({ missing: ['decisionMaker'] })
  const lead = () => rep.call(leads.get, { params: { id: deal.id } })
  expect((await lead()).answers).toEqual([])
  const answers = [need, { ...need, question: 'decisionMaker' as const, evidence: 'Директор на линии' }]
  const moved = await rep.call(leads.answeredMove, { ...call, body: { ...call.body, answers } })
  expect(moved.stageId).toBe(stageId)
  expect((await lead()).answers.map((it) => it.question)).toEqual(['need', 'decisionMaker'])
  const late = await rep.send(leads.answeredMove, { ...call, body: { ...call.body, answers } })
  expect([late.status, late.error?.code]).toEqual([409, 'conflict'])
  // One act is taken back as one.
  await rep.send(contract.history.undoChange, { body: { entity: 'deal', id: deal.id, rev: moved.rev } })
  expect((await lead()).answers).toEqual([])
  expect((await current()).stageId).toBe(await stage('asked'))
  await head.call(funnel.savePipeline, {
    params: { id: way.id },
    body: { rev: saved.rev, name: null, stages: way.stages },
  })
})

test('a C has a day on which it is looked at again: it is set, moved, comes into the queue, and moves on when asked', async () => {
  await answer('need', 'no')
  const lead = () => rep.call(leads.get, { params: { id: deal.id } })
  expect(await lead()).toMatchObject({ grade: 'C', recheckOn: '2026-08-14' })
  const put = (on: string, more: object = {}) =>
    rep.send(leads.setRecheck, { params: { id: deal.id }, body: { on, ...more } })
  expect((await put('2026-06-14')).error?.code).toBe('dayPassed')
  expect((await put('2026-07-01', { seenOn: '2026-08-01' })).error?.code).toBe('conflict')
  const { body } = await put('2026-07-01', { seenOn: '2026-08-14' })
  expect(body.recheckOn).toBe('2026-07-01')
  const undone = await undo(body.unitId)
  expect((await lead()).recheckOn).toBe('2026-08-14')
  await undo(undone.body.unitId)
  const part = async () =>
    (await rep.call(leads.today, { query: {} })).rows.find((it) => it.deal?.id === deal.id)
  expect(await part()).toBeUndefined()
  app.clock.set('2026-07-01T10:00:00+03:00')
  expect(await part()).toMatchObject({ part: 'recheck', why: { recheckOn: '2026-07-01', questions: [] } })
  const again = await answer('need', 'no')
  expect(again.recheckOn).toBe('2026-08-30')
  expect(await part()).toBeUndefined()
  // Taken back, it is due again; no C any more, it has no such day.
  await undo(again.unitId)
  expect((await lead()).recheckOn).toBe('2026-07-01')
  const other = await answer('need', 'yes')
  expect(other.recheckOn).toBeNull()
  expect((await put('2026-07-10')).error?.code).toBe('notC')
  await undo(other.unitId)
  expect(await lead()).toMatchObject({ grade: 'C', recheckOn: '2026-07-01' })
})
