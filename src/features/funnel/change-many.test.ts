import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'
import type { Deal } from './contract.ts'

let app: TestApp
let stages: Record<string, string>
let reasons: Record<string, string>
let clientId: string
const owner = (): Caller => app.as('owner')

beforeAll(async () => {
  app = await testApp()
  const { rows, lostReasons } = await owner().call(contract.funnel.pipelines)
  const named = (all: readonly { id: string; preset: string | null }[]) =>
    Object.fromEntries(all.map(({ id, preset }) => [preset, id]))
  stages = named(rows[0]?.stages ?? [])
  reasons = named(lostReasons)
  clientId = (await owner().call(contract.clients.create, { body: { name: 'Ромашка' } })).id
})
afterAll(() => app.close())

const make = (title: string, amountMinor: number | null = 100, by = owner()): Promise<Deal> =>
  by.call(contract.funnel.create, { body: { clientId, title, amountMinor, ownerId: app.as('rep').id } })
const show = (deal: { id: string }): Promise<Deal> =>
  owner().call(contract.funnel.get, { params: { id: deal.id } })
const seen = (deals: readonly Deal[]) => deals.map(({ id, rev }) => ({ id, rev }))

describe('many deals at once', () => {
  test('move as one act; those that lack a fact or were changed since stay and are told', async () => {
    const [good, bare, stale] = [await make('Хорошая'), await make('Без суммы', null), await make('Тронутая')]
    await owner().call(contract.funnel.update, {
      params: { id: stale.id },
      body: { rev: stale.rev, source: 'Сайт' },
    })
    const answer = await owner().call(contract.funnel.changeMany, {
      body: {
        deals: seen([good, bare, stale]),
        change: { kind: 'stage', stageId: stages['gotProposal'] ?? '' },
      },
    })
    expect(answer.changed).toBe(1)
    expect(answer.left).toEqual(
      expect.arrayContaining([
        { id: bare.id, title: 'Без суммы', code: 'factsMissing', missing: ['amount'] },
        { id: stale.id, title: 'Тронутая', code: 'conflict', missing: [] },
      ]),
    )
    expect(await show(good)).toMatchObject({ stageId: stages['gotProposal'] })
    expect((await show(good)).moves).toHaveLength(2)
    expect(await show(bare)).toMatchObject({ stageId: stages['asked'], rev: bare.rev })
  })

  test('a loss needs its reason here too, and all of it goes back by one undo', async () => {
    const deals = [await make('Первая'), await make('Вторая')]
    const lose = (ending: object) =>
      owner().send(contract.funnel.changeMany, {
        body: {
          deals: seen(deals),
          change: { kind: 'stage', stageId: stages['declined'] ?? '', ...ending },
        },
      })
    expect((await lose({})).error?.code).toBe('lostReasonMissing')
    expect((await lose({ lostReasonId: reasons['otherReason'] })).error?.code).toBe('lostNoteMissing')
    expect((await Promise.all(deals.map(show))).map(({ rev }) => rev)).toEqual(deals.map(({ rev }) => rev))
    const { body } = await lose({ lostReasonId: reasons['tooDear'], note: 'на треть дороже' })
    expect(body).toMatchObject({ changed: 2, left: [] })
    expect(await show(deals[0] as Deal)).toMatchObject({
      lostReasonId: reasons['tooDear'],
      lostNote: 'на треть дороже',
    })
    await owner().call(contract.history.undo, { params: { id: body.unitId ?? '' } })
    for (const deal of deals)
      expect(await show(deal)).toMatchObject({ stageId: stages['asked'], closedAt: null, lostReasonId: null })
  })

  test('are handed over, planned and thrown away, each as far as it may be', async () => {
    const deals = [await make('Раз'), await make('Два')]
    const planned = await owner().call(contract.funnel.changeMany, {
      body: { deals: seen(deals), change: { kind: 'step', step: { kind: 'call', on: '2026-07-01' } } },
    })
    expect(planned).toMatchObject({ changed: 2, left: [] })
    const after = await Promise.all(deals.map(show))
    expect(after.map(({ step }) => step?.on)).toEqual(['2026-07-01', '2026-07-01'])
    const handOver = (by: Caller, ownerId: string | null, of: readonly Deal[]) =>
      by.send(contract.funnel.changeMany, { body: { deals: seen(of), change: { kind: 'owner', ownerId } } })
    // A rep gives away nothing to others, and sees nothing of a stranger's.
    expect((await handOver(app.as('rep'), app.as('head').id, after)).error?.code).toBe('notYours')
    const given = await handOver(owner(), app.as('head').id, after)
    expect(given.body).toMatchObject({ changed: 2, left: [] })
    const theirs = await Promise.all(deals.map(show))
    const foreign = await app.as('rep').call(contract.funnel.changeMany, {
      body: { deals: seen(theirs), change: { kind: 'remove' } },
    })
    expect(foreign).toMatchObject({ unitId: null, changed: 0 })
    expect(foreign.left.map(({ code, title }) => [code, title])).toEqual([
      ['notFound', ''],
      ['notFound', ''],
    ])
    const thrown = await owner().call(contract.funnel.changeMany, {
      body: { deals: seen(theirs), change: { kind: 'remove' } },
    })
    expect(thrown.changed).toBe(2)
    expect((await owner().call(contract.funnel.list, { query: { state: 'removed' } })).count).toBe(2)
    await owner().call(contract.history.undo, { params: { id: thrown.unitId ?? '' } })
    expect((await owner().call(contract.funnel.list, { query: { state: 'removed' } })).count).toBe(0)
    expect((await handOver(owner(), '00000000-0000-4000-8000-000000000000', theirs)).error?.code).toBe(
      'noSuchOwner',
    )
  })
})
