import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BareApp, bareApp } from '../../../test/support/bare-app.ts'
import { plantDuplicates } from '../../../test/support/planted-duplicates.ts'
import { newId } from '#kernel/id.ts'
import { findDuplicates } from './find.ts'

let app: BareApp
beforeAll(async () => {
  app = await bareApp()
})
afterAll(() => app.close())

const LIKELY = 0.7

test('of a planted base nearly all duplicates are found, and little else is called likely', async () => {
  const { clients, pairs } = plantDuplicates(20_261_124, 3000)
  const rows = clients.map((client) => ({ ...client, id: newId() }))
  await sql`
    insert into client (id, name, name_key, inn, kpp, phone, email, city)
    select id, name, name_key, inn, kpp, phone, email, city from jsonb_to_recordset(${JSON.stringify(
      rows.map(({ nameKey, ...row }) => ({ ...row, name_key: nameKey })),
    )}::jsonb)
      as c(id uuid, name text, name_key text, inn text, kpp text, phone text, email text, city text)`.execute(
    app.db,
  )
  expect(await findDuplicates(app.services)).toBe(rows.length)
  const found = await sql<{ aId: string; bId: string; confidence: number }>`
    select a_id, b_id, confidence from duplicate_pair`.execute(app.db)
  const keyOf = (a: string, b: string): string => [a, b].sort().join(' ')
  const planted = new Map(pairs.map(({ a, b, how }) => [keyOf(rows[a]?.id ?? '', rows[b]?.id ?? ''), how]))
  const shown = new Set(found.rows.map((pair) => keyOf(pair.aId, pair.bId)))
  const likely = new Set(
    found.rows.filter((pair) => pair.confidence >= LIKELY).map((pair) => keyOf(pair.aId, pair.bId)),
  )
  const missed = [...planted].filter(([key]) => !shown.has(key)).map(([, how]) => how)
  const right = [...likely].filter((key) => planted.has(key)).length
  const [recall, precision] = [1 - missed.length / planted.size, right / likely.size]
  expect(planted.size).toBeGreaterThan(250)
  expect(recall).toBeGreaterThan(0.95)
  expect(precision).toBeGreaterThan(0.95)
  // Nothing new: nothing to look at.
  expect(await findDuplicates(app.services)).toBe(0)
})
