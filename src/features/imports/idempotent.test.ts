import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemActor } from '#kernel/actor.ts'
import { newId } from '#kernel/id.ts'
import { nameKey } from '#kernel/name-key.ts'
import { type BareApp, bareApp } from '../../../test/support/bare-app.ts'
import { checksums } from '../../../test/support/checksum.ts'
import { commitStaged, undoCommitted } from './commit.ts'
import type { Preview } from './contract.ts'
import { stagedRecord } from './domain/copy-text.ts'
import type { Fields } from './domain/interpret.ts'
import { type ImportKind, matchKeys, type ReadPlan } from './domain/plan.ts'
import { gather, matchAll, makePreview } from './preview.ts'
import type { ReadCounts } from './reading/copy.ts'
import { createStatements, stagingOf } from './staging.ts'
import { insertRun } from './store.ts'

// Rows straight into the staging table: what is tried here is matching, many times over, not the reading of files.
let app: BareApp
beforeAll(async () => {
  app = await bareApp()
})
afterAll(() => app.close())

const none = { rows: 0, total: '0' }
const left = { sales: none, returns: none }
const column = { index: 0, decimal: '.', dateOrder: 'ymd', isFloatId: false, isPercent: false } as const

function planOf(kind: ImportKind): ReadPlan {
  const orderFields = { orderNumber: column, orderedAt: column, amount: column }
  return {
    kind,
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ',',
    headerRow: 1,
    sheet: null,
    columnCount: 1,
    headers: [],
    fields: kind === 'clients' ? { clientName: column } : orderFields,
    skip: [],
    returns: null,
    totalRows: [],
    timeZone: 'Europe/Moscow',
    currencyDigits: 2,
    country: 'RU',
    matchKeys,
    fixes: {},
    choices: {},
  }
}

async function bring(
  kind: ImportKind,
  rows: Fields[],
  choices: ReadPlan['choices'] = {},
): Promise<{ id: string; preview: Preview }> {
  const id = newId()
  const staging = stagingOf(id)
  const plan = { ...planOf(kind), choices }
  const counts: ReadCounts = {
    rows: rows.length,
    ok: rows.length,
    skipped: 0,
    errors: 0,
    left: { errors: left, skipped: left },
    notices: [],
  }
  const preview = await app.services.runUnit(systemActor('job'), async (unit) => {
    const { trx } = unit
    await insertRun(trx, { id, kind, fileName: 'x', fileSize: 1, sha256: '', map: {}, createdBy: null })
    for (const statement of createStatements(staging)) await sql.raw(statement).execute(trx)
    const records = rows.map((row, at) => {
      const key = row.clientName === undefined ? undefined : nameKey(row.clientName)
      return stagedRecord(at + 1, row, key, matchKeys)
    })
    await sql`insert into ${sql.raw(staging.rows)} select * from jsonb_populate_recordset(null::${sql.raw(staging.rows)}, ${JSON.stringify(records)}::jsonb)`.execute(
      trx,
    )
    const unknownReps = await gather(trx, staging, plan)
    await matchAll(trx, staging, plan)
    await makePreview(trx, staging, plan, counts, { unknownReps, repeats: null })
    const told = { unknownReps, repeats: 0, now: new Date() }
    return commitStaged(unit, id, staging, plan, async () => undefined, counts, told)
  })
  return { id, preview }
}

const maybe = <T>(values: readonly [T, ...T[]]) =>
  fc.option(fc.constantFrom(...values), { nil: undefined, freq: 3 })
// Few values, so that rows meet each other in every way.
const row = fc
  .record({
    clientExternalId: maybe(['1', '2']),
    clientName: maybe(['Ромашка', 'ООО «Ромашка»', 'Василёк', '!']),
    inn: maybe(['6165204473', '0274062111']),
    email: maybe(['a@example.com', 'b@example.com']),
    phone: maybe(['+74952001020', '+74952001021']),
    city: maybe(['Самара', 'Казань']),
    orderNumber: fc.constantFrom('1', '2'),
    amount: fc.constantFrom('10', '0.005', '-3'),
  })
  .map(
    (fields): Fields => ({
      ...fields,
      orderedAt: '2024-01-05T06:00:00Z',
      orderedOn: '2024-01-05',
      status: null,
      isReturn: false,
    }),
  )
const clientRows = fc.array(
  row.filter((it) => it.clientExternalId !== undefined || it.clientName !== undefined),
  { minLength: 1, maxLength: 6 },
)
const empty = () => sql`truncate client, sales_order, order_line, import_run cascade`.execute(app.db)
const ids = async (table: 'client' | 'salesOrder') =>
  (await app.db.selectFrom(table).select(['id', 'rev']).orderBy('id').execute()).map((it) => it)

describe('whatever is in a file', () => {
  test('its clients brought twice change nothing, and each row is accounted for', async () => {
    await fc.assert(
      fc.asyncProperty(clientRows, async (rows) => {
        await empty()
        const { preview: first } = await bring('clients', rows)
        const before = await ids('client')
        expect(before.length).toBe(first.new)
        const { preview: second } = await bring('clients', rows)
        expect(second).toMatchObject({ new: 0, updated: 0, unchanged: first.new, ambiguous: first.ambiguous })
        expect(await ids('client')).toEqual(before)
      }),
      { numRuns: 25 },
    )
  })

  test('its orders brought twice change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 6 }), async (rows) => {
        await empty()
        const { preview: first } = await bring('orders', rows)
        const before = [await ids('client'), await ids('salesOrder')]
        const { preview: second } = await bring('orders', rows)
        expect(second).toMatchObject({
          new: 0,
          updated: 0,
          newClients: 0,
          updatedClients: 0,
          ambiguous: first.ambiguous,
          moneyTotal: first.moneyTotal,
        })
        expect([await ids('client'), await ids('salesOrder')]).toEqual(before)
      }),
      { numRuns: 25 },
    )
  })

  test('over whatever base, it never breaks and is undone without a trace', async () => {
    await fc.assert(
      fc.asyncProperty(
        clientRows,
        fc.array(row, { maxLength: 5 }),
        fc.array(row, { minLength: 1, maxLength: 5 }),
        async (base, orders, rows) => {
          await empty()
          await bring('clients', base)
          await bring('orders', orders)
          const before = await checksums(app.db)
          const done = [
            await bring(
              'clients',
              rows.filter((it) => it.clientExternalId ?? it.clientName),
            ),
            await bring('orders', rows),
          ]
          for (const { id } of done.reverse()) {
            const leftovers = await app.services.runUnit(systemActor('job'), (unit) =>
              undoCommitted(unit, id),
            )
            expect(leftovers).toEqual([])
          }
          const { client_orders_changed: _after, ...after } = await checksums(app.db)
          const { client_orders_changed: _before, ...expected } = before
          expect(after).toEqual(expected)
        },
      ),
      { numRuns: 25 },
    )
  })
})

test('who an ambiguous client is, said once, is not asked of the next file', async () => {
  await empty()
  const named = (clientExternalId: string): Fields => ({
    clientName: 'Ромашка',
    clientExternalId,
    status: null,
    isReturn: false,
  })
  await bring('clients', [named('1'), named('2')])
  const second = await app.db
    .selectFrom('client')
    .select('id')
    .where('externalId', '=', '2')
    .executeTakeFirstOrThrow()
  const order = (orderNumber: string): Fields => ({
    clientName: 'Ромашка',
    orderNumber,
    amount: '10',
    orderedAt: '2024-01-05T06:00:00Z',
    orderedOn: '2024-01-05',
    status: null,
    isReturn: false,
  })
  expect((await bring('orders', [order('1')])).preview).toMatchObject({ new: 0, ambiguous: 1 })
  const chosen = await bring('orders', [order('1')], { [`name:${nameKey('Ромашка')}`]: second.id })
  expect(chosen.preview).toMatchObject({ new: 1, ambiguous: 0 })
  expect((await bring('orders', [order('2')])).preview).toMatchObject({ new: 1, ambiguous: 0 })
  const found = await app.db.selectFrom('salesOrder').select('clientId').execute()
  expect(found.map((it) => it.clientId)).toEqual([second.id, second.id])
})
