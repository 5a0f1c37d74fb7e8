import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { recordQueries } from '../../../test/support/record-queries.ts'
import { openGate } from '../../../test/support/open-gate.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'
import type { Pipeline } from './contract.ts'

const funnel = contract.funnel
let app: TestApp
let rep: Caller
let clientId: string
let way: Pipeline
const stage = (preset: string): string => way.stages.find((it) => it.preset === preset)?.id ?? ''

beforeAll(async () => {
  app = await testApp()
  await openGate(app)
  rep = app.as('rep')
  way = (await rep.call(funnel.pipelines)).rows[0] as Pipeline
})
afterAll(() => app.close())
beforeEach(async () => {
  app.clock.set('2026-06-12T09:00:00Z')
  await sql`truncate client, sales_order, order_line cascade`.execute(app.db)
  clientId = (await rep.call(contract.clients.create, { body: { name: 'Ромашка' } })).id
})

const add = (body: object = {}, caller: Caller = rep) =>
  caller.call(funnel.create, { body: { clientId, title: 'Плёнка', ...body } })
const move = (deal: { id: string; rev: number }, preset: string, more: object = {}, caller: Caller = rep) =>
  caller.send(funnel.move, {
    params: { id: deal.id },
    body: { rev: deal.rev, stageId: stage(preset), ...more },
  })
const column = async (preset: string) =>
  (await rep.call(funnel.board)).columns.find((it) => it.stageId === stage(preset))
const titles = async (preset: string) => (await column(preset))?.cards.map((it) => it.title)
const undo = async (entityId: string, caller: Caller = rep) => {
  const { rows } = await sql<{ unitId: string }>`
    select unit_id from audit_log where entity_id = ${entityId} order by id desc limit 1`.execute(app.db)
  return caller.send(contract.history.undo, { params: { id: rows[0]?.unitId ?? '' } })
}
const reasons = async () => (await rep.call(funnel.pipelines)).lostReasons
const reason = async (preset: string) => (await reasons()).find((it) => it.preset === preset)?.id ?? ''
const pathOf = async (id: string) =>
  (await rep.call(funnel.get, { params: { id } })).moves
    .map(
      (it) => way.stages.find((known) => known.id === it.toStageId)?.preset + (it.isUndone ? ' undone' : ''),
    )
    .toReversed()

describe('ways', () => {
  test('Gorn brings one of eight stages for companies and a short one for people, each with both ends', async () => {
    const { rows, lostReasons } = await rep.call(funnel.pipelines)
    expect(rows.map((it) => [it.preset, it.stages.map((known) => known.kind).join(' ')])).toEqual([
      ['b2b', 'open open open open open open open open won lost'],
      ['b2c', 'open open open won lost'],
    ])
    const groups = lostReasons.filter((it) => it.parentId === null)
    expect(groups.every(({ id }) => lostReasons.some((it) => it.parentId === id))).toBe(true)
  })

  const save = (rev: number, stages: object[], caller: Caller = app.as('owner')) =>
    caller.send(funnel.savePipeline, { params: { id: way.id }, body: { rev, name: null, stages } as never })
  const sent = (stages = way.stages) => stages.map(({ preset: _preset, ...it }) => it)

  test('a stage is renamed, moved, added and taken away; what is taken back returns with its id', async () => {
    const [first, second, ...rest] = sent()
    const changed = await save(way.rev, [
      { ...second, name: 'Узнали нужду', normDays: 9 },
      first,
      { kind: 'open', name: 'Пилот', normDays: 14, requires: ['amount'] },
      ...rest.filter((it) => it.id !== stage('signed')),
    ] as object[])
    expect(changed.status).toBe(200)
    expect(changed.body.stages.map((it) => it.name ?? it.preset)).toEqual([
      'Узнали нужду',
      'asked',
      'Пилот',
      'namedBudget',
      'met',
      'gotProposal',
      'agreedTerms',
      'gotInvoice',
      'paid',
      'declined',
    ])
    expect((await save(way.rev, sent())).error?.code).toBe('conflict')
    expect((await undo(way.id, app.as('owner'))).status).toBe(200)
    way = (await rep.call(funnel.pipelines)).rows[0] as Pipeline
    expect(way.stages.map((it) => it.name ?? it.preset)).toEqual([
      'asked',
      'toldNeed',
      'namedBudget',
      'met',
      'gotProposal',
      'agreedTerms',
      'signed',
      'gotInvoice',
      'paid',
      'declined',
    ])
  })

  test('without an end, with two hundred stages or with one of another way it is refused, in words', async () => {
    const all = sent()
    const many = Array.from({ length: 198 }, (_none, at) => ({
      kind: 'open',
      name: `Этап ${at}`,
      normDays: null,
      requires: [],
    }))
    expect(
      (
        await save(
          way.rev,
          all.filter((it) => it.kind !== 'lost'),
        )
      ).error?.code,
    ).toBe('endsMissing')
    expect((await save(way.rev, [...many, ...all.slice(-2)])).error).toMatchObject({
      code: 'tooManyStages',
      data: { most: 40 },
    })
    const [, people] = (await rep.call(funnel.pipelines)).rows
    expect((await save(way.rev, [...all, ...sent(people?.stages).slice(0, 1)])).error?.code).toBe('notFound')
    expect((await save(way.rev, all, rep)).status).toBe(403)
  })

  test('a stage that holds deals does not go, and says how many', async () => {
    await add()
    const { error } = await save(way.rev, sent().slice(1))
    expect(error).toMatchObject({ code: 'stageInUse', data: { stageId: stage('asked'), count: 1 } })
  })

  test('another way begins with stages of its own', async () => {
    const stages = [
      { kind: 'open' as const, name: 'Заявка', normDays: 1, requires: [] },
      { kind: 'won' as const, name: 'Продано', normDays: null, requires: [] },
      { kind: 'lost' as const, name: 'Нет', normDays: null, requires: [] },
    ]
    const made = await app.as('head').call(funnel.addPipeline, { body: { name: 'Аренда', stages } })
    expect((await rep.call(funnel.pipelines)).rows.map((it) => it.name ?? it.preset)).toEqual([
      'b2b',
      'b2c',
      'Аренда',
    ])
    const deal = await add({ stageId: made.stages[0]?.id })
    expect((await undo(made.id, app.as('head'))).error?.code).toBe('changedSince')
    await sql`delete from deal where id = ${deal.id}`.execute(app.db)
    expect((await undo(made.id, app.as('head'))).status).toBe(200)
    expect((await rep.call(funnel.pipelines)).rows).toHaveLength(2)
  })
})

describe('a deal', () => {
  test('begins at the first stage, is its owner’s, and its first event is its coming', async () => {
    const deal = await add({
      amountMinor: 480_000_00,
      step: { kind: 'call', on: '2026-06-15', time: '11:00' },
    })
    expect(deal).toMatchObject({
      stageId: stage('asked'),
      ownerId: rep.id,
      closedAt: null,
      step: { kind: 'call', on: '2026-06-15', time: '11:00', text: null },
    })
    expect(deal.moves).toHaveLength(1)
    expect(await column('asked')).toMatchObject({ count: 1, sumMinor: 480_000_00 })
  })

  test('goes on where the stage has its facts, which can be brought along', async () => {
    const deal = await add()
    expect((await move(deal, 'met')).error).toMatchObject({
      code: 'factsMissing',
      data: { missing: ['contact'] },
    })
    expect((await move(deal, 'gotProposal')).error?.data).toMatchObject({ missing: ['amount'] })
    app.clock.set('2026-06-14T09:00:00Z')
    const moved = await move(deal, 'gotProposal', { amountMinor: 100_00 })
    expect(moved.body).toMatchObject({ stageId: stage('gotProposal'), amountMinor: 100_00 })
    expect(await pathOf(deal.id)).toEqual(['asked', 'gotProposal'])
    const negative = await move(moved.body, 'signed', { amountMinor: -1 })
    expect(negative.status).toBe(400)
  })

  test('is lost for a reason alone, by whichever way; another reason needs words', async () => {
    const deal = await add()
    expect((await move(deal, 'declined')).error?.code).toBe('lostReasonMissing')
    expect((await move(deal, 'declined', { lostReasonId: await reason('price') })).error?.code).toBe(
      'lostReasonMissing',
    )
    expect((await move(deal, 'declined', { lostReasonId: await reason('otherReason') })).error?.code).toBe(
      'lostNoteMissing',
    )
    const direct = await rep.send(funnel.create, {
      body: { clientId, title: 'Мимо', stageId: stage('declined') },
    })
    expect(direct.error?.code).toBe('lostReasonMissing')
    const lost = await move(deal, 'declined', { lostReasonId: await reason('tooDear') })
    expect(lost.body).toMatchObject({ lostReasonId: await reason('tooDear'), step: null })
    expect(lost.body.closedAt).not.toBeNull()
    expect((await rep.call(funnel.list, { query: { state: 'lost' } })).count).toBe(1)
  })

  test('that somebody has just moved is not moved over: the newer state is told', async () => {
    const deal = await add()
    await move(deal, 'toldNeed', {}, app.as('head'))
    const late = await move(deal, 'namedBudget')
    expect(late.status).toBe(409)
    expect(late.error?.data['current']).toMatchObject({ stageId: stage('toldNeed') })
  })

  test('taken to the bin leaves the lists and returns', async () => {
    const deal = await add()
    await rep.call(funnel.remove, { params: { id: deal.id } })
    expect(await column('asked')).toMatchObject({ count: 0, cards: [] })
    expect((await rep.call(funnel.list, { query: { state: 'removed' } })).rows).toHaveLength(1)
    expect((await undo(deal.id)).status).toBe(200)
    expect(await titles('asked')).toEqual(['Плёнка'])
  })
})

test('what lies in the bin is not moved, and does not return into a stage that has gone', async () => {
  const deal = await add()
  await rep.call(funnel.remove, { params: { id: deal.id } })
  const { rev } = await rep.call(funnel.get, { params: { id: deal.id } })
  expect((await move({ id: deal.id, rev }, 'toldNeed')).error?.code).toBe('notFound')
  await sql`update stage set removed_at = now() where id = ${stage('asked')}`.execute(app.db)
  expect((await undo(deal.id)).error?.code).toBe('changedSince')
  await sql`update stage set removed_at = null where id = ${stage('asked')}`.execute(app.db)
  expect((await undo(deal.id)).status).toBe(200)
  const moved = await move(await rep.call(funnel.get, { params: { id: deal.id } }), 'toldNeed')
  await sql`update stage set removed_at = now() where id = ${stage('asked')}`.execute(app.db)
  expect((await undo(deal.id)).error?.code).toBe('changedSince')
  expect((await rep.call(funnel.get, { params: { id: deal.id } })).stageId).toBe(moved.body.stageId)
  await sql`update stage set removed_at = null where id = ${stage('asked')}`.execute(app.db)
})

describe('the column', () => {
  test('is ordered by hand: a move writes one row', async () => {
    const [c, b, a] = [await add({ title: 'в' }), await add({ title: 'б' }), await add({ title: 'а' })]
    expect(await titles('asked')).toEqual(['а', 'б', 'в'])
    const revs = () =>
      sql<{ rev: number }>`select rev from deal order by id`.execute(app.db).then(({ rows }) => rows)
    const before = await revs()
    const moved = await move(a, 'asked', { belowId: b.id })
    expect(await titles('asked')).toEqual(['б', 'а', 'в'])
    const after = await revs()
    expect(after.filter(({ rev }, at) => rev !== before[at]?.rev)).toHaveLength(1)
    await move(moved.body, 'asked', { belowId: c.id })
    expect(await titles('asked')).toEqual(['б', 'в', 'а'])
    expect(await pathOf(a.id)).toEqual(['asked'])
  })

  test('is given in pages that miss and repeat nothing', async () => {
    for (let at = 0; at < 25; at++) await add({ title: `сделка ${at}` })
    const board = await column('asked')
    expect([board?.count, board?.cards.length]).toEqual([25, 20])
    const next = await rep.call(funnel.column, {
      params: { id: stage('asked') },
      query: { cursor: board?.nextCursor ?? '' },
    })
    expect(next.nextCursor).toBeNull()
    const ids = [...(board?.cards ?? []), ...next.cards].map((it) => it.id)
    expect(new Set(ids).size).toBe(25)
  })

  test('can be narrowed: by the next step, the owner, a word of the client', async () => {
    await add({ title: 'Поздно', step: { kind: 'call', on: '2026-06-11' } })
    await add({ title: 'Сегодня', step: { kind: 'call', on: '2026-06-12' } })
    await add({ title: 'Уже прошло', step: { kind: 'call', on: '2026-06-12', time: '11:59' } })
    await add({ title: 'Без шага' })
    const only = async (query: object) =>
      (await rep.call(funnel.list, { query })).rows.map((it) => it.title).toSorted()
    expect(await only({ step: 'late' })).toEqual(['Поздно', 'Уже прошло'])
    expect(await only({ step: 'planned' })).toEqual(['Сегодня'])
    expect(await only({ step: 'none' })).toEqual(['Без шага'])
    expect(await only({ text: 'ромаш' })).toHaveLength(4)
    expect(await only({ text: 'сегод' })).toEqual(['Сегодня'])
    expect(await only({ owner: 'none' })).toEqual([])
    expect(await only({ owner: 'me' })).toHaveLength(4)
  })
})

describe('a move taken back', () => {
  test('stands where it stood and counts no more; taken back again it is a move anew', async () => {
    const deal = await add()
    app.clock.set('2026-06-13T09:00:00Z')
    await move(deal, 'toldNeed')
    expect((await undo(deal.id)).status).toBe(200)
    const back = await rep.call(funnel.get, { params: { id: deal.id } })
    expect([back.stageId, back.stageEnteredAt]).toEqual([deal.stageId, deal.stageEnteredAt])
    expect(await pathOf(deal.id)).toEqual(['asked', 'toldNeed undone'])
    expect((await undo(deal.id)).status).toBe(200)
    expect(await pathOf(deal.id)).toEqual(['asked', 'toldNeed undone', 'toldNeed'])
    expect((await rep.call(funnel.get, { params: { id: deal.id } })).stageId).toBe(stage('toldNeed'))
  })

  test('a loss comes back with its next step and without its reason', async () => {
    const deal = await add({ step: { kind: 'call', on: '2026-06-15', text: 'Спросить про срок' } })
    await move(deal, 'declined', { lostReasonId: await reason('tooDear'), note: 'Дорого' })
    await undo(deal.id)
    expect(await rep.call(funnel.get, { params: { id: deal.id } })).toMatchObject({
      stageId: stage('asked'),
      step: deal.step,
      lostReasonId: null,
      lostNote: null,
      closedAt: null,
    })
  })

  test('is refused when somebody moved it on since; what else they changed does not matter', async () => {
    const deal = await add()
    const moved = await move(deal, 'toldNeed')
    const { rows } = await sql<{ unitId: string }>`
      select unit_id from audit_log where entity_id = ${deal.id} order by id desc limit 1`.execute(app.db)
    await app.as('head').call(funnel.update, {
      params: { id: deal.id },
      body: { rev: moved.body.rev, title: 'Плёнка и скотч' },
    })
    const unitId = rows[0]?.unitId ?? ''
    expect((await rep.send(contract.history.undo, { params: { id: unitId } })).status).toBe(200)
    const back = await rep.call(funnel.get, { params: { id: deal.id } })
    expect([back.title, back.stageId]).toEqual(['Плёнка и скотч', stage('asked')])
    const again = await move(back, 'toldNeed')
    await move(again.body, 'namedBudget', {}, app.as('head'))
    const { rows: entries } = await sql<{ unitId: string }>`
      select unit_id from audit_log where entity_id = ${deal.id} order by id desc offset 1 limit 1`.execute(
      app.db,
    )
    const refused = await rep.send(contract.history.undo, { params: { id: entries[0]?.unitId ?? '' } })
    expect(refused.error?.code).toBe('changedSince')
  })
})

test('what came of a step and the step after it are one act, taken back as one', async () => {
  const deal = await add({ step: { kind: 'call', on: '2026-06-12', text: 'Спросить про срок' } })
  const body = {
    kind: 'call' as const,
    text: 'Ждут цену',
    step: { kind: 'email' as const, on: '2026-06-15' },
  }
  const done = await rep.call(funnel.completeStep, {
    params: { id: deal.id },
    body: { ...body, rev: deal.rev },
  })
  expect(done.step).toMatchObject({ kind: 'email', on: '2026-06-15' })
  const talks = async () =>
    (await rep.call(contract.contacts.timeline, { params: { id: clientId }, query: { only: 'touch' } })).rows
  expect(await talks()).toMatchObject([{ touch: { text: 'Ждут цену', dealTitle: 'Плёнка' } }])
  const late = await rep.send(funnel.completeStep, {
    params: { id: deal.id },
    body: { ...body, rev: deal.rev },
  })
  expect([late.status, (await talks()).length]).toEqual([409, 1])
  await rep.call(contract.history.undo, { params: { id: done.unitId } })
  expect((await rep.call(funnel.get, { params: { id: deal.id } })).step).toEqual(deal.step)
  expect(await talks()).toEqual([])
})

test('clients made one carry their deals along, and back', async () => {
  const deal = await add()
  const other = await rep.call(contract.clients.create, { body: { name: 'Ромашка-2' } })
  const first = await rep.call(contract.clients.get, { params: { id: clientId } })
  const merged = await rep.call(contract.duplicates.merge, {
    body: { keepId: other.id, keepRev: other.rev, dropId: clientId, dropRev: first.rev, take: [] },
  })
  const ofClient = async () => (await rep.call(funnel.get, { params: { id: deal.id } })).clientId
  expect(await ofClient()).toBe(other.id)
  await rep.call(contract.history.undo, { params: { id: merged.unitId } })
  expect(await ofClient()).toBe(clientId)
})

test('a base that is handed over takes its open deals along, and back', async () => {
  const deal = await add()
  const over = await add({ title: 'Уже нет' })
  await move(over, 'declined', { lostReasonId: await reason('tooDear') })
  const heir = await app.addPerson('rep')
  const owner = app.as('owner')
  const given = await owner.call(contract.clients.handOver, {
    params: { id: rep.id },
    body: { toIds: [heir.id] },
  })
  const ownerOf = async ({ id }: { id: string }) => (await owner.call(funnel.get, { params: { id } })).ownerId
  expect([await ownerOf(deal), await ownerOf(over)]).toEqual([heir.id, rep.id])
  await owner.call(contract.history.undo, { params: { id: given.unitId } })
  expect(await ownerOf(deal)).toBe(rep.id)
})

test('a board costs a handful of queries, however many deals it shows', async () => {
  for (let at = 0; at < 5; at++) await add({ title: `сделка ${at}` })
  const queries = await recordQueries(() => rep.call(funnel.board))
  expect(queries.length).toBeLessThanOrEqual(6)
})
