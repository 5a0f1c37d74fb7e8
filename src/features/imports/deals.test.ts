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
    // Nor how long they have been at their stage, until one moves.
    const today = await owner().call(contract.conversion.today, { query: { pipelineId: asked.pipelineId } })
    expect(today.stages.map((it) => it.overNorm)).toEqual(today.stages.map(() => 0))
    const open = await owner().call(contract.funnel.list, { query: { state: 'open' } })
    expect(new Set(open.rows.map((it) => it.isEntryKnown))).toEqual(new Set([false]))

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

const mixed = `ID сделки;Название сделки;Компания;Этап сделки;Бюджет;Дата создания;Дата закрытия;Ответственный;Причина отказа;Товар;Следующий шаг;Срок шага
1;Кухня;Первая;Первичный контакт;1 000,50;01.02.2026;;Owner;;GTX Pro;Позвонить;01.07.2026
2;Шкаф;Первая;Успешно реализовано;200;01.02.2026;10.02.2026;;;gtx-pro;;
3;Стол;Вторая;Закрыто и не реализовано;;01.02.2026;10.02.2026;;Дорого;;;
4;Стул;Вторая;Закрыто и не реализовано;;01.02.2026;10.02.2026;;Не сошлись звёзды;;;
5;Полка;Вторая;Закрыто и не реализовано;;01.02.2026;10.02.2026;;;;;
6;Дверь;Вторая;Успешно реализовано;5;10.02.2026;01.02.2026;;;;;
7;Окно;Вторая;Успешно реализовано;-5;01.02.2026;10.02.2026;;;;;
8;Пол;Вторая;Согласен;5;01.02.2026;;;;;;
9;Потолок;Вторая;Успешно реализовано;5;01.02.2026;;;;;;
10;Стена;Вторая;Успешно реализовано;5;01.02.2026;01.02.2027;;;;;
1;Кухня ещё раз;Первая;Первичный контакт;5;01.02.2026;;;;;;
11;Ковёр;;Первичный контакт;5;01.02.2026;;;;;;
12;Лампа;Первая;Первичный контакт;5;01.02.2026;01.12.2026;Никто;;;;`

describe('a file of deals with all that can be wrong', () => {
  test('bad rows stay out, each with its reason, the good ones come in and follow the file later', async () => {
    const staged = await check(await upload('deals', 'сделки.csv', mixed), {})
    expect(await reasons(staged)).toEqual([
      [5, 'unknownLostReason', 'Причина отказа', 'Не сошлись звёзды'],
      [6, 'lostReasonMissing', 'Причина отказа', ''],
      [7, 'closedBeforeCreated', 'Дата закрытия', '2026-02-01 < 2026-02-10'],
      [8, 'negativeAmount', 'Бюджет', '-5'],
      [9, 'unknownStage', 'Этап сделки', 'Согласен'],
      [10, 'closedDateMissing', 'Дата закрытия', 'Успешно реализовано'],
      [11, 'dateInFuture', 'Дата закрытия', '2027-02-01'],
      [13, 'missing', 'Компания', ''],
    ])
    expect(await reasons(staged, 'ambiguous')).toEqual([[12, 'repeatedDeal', null, '1']])
    expect(staged.preview).toMatchObject({ new: 4, errors: 8, ambiguous: 1, unknownReps: ['Никто'] })
    expect(staged.preview?.notices).toContainEqual(expect.objectContaining({ code: 'hopedClose', count: 1 }))
    expect(staged.preview?.spellings).toEqual([
      {
        name: 'gtx-pro',
        count: 1,
        isListed: false,
        alike: [
          { name: 'GTX Pro', count: 1, where: 'file' },
          { name: 'GTX Pro', count: 0, where: 'products' },
        ],
      },
      { name: 'GTX Pro', count: 1, isListed: true, alike: [{ name: 'gtx-pro', count: 1, where: 'file' }] },
    ])
    await step(staged, 'commit')
    const list = await owner().call(contract.funnel.list, { query: {} })
    const of = (title: string) => list.rows.find((it) => it.title === title)
    expect(of('Кухня')).toMatchObject({
      amountMinor: 100_050,
      ownerId: owner().id,
      step: { kind: 'task', text: 'Позвонить', on: '2026-07-01' },
    })
    expect(of('Лампа')).toMatchObject({ ownerId: null, closedAt: null })
    const table = (await owner().call(contract.funnel.get, { params: { id: of('Стол')?.id ?? '' } }))
      .lostReasonId
    expect(table).toBe(await lostBy('tooDear'))

    // The words are said in the wizard: the stage of one, a reason for the others, whose note is what the file says.
    const { stages = [] } = (await words()).rows[0] ?? {}
    const met = stages.find((it) => it.preset === 'met')?.id ?? ''
    const lostReason = { id: await lostBy('otherReason'), note: 'не сказано' }
    const moved = mixed.replace('Первичный контакт;1 000,50', 'Переговоры;2 000')
    const later = await check(await upload('deals', 'сделки.csv', moved), {
      deals: { stages: { Согласен: met }, lostReason },
    })
    expect(later.preview).toMatchObject({ new: 3, updated: 1, unchanged: 3 })
    await step(later, 'commit')
    const full = async (title: string) => {
      const { rows } = await owner().call(contract.funnel.list, { query: { text: title } })
      return owner().call(contract.funnel.get, { params: { id: rows[0]?.id ?? '' } })
    }
    expect(await full('Пол')).toMatchObject({ stageId: met })
    expect(await full('Стул')).toMatchObject({ lostReasonId: lostReason.id, lostNote: 'Не сошлись звёзды' })
    expect(await full('Полка')).toMatchObject({ lostReasonId: lostReason.id, lostNote: 'не сказано' })
    // A move that a file tells is one more event, of now.
    const kitchen = await full('Кухня')
    expect(kitchen).toMatchObject({ amountMinor: 200_000, hasHistory: false, moves: [{ isUndone: false }] })

    // Undone: what nobody touched goes or is as it was, and the move is taken back by an entry that names it.
    const chair = await full('Стул')
    await owner().call(contract.funnel.update, {
      params: { id: chair.id },
      body: { rev: chair.rev, source: 'Сайт' },
    })
    expect(await step(later, 'undo')).toMatchObject({
      leftovers: [{ entity: 'deal', name: 'Стул', reason: 'changedSince' }],
    })
    expect(await full('Кухня')).toMatchObject({ amountMinor: 100_050, moves: [{ isUndone: true }] })
    expect((await owner().call(contract.funnel.list, { query: { text: 'Пол' } })).count).toBe(0)

    // One in the bin is not brought back by a file.
    await owner().call(contract.funnel.remove, { params: { id: of('Лампа')?.id ?? '' } })
    const third = await check(await upload('deals', 'сделки.csv', mixed), {})
    expect(await reasons(third, 'ambiguous')).toContainEqual([14, 'dealInBin', null, '12'])
  })

  test('tables of HubSpot and Salesforce', async () => {
    const hubspot = await check(
      await upload('deals', 'deal_data.csv', await file('crm-fixtures/hubspot-seeds/deal_data.csv')),
      { deals: { noClient: 'Без клиента' } },
    )
    // Its stages are left out of the tables: new deals stand at the first one, and that is said.
    expect(hubspot.preview).toMatchObject({ rows: 44, new: 44, errors: 0 })
    expect(hubspot.preview?.notices).toContainEqual(expect.objectContaining({ code: 'noStage', count: 44 }))
    const { stages = [] } = (await words()).rows[0] ?? {}
    const of = (preset: string): string => stages.find((it) => it.preset === preset)?.id ?? ''
    const name = 'crm-fixtures/salesforce-seeds/sf_opportunity_data.csv'
    const salesforce = await upload('deals', 'sf_opportunity_data.csv', await file(name))
    // The words are hidden in them; a person says which is which.
    const known = await check(salesforce, {
      deals: {
        stages: {
          'GavUFuuf4DrnQAoiRGlWpQ==': of('paid'),
          'tXi3M8u3iPxq0ggxTSxMKw==': of('met'),
          '9RN9J3tlxr89gDctReax5w==': of('declined'),
        },
        lostReason: { id: await lostBy('noReply') },
      },
    })
    expect(known.preview).toMatchObject({ rows: 10, new: 9, deals: { won: { rows: 4 }, lost: { rows: 1 } } })
    expect(await reasons(known)).toEqual([
      [6, 'closedBeforeCreated', 'close_date', '2018-12-07 < 2018-12-19'],
    ])
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
