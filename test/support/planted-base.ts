import { sql } from 'kysely'
import { findDuplicates } from '#features/duplicates/find.ts'
import { newId } from '#kernel/id.ts'
import type { Services } from '#server/services.ts'
import { plantDuplicates } from './planted-duplicates.ts'

export type PlantedResult = { clients: number; copies: number; recall: number; precision: number }

const SEED = 20_261_124
const CLIENTS = 3000
// From here up a pair is called likely.
const LIKELY = 0.7

/** Plants a base with spoiled copies and tells how many are shown, and how much of what is called likely is right. */
export async function measurePlanted(services: Services): Promise<PlantedResult> {
  const { clients, pairs } = plantDuplicates(SEED, CLIENTS)
  const rows = clients.map((client) => ({ ...client, id: newId() }))
  await sql`
    insert into client (id, name, name_key, inn, kpp, phone, email, city)
    select id, name, name_key, inn, kpp, phone, email, city from jsonb_to_recordset(${JSON.stringify(
      rows.map(({ nameKey, ...row }) => ({ ...row, name_key: nameKey })),
    )}::jsonb)
      as c(id uuid, name text, name_key text, inn text, kpp text, phone text, email text, city text)`.execute(
    services.db,
  )
  await findDuplicates(services)
  const found = await sql<{ aId: string; bId: string; confidence: number }>`
    select a_id, b_id, confidence from duplicate_pair`.execute(services.db)
  const keyOf = (a: string, b: string): string => [a, b].sort().join(' ')
  const planted = new Set(pairs.map(({ a, b }) => keyOf(rows[a]?.id ?? '', rows[b]?.id ?? '')))
  const shown = new Set(found.rows.map((pair) => keyOf(pair.aId, pair.bId)))
  const likely = new Set(
    found.rows.filter((pair) => pair.confidence >= LIKELY).map((pair) => keyOf(pair.aId, pair.bId)),
  )
  return {
    clients: rows.length,
    copies: planted.size,
    recall: [...planted].filter((key) => shown.has(key)).length / planted.size,
    precision: [...likely].filter((key) => planted.has(key)).length / likely.size,
  }
}
