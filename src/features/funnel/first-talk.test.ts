import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import { talkGroups } from './conversion-contract.ts'

const { conversion } = contract
const period = { from: '2026-03-01', to: '2026-03-31' }

type Stage = { id: string; position: number; pipelineId: string; isLost: boolean }
type Move = { day: number; stage: Stage }
type Deal = { moves: Move[]; isRemoved: boolean; hasHistory: boolean; isStrangers: boolean }
type Met = { day: number; passed: string; isNote: boolean; deals: Deal[]; isStrangers: boolean }

let app: TestApp
let stages: Stage[] = []
let strangerId = ''
beforeAll(async () => {
  app = await testApp({ now: '2026-06-12T09:00:00Z' })
  strangerId = (await app.addPerson('rep')).id
  const { rows } = await app.as('owner').call(contract.funnel.pipelines)
  stages = rows.flatMap(({ id, stages: own }) =>
    own.map((it, at) => ({ id: it.id, position: at + 1, pipelineId: id, isLost: it.kind === 'lost' })),
  )
})
afterAll(() => app.close())

const START = Date.parse('2026-02-15T09:00:00Z')
const instantOf = (day: number): string => new Date(START + day * 86_400_000).toISOString()

async function insertMet(met: readonly Met[]): Promise<string[]> {
  const ids: string[] = []
  for (const { day, passed, isNote, deals, isStrangers } of met) {
    const [clientId, touchId] = [newId(), newId()]
    ids.push(clientId)
    const owner = isStrangers ? strangerId : app.as('rep').id
    await sql`insert into client (id, name, name_key, owner_id) values (${clientId}, ${`К ${clientId}`}, 'к', ${owner})`.execute(
      app.db,
    )
    await sql`insert into touch (id, client_id, kind, happened_at, text)
      values (${touchId}, ${clientId}, ${isNote ? 'note' : 'call'}, ${instantOf(day)}, 'Разговор')`.execute(
      app.db,
    )
    const note = passed === 'head' || passed === 'gradeA' ? 'Знаем их' : null
    await sql`insert into first_contact (id, client_id, touch_id, at, passed, completeness, note, import_id)
      values (${newId()}, ${clientId}, ${touchId}, ${instantOf(day + 1)}, ${passed}, 50, ${note},
        ${passed === 'import' ? newId() : null})`.execute(app.db)
    for (const { moves, isRemoved, hasHistory, isStrangers: isTheirs } of deals) {
      const dealId = newId()
      const last = moves.at(-1)?.stage ?? stages[0]
      const removedAt = isRemoved ? instantOf(100) : null
      await sql`insert into deal (id, client_id, title, rank, pipeline_id, stage_id, stage_entered_at, removed_at, has_history, owner_id)
        values (${dealId}, ${clientId}, 'Сделка', 'a', ${last?.pipelineId}, ${last?.id}, ${instantOf(1)}, ${removedAt},
          ${hasHistory}, ${isTheirs ? strangerId : app.as('rep').id})`.execute(app.db)
      for (const [at, move] of moves.entries())
        await sql`insert into stage_event (id, deal_id, at, from_stage_id, to_stage_id) values (${newId()}, ${dealId},
          ${instantOf(move.day)}, ${moves[at - 1]?.stage.id ?? null}, ${move.stage.id})`.execute(app.db)
    }
  }
  return ids
}

/** The same in plain loops: how far each deal had come by the talk, or at its birth, and whether it came farther. */
function countPlainly(met: readonly Met[], mayAll: boolean) {
  const counts = { complete: [0, 0], waived: [0, 0], unasked: [0, 0] }
  for (const { day, passed, isNote, deals, isStrangers } of met) {
    const at = instantOf(day).slice(0, 10)
    if (passed === 'person' || isNote || at < period.from || at > period.to) continue
    if (isStrangers && !mayAll) continue
    let hasMoved = false
    for (const { moves, isRemoved, hasHistory, isStrangers: isTheirs } of deals) {
      if (isRemoved || !hasHistory || (isTheirs && !mayAll)) continue
      for (const pipelineId of new Set(stages.map((it) => it.pipelineId))) {
        const own = moves.filter(({ stage }) => stage.pipelineId === pipelineId && !stage.isLost)
        const birth = own[0]?.day ?? 0
        const by = Math.max(day, birth)
        const reached = own.filter((it) => it.day <= by).map(({ stage }) => stage.position)
        const after = own.filter((it) => it.day > by).map(({ stage }) => stage.position)
        if (Math.max(0, ...after) > Math.max(0, ...reached)) hasMoved = true
      }
    }
    const group = passed === 'facts' ? 'complete' : ['head', 'gradeA'].includes(passed) ? 'waived' : 'unasked'
    counts[group][0] = (counts[group][0] ?? 0) + 1
    counts[group][1] = (counts[group][1] ?? 0) + Number(hasMoved)
  }
  return talkGroups.map((group) => [group, ...counts[group]])
}

test('the figures are those of plain loops over the moves, to the owner and within a rep’s sight', async () => {
  const deal = fc.record({
    moves: fc
      .array(fc.record({ day: fc.integer({ min: 0, max: 80 }), at: fc.nat({ max: stages.length - 1 }) }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((moves) =>
        moves
          .toSorted((a, b) => a.day - b.day)
          .flatMap(({ day, at }) => {
            const stage = stages[at]
            return stage ? [{ day, stage }] : []
          }),
      ),
    isRemoved: fc.integer({ min: 0, max: 9 }).map((it) => it === 0),
    hasHistory: fc.integer({ min: 0, max: 9 }).map((it) => it > 0),
    isStrangers: fc.integer({ min: 0, max: 4 }).map((it) => it === 0),
  })
  const one = fc.record({
    day: fc.integer({ min: 0, max: 60 }),
    passed: fc.constantFrom('facts', 'facts', 'head', 'gradeA', 'import', 'gateOff', 'person'),
    isNote: fc.integer({ min: 0, max: 9 }).map((it) => it === 0),
    isStrangers: fc.integer({ min: 0, max: 3 }).map((it) => it === 0),
    deals: fc.array(deal, { maxLength: 3 }),
  })
  const met = fc.sample(one, { numRuns: 150, seed: 20_260_612 })
  await insertMet(met)
  for (const role of ['owner', 'rep'] as const) {
    const { rows } = await app.as(role).call(conversion.firstTalks, { query: period })
    const want = countPlainly(met, role === 'owner')
    expect(rows.map(({ group, moved }) => [group, moved.of, moved.count])).toEqual(want)
    expect(want.every(([, of, moved]) => Number(of) > 3 && Number(moved) > 0)).toBe(true)
    // Each figure opens its rows, and they are as many.
    for (const group of talkGroups)
      for (const isMoved of [undefined, 'true'] as const) {
        const query = { ...period, group, ...(isMoved && { isMoved }) }
        const opened = await app.as(role).call(conversion.firstTalkClients, { query })
        const figure = rows.find((it) => it.group === group)?.moved
        expect(opened.count).toBe(isMoved ? figure?.count : figure?.of)
        expect(opened.rows).toHaveLength(Math.min(50, opened.count))
        expect(opened.rows.every((it) => !isMoved || it.movedAt !== null)).toBe(true)
      }
  }
})

test('a page goes on after the last of the one before', async () => {
  const many = Array.from({ length: 60 }, () => ({
    day: 200,
    passed: 'facts',
    isNote: false,
    deals: [],
    isStrangers: false,
  }))
  const ids = await insertMet(many)
  const query = { from: '2026-09-01', to: '2026-09-30', group: 'complete' as const }
  const first = await app.as('owner').call(conversion.firstTalkClients, { query })
  const next = await app
    .as('owner')
    .call(conversion.firstTalkClients, { query: { ...query, cursor: first.nextCursor ?? '' } })
  expect([...first.rows, ...next.rows].map(({ id }) => id)).toEqual(ids.toSorted().toReversed())
  expect(next.nextCursor).toBeNull()
})
