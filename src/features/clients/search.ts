import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Database, Db } from '#server/database/connect.ts'
import { clientTables, clientVisibleTo, type Measure, statTablesOf, valueClassSql } from './class-sql.ts'
import type { ClientRow } from './contract.ts'
import { searchedText, textHolds, textMatches } from './filter-sql.ts'
import { searchTerms, slipPatterns } from './domain/search-text.ts'
import { loadBasis } from './reports.ts'

const HITS = 12
// Of so many that hold a text the largest are found by sorting them; of more by walking from the largest client down.
const MANY = 1000
// So far down.
const WALK = 50_000
// Of so many the likest are found: each comparison takes some 30 µs.
const COMPARED = 1000

// One wrong letter in a word of five still finds it: 3 of 9 trigrams are shared. Longer words share more, and as little as
// that would bring half the base.
const nearOf = (text: string): number => Math.max(0.33, Math.min(0.5, (text.length - 5) / (text.length + 1)))

type Hit = {
  id: string
  name: string
  city: string | null
  inn: string | null
  valueClass: ClientRow['valueClass']
}

const columns = (measure: Measure) =>
  sql`k.id, k.name, k.city, k.inn, ${valueClassSql(measure)} as value_class`
const isSeen = (actor: Actor) => sql`${clientVisibleTo(actor)} and k.archived_at is null`

async function findHolding(db: Db, actor: Actor, measure: Measure, raw: string): Promise<Hit[]> {
  const matches = sql`${isSeen(actor)} and ${textMatches(actor, raw)}`
  const found = await sql<Hit & { all: number }>`
    with found as materialized (select k.id from client k where ${matches} limit ${sql.lit(MANY + 1)})
    select ${columns(measure)}, (select count(*) from found) as "all" from ${clientTables} join found f on f.id = k.id
    order by coalesce(t.turnover_minor, 0) desc, k.id limit ${sql.lit(HITS)}`.execute(db)
  const rows = found.rows.map(({ all: _all, ...hit }) => hit)
  if ((found.rows[0]?.all ?? 0) <= MANY) return rows
  const largest = sql`(
    select * from client_stats order by turnover_minor desc, tie_key, client_id limit ${sql.lit(WALK)})`
  const walked = await sql<Hit>`
    select ${columns(measure)} from ${statTablesOf(largest, sql`segment_state`)} join client k on k.id = t.client_id
    where ${matches} order by t.turnover_minor desc, t.tie_key, t.client_id limit ${sql.lit(HITS)}`.execute(
    db,
  )
  return walked.rows.length < HITS ? rows : walked.rows
}

/** The likest of some clients that hold one of the texts nearly; `where` keeps these few enough to compare. */
async function findLike(
  db: Db,
  actor: Actor,
  measure: Measure,
  asked: { texts: readonly string[]; where: RawBuilder<unknown>; seen: readonly Hit[] },
): Promise<Hit[]> {
  const likeness = sql`greatest(${sql.join(asked.texts.map((text) => sql`word_similarity(${text}, ${searchedText(actor)})`))})`
  const found = await sql<Hit>`
    with found as materialized (
      select k.id, ${likeness} as likeness from client k
      where ${isSeen(actor)} and k.id <> all(${asked.seen.map((hit) => hit.id)}::uuid[]) and ${asked.where}
      limit ${sql.lit(COMPARED)})
    select ${columns(measure)} from ${clientTables} join found f on f.id = k.id
    where f.likeness >= ${sql.lit(nearOf(asked.texts[0] ?? ''))}::float8
    order by f.likeness desc, coalesce(t.turnover_minor, 0) desc, k.id limit ${sql.lit(HITS - asked.seen.length)}`.execute(
    db,
  )
  return found.rows
}

/** Finds clients for the palette: what holds the text, then what holds it with a slip, or else what is merely like it. */
export async function searchClients(db: Database, actor: Actor, raw: string) {
  const { text, other, digits } = searchTerms(raw)
  if (text === '') return { rows: [] }
  const { measure } = await loadBasis(db)
  const exact = await findHolding(db, actor, measure, raw)
  // A number is meant as it stands.
  if (exact.length >= HITS || text.length < 3 || digits.length > 0) return { rows: exact }
  const texts = [...new Set([text, other])]
  const patterns = texts.flatMap(slipPatterns)
  const slipped =
    patterns.length === 0
      ? []
      : await findLike(db, actor, measure, { texts, where: textHolds(actor, patterns), seen: exact })
  const rows = [...exact, ...slipped]
  if (rows.length > 0) return { rows }
  const isLike = sql`(${sql.join(
    texts.map((it) => sql`${it} <% ${searchedText(actor)}`),
    sql` or `,
  )})`
  return db.transaction().execute(async (trx) => {
    await sql`set local pg_trgm.word_similarity_threshold = ${sql.lit(nearOf(text))}`.execute(trx)
    return { rows: await findLike(trx, actor, measure, { texts, where: isLike, seen: [] }) }
  })
}
