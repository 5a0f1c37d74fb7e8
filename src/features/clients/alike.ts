import { sql } from 'kysely'
import type { Db } from '#server/database/connect.ts'
import { foldName } from './domain/fold-name.ts'
import { type Identity, judgePair, type Reason, SHOWN } from './domain/judge-pair.ts'
import { matchKeysOf } from './domain/match-keys.ts'

// A key that more clients share says nothing of any two: a switchboard, «Магазин …».
const MOST_SHARING = 60
const MOST_PAIRS = 40_000

type Wanted = Omit<Identity, 'folded'> & { key: string }
export type Alike = { key: string; clientId: string; confidence: number; reasons: Reason[] }

const identityOf = (row: Omit<Identity, 'folded'>): Identity => ({ ...row, folded: foldName(row.name) })

/** For some hundreds of clients that are not in the base: the one there whom each is most like, with the reason. Two queries. */
export async function findAlike(db: Db, wanted: readonly Wanted[]): Promise<Alike[]> {
  const identities = wanted.map(identityOf)
  const keys = identities.flatMap((identity, at) => matchKeysOf(identity).map((it) => ({ ...it, at })))
  const near = await sql<{ at: number; id: string }>`
    select distinct w.at, m.client_id as id
    from unnest(${keys.map((it) => it.kind)}::text[], ${keys.map((it) => it.key)}::text[], ${keys.map((it) => it.at)}::int[])
      as w(kind, key, at)
    join client_match_key m on m.kind = w.kind and m.key = w.key
    where (select count(*) from (
      select from client_match_key z where z.kind = w.kind and z.key = w.key limit ${MOST_SHARING + 1}) s) <= ${MOST_SHARING}
    limit ${MOST_PAIRS}`.execute(db)
  const ids = [...new Set(near.rows.map(({ id }) => id))]
  const rows = await sql<Omit<Identity, 'folded'> & { id: string }>`
    select k.id, k.name, k.inn, k.kpp, k.phone, k.email, k.other_phones, k.other_emails, k.city from client k where k.id = any(${ids}::uuid[])`.execute(
    db,
  )
  const there = new Map(rows.rows.map(({ id, ...row }) => [id, identityOf(row)]))
  const best = new Map<number, Alike>()
  for (const { at, id } of near.rows) {
    const [one, other, key] = [identities[at], there.get(id), wanted[at]?.key]
    if (!one || !other || key === undefined) continue
    const judged = judgePair(one, other)
    const before = best.get(at)
    if (judged.confidence < SHOWN || (before && before.confidence >= judged.confidence)) continue
    best.set(at, { key, clientId: id, ...judged })
  }
  return [...best.values()]
}
