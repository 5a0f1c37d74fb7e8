import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import { checksums } from '../../../test/support/checksum.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import type { ImportRun, RowGroup } from './contract.ts'
import type { ImportKind, ImportMap } from './domain/plan.ts'

const data = join(import.meta.dirname, '../../../test/data')
let app: TestApp
beforeAll(async () => {
  app = await testApp({ now: '2026-06-12T09:00:00Z' })
})
afterAll(() => app.close())

const owner = () => app.as('owner')
const get = (id: string) => owner().call(contract.imports.get, { params: { id } })

async function upload(kind: ImportKind, fileName: string, content: string | Buffer): Promise<ImportRun> {
  const boundary = 'gorn-test'
  const reply = await app.gorn.app.inject({
    method: 'POST',
    url: `/api/imports/${kind}`,
    headers: { cookie: owner().cookie, 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${fileName}"\r\ncontent-type: text/csv\r\n\r\n`,
      ),
      Buffer.from(content),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  })
  expect(reply.statusCode).toBe(200)
  await app.runJobs()
  return get((JSON.parse(reply.body) as { id: string }).id)
}

const file = (name: string): Promise<Buffer> => readFile(join(data, name))
const words = async () => owner().call(contract.funnel.pipelines)

/** The import as the wizard does it: the map with what was said, the check. */
async function check(run: ImportRun, said: ImportMap): Promise<ImportRun> {
  const { rev } = await get(run.id)
  await owner().call(contract.imports.setMap, {
    params: { id: run.id },
    body: { rev, map: { ...run.map, ...said } },
  })
  await owner().call(contract.imports.stage, { params: { id: run.id } })
  await app.runJobs()
  return get(run.id)
}
async function step(run: ImportRun, name: 'commit' | 'undo'): Promise<ImportRun> {
  await owner().call(contract.imports[name], { params: { id: run.id } })
  await app.runJobs()
  return get(run.id)
}
const reasons = async (run: ImportRun, group: RowGroup = 'errors') => {
  const { rows } = await owner().call(contract.imports.rows, { params: { id: run.id }, query: { group } })
  return rows.map(({ rowNumber, code, column, value }) => [rowNumber, code, column, value])
}
const lostBy = async (preset: string): Promise<string> =>
  (await words()).lostReasons.find((it) => it.preset === preset)?.id ?? ''

describe('the opportunities of a B2B firm', () => {
  test('come in whole by the wizard, and add up to what is published', async () => {
    const reference = JSON.parse((await file('crm-opportunities/reference.json')).toString()) as Reference
    const reps = papa.parse<{ sales_agent: string }>(
      (await file('crm-opportunities/sales_teams.csv')).toString(),
      {
        header: true,
        skipEmptyLines: true,
      },
    ).data
    for (const { sales_agent: name } of reps)
      await app.db
        .insertInto('appUser')
        .values({ id: newId(), name, email: `${newId()}@example.com`, emailVerified: true, role: 'rep' })
        .execute()

    const products = await check(
      await upload('products', 'products.csv', await file('crm-opportunities/products.csv')),
      {},
    )
    expect(products.preview).toMatchObject({ new: 7, errors: 0 })
    expect((await step(products, 'commit')).state).toBe('committed')

    const before = await checksums(app.db)
    const run = await upload(
      'deals',
      'sales_pipeline.csv',
      await file('crm-opportunities/sales_pipeline.csv'),
    )
    expect(run.state).toBe('mapped')
    // Nothing said: losses without a reason and deals without a client stay out, each with its reason.
    const strict = await check(run, {})
    expect(strict.preview).toMatchObject({ rows: 8800, new: 8800 - 2473 - 1425, errors: 2473 + 1425 })
    expect(new Set((await reasons(strict)).map(([, code]) => code))).toEqual(
      new Set(['missing', 'lostReasonMissing']),
    )
    const note = 'из sales_pipeline.csv, причина не указана'
    const lostReason = { id: await lostBy('otherReason'), note }
    const staged = await check(run, {
      deals: { lostReason, noClient: 'Без клиента из файла sales_pipeline.csv' },
    })
    expect(staged.preview).toMatchObject({
      rows: 8800,
      new: 8800,
      errors: 0,
      newClients: 86,
      unknownReps: [],
      deals: {
        won: { rows: 4238, amountMinor: 1_000_553_400 },
        lost: { rows: 2473 },
        open: { rows: 2089 },
      },
    })
    // Two spellings of one thing, or two things: told, and not put right.
    expect(staged.preview?.spellings).toEqual([
      {
        name: 'GTXPro',
        count: 1480,
        isListed: false,
        alike: [{ name: 'GTX Pro', count: 0, where: 'products' }],
      },
    ])
    expect((await step(staged, 'commit')).state).toBe('committed')

    const way = (await words()).rows[0]
    const asked = { pipelineId: way?.id ?? '', from: '2016-10-01', to: '2017-12-31' }
    const { rows, withoutHistory } = await owner().call(contract.conversion.results, { query: asked })
    expect(withoutHistory).toBe(reference.all.won + reference.all.lost)
    expect(addUp(rows, () => 'all')).toEqual({ all: figuresOf(reference.all) })
    expect(reference.all.win_rate_pct).toBe(63.15)
    expect(addUp(rows, (it) => it.ownerName ?? '')).toEqual(
      Object.fromEntries(Object.entries(reference.by_agent).map(([name, it]) => [name, figuresOf(it)])),
    )
    expect(addUp(rows, (it) => quarterOf(it.quarter))).toEqual(
      Object.fromEntries(
        Object.entries(reference.by_close_quarter).map(([name, it]) => [name, figuresOf(it)]),
      ),
    )
    expect(addUp(rows, (it) => `${it.ownerName} | ${quarterOf(it.quarter)}`)).toEqual(
      Object.fromEntries(
        Object.entries(reference.by_agent_quarter).map(([name, it]) => [name, figuresOf(it)]),
      ),
    )
    // A figure opens its deals.
    const [first] = rows
    const behind = await owner().call(contract.conversion.deals, {
      query: { ...asked, figure: 'closedWon', by: 'rep', value: first?.ownerId ?? '' },
    })
    expect(behind.count).toBe(reference.by_agent[first?.ownerName ?? '']?.won)

    // No history is invented: the deals are in no cohort, and it is said how many.
    const cohorts = await owner().call(contract.conversion.show, { query: asked })
    expect(cohorts).toMatchObject({ withoutHistory: 8800 })
    expect(cohorts.stages.every((it) => it.entered === 0)).toBe(true)
    const lost = await owner().call(contract.funnel.list, { query: { state: 'lost' } })
    expect(lost.count).toBe(2473)
    const deal = await owner().call(contract.funnel.get, { params: { id: lost.rows[0]?.id ?? '' } })
    expect(deal).toMatchObject({ hasHistory: false, moves: [], lostReasonId: lostReason.id, lostNote: note })

    // Once more brings nothing, and the undo leaves the base as it was.
    const again = await check(
      await upload('deals', 'sales_pipeline.csv', await file('crm-opportunities/sales_pipeline.csv')),
      {
        deals: { lostReason, noClient: 'Без клиента из файла sales_pipeline.csv' },
      },
    )
    expect(again.preview).toMatchObject({ new: 0, updated: 0, unchanged: 8800, newClients: 0 })
    expect(await step(run, 'undo')).toMatchObject({ state: 'undone', leftovers: [] })
    expect(await checksums(app.db)).toEqual(before)
  })
})

type Figures = { won: number; lost: number; won_value: number }
type Reference = {
  all: Figures & { win_rate_pct: number }
  by_agent: Record<string, Figures>
  by_close_quarter: Record<string, Figures>
  by_agent_quarter: Record<string, Figures>
}
type Row = { ownerName: string | null; quarter: string; won: number; lost: number; wonMinor: number }
const figuresOf = ({ won, lost, won_value }: Figures) => ({ won, lost, value: won_value })
const quarterOf = (day: string): string => `${day.slice(0, 4)}Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`
function addUp(rows: readonly Row[], keyOf: (row: Row) => string) {
  const sums: Record<string, { won: number; lost: number; value: number }> = {}
  for (const row of rows) {
    const sum = (sums[keyOf(row)] ??= { won: 0, lost: 0, value: 0 })
    sum.won += row.won
    sum.lost += row.lost
    sum.value += row.wonMinor / 100
  }
  return sums
}
