import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type TestApp, testApp } from '../../test/support/test-app.ts'

const period = { from: '2025-12-12', to: '2026-06-12' }
let app: TestApp
let pipelineId: string
beforeAll(async () => {
  app = await testApp()
  await app.as('owner').call(contract.demo.install, { body: { language: 'ru' } })
  await app.runJobs()
  pipelineId = (await app.as('owner').call(contract.funnel.pipelines)).rows[0]?.id ?? ''
})
afterAll(() => app.close())

test('half a year of deals: every stage has seen some, and what became of them adds up', async () => {
  const { stages, weakest, wonDeals } = await app
    .as('owner')
    .call(contract.conversion.show, { query: { pipelineId, ...period } })
  const entered = stages.filter((it) => it.kind !== 'lost').map((it) => it.entered)
  expect(entered).toEqual(entered.toSorted((a, b) => b - a))
  expect(Math.min(...entered)).toBeGreaterThan(20)
  for (const it of stages.filter(({ kind }) => kind === 'open'))
    expect(it.advanced + it.lost + it.movedBack + it.handedOver + it.stillThere).toBe(it.entered)
  expect(stages.some((it) => it.skipped > 0)).toBe(true)
  expect(stages.some((it) => it.movedBack > 0)).toBe(true)
  expect(weakest).not.toBeNull()
  expect(wonDeals).toBeGreaterThan(20)
})

test('the board, the reasons of losses, the forecast and the load of the team show something', async () => {
  const owner = app.as('owner')
  const { columns } = await owner.call(contract.funnel.board)
  expect(columns.filter((it) => it.cards.length > 0).length).toBeGreaterThan(5)
  const lost = await owner.call(contract.conversion.lostReasons, { query: { pipelineId, ...period } })
  expect(lost.count).toBeGreaterThan(50)
  const { stages } = await owner.call(contract.conversion.today, { query: { pipelineId } })
  expect(stages.filter((it) => it.expected !== null).length).toBeGreaterThan(3)
  const load = await owner.call(contract.leads.load)
  expect(load.rows.length).toBeGreaterThan(6)
})

test('the queues of the day hold leads that burn, steps, deals without one and silent clients', async () => {
  const owner = app.as('owner')
  const { rows } = await owner.call(contract.leads.load)
  const parts = new Set<string>()
  for (const { ownerId } of rows)
    for (const row of (await owner.call(contract.leads.today, { query: { owner: ownerId } })).rows)
      parts.add(row.part)
  for (const part of ['late', 'noStep', 'step', 'waiting', 'recheck']) expect(parts).toContain(part)
})

test('the report of leads tells how soon an A heard from us, what we delayed, what reasons brought, and on whom time goes', async () => {
  const owner = app.as('owner')
  const report = await owner.call(contract.leads.report, { query: period })
  expect(report.response.became).toBeGreaterThan(20)
  expect(report.response.medianMinutes).toBeLessThan(60)
  expect(report.response.inTime.share).toBeGreaterThan(0.3)
  expect(report.response.inTime.share).toBeLessThan(0.95)
  expect(report.delays.byStage.length).toBeGreaterThan(3)
  expect(report.delays.longest.length).toBeGreaterThan(5)
  expect(report.plays.filter((it) => it.of > 0).length).toBeGreaterThan(2)
  expect(report.withoutPlay.of).toBeGreaterThan(5)
  expect(report.effort.map((it) => it.grade)).toEqual(['A', 'B', 'C', null])
  expect(report.effort.every((it) => it.timed > 0)).toBe(true)
  const { rows } = await owner.call(contract.contacts.touchDays, {
    query: { from: '2026-06-08', to: '2026-06-12' },
  })
  expect(new Set(rows.map((it) => it.authorId)).size).toBeGreaterThan(5)
  const { count } = await owner.call(contract.leads.nurture)
  expect(count).toBeGreaterThan(5)
})

test('new companies were met with a dossier and without, some are yet to be met', async () => {
  const { rows } = await sql<{ passed: string; count: number }>`
    select passed, count(*) as count from first_contact group by 1`.execute(app.db)
  const count = (passed: string): number => rows.find((it) => it.passed === passed)?.count ?? 0
  expect(rows.map(({ passed }) => passed).toSorted()).toEqual(['facts', 'head'])
  expect(Math.min(count('facts') - 20, count('head') - 10)).toBeGreaterThan(0)
  const met = await sql<{ facts: number; head: number; unmet: number }>`
    select count(*) filter (where passed = 'facts' and moved) as facts, count(*) filter (where passed = 'head' and moved) as head,
      count(*) filter (where passed is null) as unmet
    from (select c.passed, exists (select from deal d join stage_reach r on r.deal_id = d.id
        where d.client_id = k.id and r.at > c.at) as moved
      from client k left join first_contact c on c.client_id = k.id
      where not exists (select from sales_order s where s.client_id = k.id)) m`.execute(app.db)
  const { facts = 0, head = 0, unmet = 0 } = met.rows[0] ?? {}
  expect(unmet).toBeGreaterThan(5)
  expect(facts / count('facts')).toBeGreaterThan(head / count('head'))
})

test('the form of the site has brought leads and kept junk back', async () => {
  const { rows } = await app.as('head').call(contract.forms.list)
  expect(rows).toMatchObject([{ leads: 2, waiting: 4, isActive: true }])
  const held = await app.as('head').call(contract.forms.quarantine)
  expect(new Set(held.rows.flatMap(({ reasons }) => reasons)).size).toBe(4)
})
