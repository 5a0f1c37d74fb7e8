import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { segmentBase } from '#features/segments/public.ts'
import { checkInn } from '#kernel/tax-id.ts'
import { fill } from '../bench/fill.ts'
import { clientRows, orderRows } from '../bench/generate.ts'
import { recordStatements, replay } from '../bench/statements.ts'
import { type BareApp, bareApp } from './support/bare-app.ts'

const size = { clients: 400, orders: 4000 }
const asOf = '2024-06-01'
const digest = (rows: Iterable<string>): string => {
  const hash = createHash('sha256')
  for (const row of rows) hash.update(row)
  return hash.digest('hex')
}

let app: BareApp
beforeAll(async () => {
  app = await bareApp({ now: `${asOf}T09:00:00Z` })
  await fill(app.services.pool, size, 5, [], asOf)
  await sql`select graphile_worker.add_job('segments.refresh')`.execute(app.db)
  await app.runJobs()
})
afterAll(() => app.close())

test('the same seed makes the same company, another seed another', () => {
  expect(digest(clientRows(size, 5, []))).toBe(digest(clientRows(size, 5, [])))
  expect(digest(orderRows(size, 5, asOf))).toBe(digest(orderRows(size, 5, asOf)))
  expect(digest(clientRows(size, 6, []))).not.toBe(digest(clientRows(size, 5, [])))
  expect(digest(orderRows(size, 6, asOf))).not.toBe(digest(orderRows(size, 5, asOf)))
})

test('a generated client could be a real one', () => {
  const inns = [...clientRows(size, 5, [])]
    .map((row) => row.split('\t')[4] ?? '')
    .filter((it) => it !== '\\N')
  expect(inns.length).toBeGreaterThan(size.clients * 0.9)
  expect(inns.filter((inn) => !checkInn(inn).ok)).toEqual([])
})

test('the base holds what was asked for, a few clients most of the money', async () => {
  const { rows } = await sql<{ clients: number; orders: number; indexes: number }>`
    select (select count(*) from client) as clients, (select count(*) from sales_order) as orders,
      (select count(*) from pg_indexes where indexname in ('client_search', 'sales_order_client')) as indexes`.execute(
    app.db,
  )
  expect(rows[0]).toEqual({ ...size, indexes: 2 })
  const request = { asOf, windowMonths: 12, measure: 'turnover' as const, perClient: false }
  const { classes, clients } = await segmentBase(app.db, request)
  expect(classes.A / clients).toBeGreaterThan(0.05)
  expect(classes.A / clients).toBeLessThan(0.45)
})

test('what a page sends is recorded, and sent again gives no error', async () => {
  const sent = await recordStatements(() => sql`select ${7}::int`.execute(app.db))
  expect(sent).toEqual([{ text: 'select $1::int', values: [7] }])
  const client = await app.services.pool.connect()
  await replay(client, sent)
  client.release()
})
