import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

const { funnel } = contract
let app: TestApp
let clientId = ''
beforeAll(async () => {
  app = await testApp({ now: '2026-06-12T09:00:00Z' })
  clientId = (await app.as('rep').call(contract.clients.create, { body: { name: 'Клён' } })).id
})
afterAll(() => app.close())

const list = async () => {
  const { lostReasons, lostReasonsRev: rev, gone, rows } = await app.as('rep').call(funnel.pipelines)
  const groups = lostReasons
    .filter((it) => it.parentId === null)
    .map((group) => ({ ...group, reasons: lostReasons.filter((it) => it.parentId === group.id) }))
  return { rev, groups, gone: gone.lostReasons, stages: rows[0]?.stages ?? [] }
}
const names = async () =>
  (await list()).groups.map((it) => [it.name ?? it.preset, ...it.reasons.map((of) => of.name ?? of.preset)])
const save = (rev: number, groups: object[], who = app.as('head')) =>
  who.send(funnel.saveLostReasons, { body: { rev, groups } as never })
const undoLast = async () => {
  const { rows } = await sql<{ unitId: string }>`
    select unit_id from audit_log where entity = 'lostReasons' order by id desc limit 1`.execute(app.db)
  return app.as('head').send(contract.history.undo, { params: { id: rows[0]?.unitId ?? '' } })
}

test('are named, added, put in another order and retired; deals keep theirs; all is taken back', async () => {
  const { rev, groups, stages } = await list()
  const [price, rival, ...others] = groups
  const dear = price?.reasons[0]
  const lost = await app.as('rep').call(funnel.create, {
    body: { clientId, title: 'Плёнка', stageId: stages.at(-1)?.id, lostReasonId: dear?.id },
  })
  const before = await names()
  const saved = await save(rev, [
    { ...rival, name: 'Конкуренты', reasons: [...(rival?.reasons ?? [])].reverse() },
    { ...price, reasons: [{ name: 'Дороже рынка', needsNote: true }, ...(price?.reasons.slice(1) ?? [])] },
    ...others.slice(0, -1),
    { name: 'Сроки', needsNote: false, reasons: [] },
  ])
  expect(saved.status).toBe(200)
  expect(saved.body.rev).toBeGreaterThan(rev)
  const now = await names()
  expect(now.slice(0, 2)).toEqual([
    ['Конкуренты', 'staysWithSupplier', 'choseRival'],
    ['price', 'Дороже рынка', 'foundCheaper'],
  ])
  expect(now.at(-1)).toEqual(['Сроки'])
  const { gone } = await list()
  expect(gone.map((it) => it.preset).toSorted()).toEqual(['other', 'otherReason', 'tooDear'])

  // What was retired is not given any more; the deal that was lost for it, and the report, name it still.
  const again = { clientId, title: 'Скотч', stageId: stages.at(-1)?.id }
  expect(
    (await app.as('rep').send(funnel.create, { body: { ...again, lostReasonId: dear?.id } })).error?.code,
  ).toBe('lostReasonMissing')
  expect((await app.as('rep').call(funnel.get, { params: { id: lost.id } })).lostReasonId).toBe(dear?.id)
  const query = { pipelineId: lost.pipelineId, from: '2026-06-01', to: '2026-06-30' }
  expect((await app.as('rep').call(contract.conversion.lostReasons, { query })).rows).toMatchObject([
    { reasonId: dear?.id, count: 1 },
  ])
  // A new group without reasons under it is itself one, and some ask for a note.
  const { groups: mine } = await list()
  const noted = mine[1]?.reasons[0]?.id
  const give = (lostReasonId: string | undefined) =>
    app.as('rep').send(funnel.create, { body: { ...again, lostReasonId } })
  expect((await give(noted)).error?.code).toBe('lostNoteMissing')
  expect((await give(mine.at(-1)?.id)).status).toBe(200)

  expect((await undoLast()).status).toBe(200)
  expect(await names()).toEqual(before)
  // The undo is undone: what it retired comes back by the same ids.
  expect((await undoLast()).status).toBe(200)
  expect(await names()).toEqual(now)
})

test('an old list, a nameless reason, one of another level and a rep are refused', async () => {
  const { rev, groups } = await list()
  expect((await save(rev - 1, groups)).error).toMatchObject({ code: 'conflict', data: { current: { rev } } })
  const nameless = [...groups, { name: null, needsNote: false, reasons: [] }]
  expect((await save(rev, nameless)).error).toMatchObject({ code: 'reasonNameMissing' })
  const child = groups.flatMap((it) => it.reasons)[0]
  expect((await save(rev, [...groups, { ...child, reasons: [] }])).error?.code).toBe('notFound')
  expect((await save(rev, [])).status).toBe(400)
  expect((await save(rev, groups, app.as('rep'))).status).toBe(403)
  expect((await list()).rev).toBe(rev)
})
