import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { openGate } from '../../../test/support/open-gate.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

const { leads, funnel, clients, contacts } = contract
let app: TestApp
beforeAll(async () => {
  app = await testApp({ now: '2026-06-19T09:00:00Z' })
  await openGate(app)
})
afterAll(() => app.close())

test('a deal with somebody else’s client shows the name and the number to call, and nothing else of the client', async () => {
  const [rep, owner, observer] = [app.as('rep'), app.as('owner'), app.as('observer')]
  const body = {
    name: 'Чужой клиент',
    phone: '+7 495 765-43-21',
    email: 'info@alien.example',
    inn: '7707083893',
  }
  const client = await owner.call(clients.create, { body: { ...body, ownerId: owner.id } })
  const deal = await owner.call(funnel.create, {
    body: { clientId: client.id, title: 'Плёнка', ownerId: rep.id, amountMinor: 100 },
  })
  const phone = '+74957654321'
  const params = { id: deal.id }
  expect((await rep.send(clients.get, { params: { id: client.id } })).status).toBe(404)
  expect(await rep.call(funnel.get, { params })).toMatchObject({ clientName: client.name, phone })
  expect((await rep.call(leads.today)).rows).toMatchObject([{ clientName: client.name, phone }])
  const cards = (await rep.call(funnel.board)).columns.flatMap((it) => it.cards)
  expect(cards).toMatchObject([{ clientName: client.name }])
  // The name finds the deal; what the rep does not read of the client finds nothing, nor does the search of clients.
  const found = async (text: string) => (await rep.call(funnel.list, { query: { text } })).count
  expect([await found('чужой'), await found('alien'), await found('7707083893')]).toEqual([1, 0, 0])
  expect((await rep.call(clients.search, { query: { text: 'чужой' } })).rows).toEqual([])
  expect((await owner.call(funnel.list, { query: { text: 'alien' } })).count).toBe(1)
  // They write down what they talked about, and take it back; about the client alone they cannot.
  const said = { kind: 'call' as const, text: 'Договорились' }
  const touch = await rep.call(contacts.addTouch, {
    params: { id: client.id },
    body: { ...said, dealId: deal.id },
  })
  expect((await rep.send(contacts.addTouch, { params: { id: client.id }, body: said })).status).toBe(404)
  const undone = { body: { entity: 'touch', id: touch.id, rev: touch.rev } }
  expect((await rep.send(contract.history.undoChange, undone)).status).toBe(200)
  expect((await rep.send(contacts.timeline, { params: { id: client.id } })).status).toBe(404)
  // Who watches the whole base reads no numbers.
  expect(await observer.call(funnel.get, { params })).toMatchObject({ clientName: client.name, phone: null })
})

test('deals are narrowed, sorted and parted by the grade of the lead', async () => {
  const [rep, owner] = [app.as('rep'), app.as('owner')]
  const { id: clientId } = await rep.call(clients.create, { body: { name: 'Свой' } })
  const make = async (
    title: string,
    money: 'yes' | 'no' | null,
    timing: 'urgent' | 'notUrgent' = 'urgent',
  ) => {
    const { id } = await rep.call(funnel.create, { body: { clientId, title } })
    const answer = (question: string, value: string) =>
      rep.call(leads.answer, { params: { id }, body: { question, value, source: 'client' } as never })
    if (money === null) return
    await answer('need', 'yes')
    await answer('money', money)
    await answer('timing', timing)
  }
  await make('горит', 'yes')
  await make('остыл', 'no', 'notUrgent')
  await make('новый', null)
  await make('горит тоже', 'yes')
  await make('ждёт', 'yes', 'notUrgent')
  const list = async (query: object) =>
    (await rep.call(funnel.list, { query: { clientId, ...query } })).rows.map(
      (it) => `${it.grade ?? '-'} ${it.title}`,
    )
  const sorted = ['A горит тоже', 'A горит', 'B ждёт', 'C остыл', '- новый']
  expect(await list({ sort: 'grade' })).toEqual(sorted)
  expect(await list({ grade: 'A' })).toEqual(['A горит тоже', 'A горит'])
  expect(await list({ grade: 'none' })).toEqual(['- новый'])
  // Page by page it is the same list.
  const [, second] = (await rep.call(funnel.list, { query: { clientId, sort: 'grade' } })).rows
  expect(await list({ sort: 'grade', cursor: `A ${second?.id}` })).toEqual(sorted.slice(2))
  expect((await rep.send(funnel.list, { query: { sort: 'grade', cursor: second?.id ?? '' } })).status).toBe(
    400,
  )
  const { rows } = await owner.call(funnel.pipelines)
  const query = { pipelineId: rows[0]?.id ?? '', from: '2026-06-01', to: '2026-06-30', by: 'grade' as const }
  const parted = await owner.call(contract.conversion.breakdown, { query })
  const entered = parted.rows.map((it) => [it.key, it.stages[0]?.entered])
  expect(new Map(entered as [string, number][])).toEqual(
    new Map<string | null, number>([
      ['A', 2],
      ['B', 1],
      ['C', 1],
      [null, 2],
    ]),
  )
  expect(parted.all[0]?.entered).toBe(6)
  const first = await owner.call(contract.conversion.breakdown, { query: { ...query, most: 1 } })
  expect([first.rows.length, first.more, first.all]).toEqual([1, 3, parted.all])
  const behind = { ...query, figure: 'entered' as const, stageId: rows[0]?.stages[0]?.id, value: 'A' }
  expect((await owner.call(contract.conversion.deals, { query: behind })).count).toBe(2)
})
