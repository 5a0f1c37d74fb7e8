import { sql } from 'kysely'
import {
  clientVisibleTo,
  type Identity,
  judgePair,
  matchKeysOf,
  type Reason,
  SHOWN,
} from '#features/clients/public.ts'
import { type Actor, mayEditRecordOf } from '#kernel/actor.ts'
import type { Db } from '#server/database/connect.ts'
import type { DuplicatePair, DuplicateSide } from './contract.ts'
import { identityColumns, identityOf } from './find.ts'

const PAGE = 30
const HITS = 5

type PairRow = { aId: string; bId: string; confidence: number; reasons: Reason[] }
type SideRow = Omit<DuplicateSide, 'mayEdit' | 'createdAt'> & { createdAt: Date }

async function loadSides(db: Db, actor: Actor, ids: string[]): Promise<Map<string, DuplicateSide>> {
  const found = await sql<SideRow>`
    select k.id, k.rev, k.name, k.kind, k.external_id, k.inn, k.kpp, k.ogrn, k.phone, k.email, k.city, k.region, k.note,
      k.owner_id, u.name as owner_name, k.created_at,
      (select count(*) from sales_order s where s.client_id = k.id) as order_count,
      (select max(s.ordered_on) from sales_order s where s.client_id = k.id) as last_ordered_on
    from client k left join app_user u on u.id = k.owner_id where k.id = any(${ids}::uuid[])`.execute(db)
  return new Map(
    found.rows.map((row) => [
      row.id,
      { ...row, createdAt: row.createdAt.toISOString(), mayEdit: mayEditRecordOf(actor, row.ownerId) },
    ]),
  )
}

/** One page of pairs of which the person sees both, the surest first: two queries. */
export async function listPairs(
  db: Db,
  actor: Actor,
  { cursor, clientId }: { cursor?: string | undefined; clientId?: string | undefined },
): Promise<{ rows: DuplicatePair[]; nextCursor: string | null }> {
  const [confidence, a, b] = cursor?.split(' ') ?? []
  const after =
    confidence && a && b
      ? sql`(p.confidence, p.a_id, p.b_id) < (${Number(confidence)}::real, ${a}::uuid, ${b}::uuid)`
      : sql`true`
  const found = await sql<PairRow>`
    select p.a_id, p.b_id, p.confidence, p.reasons
    from duplicate_pair p join client k on k.id = p.a_id join client o on o.id = p.b_id
    where p.dismissed_at is null and k.archived_at is null and o.archived_at is null and ${clientVisibleTo(actor, 'k')} and ${clientVisibleTo(actor, 'o')}
      and ${clientId ? sql`${clientId}::uuid in (p.a_id, p.b_id)` : sql`true`} and ${after}
    order by p.confidence desc, p.a_id desc, p.b_id desc limit ${PAGE + 1}`.execute(db)
  const page = found.rows.slice(0, PAGE)
  const sides = await loadSides(db, actor, [...new Set(page.flatMap(({ aId, bId }) => [aId, bId]))])
  const rows = page.flatMap(({ aId, bId, ...judged }) => {
    const [first, second] = [sides.get(aId), sides.get(bId)]
    return first && second ? [{ a: first, b: second, ...judged }] : []
  })
  const last = page.at(-1)
  const nextCursor = found.rows.length > PAGE && last ? `${last.confidence} ${last.aId} ${last.bId}` : null
  return { rows, nextCursor }
}

type CheckRow = Omit<Identity, 'folded'> & { id: string }

/** Clients within sight who may be the one that is about to be added, the surest first: one query. */
export async function findLike(db: Db, actor: Actor, wanted: Omit<Identity, 'folded'>) {
  const identity = identityOf(wanted)
  const keys = matchKeysOf(identity)
  const found = await sql<CheckRow>`
    select ${identityColumns} from client k where ${clientVisibleTo(actor, 'k')} and k.id in (
      select m.client_id from client_match_key m
      join unnest(${keys.map((it) => it.kind)}::text[], ${keys.map((it) => it.key)}::text[]) w(kind, key)
        on w.kind = m.kind and w.key = m.key
      limit 1000)`.execute(db)
  const rows = found.rows
    .map((row) => ({ ...row, ...judgePair(identity, identityOf(row)) }))
    .filter((row) => row.confidence >= SHOWN)
    .sort((a, b) => b.confidence - a.confidence || (a.id < b.id ? -1 : 1))
    .slice(0, HITS)
    .map(({ id, name, city, inn, confidence, reasons }) => ({ id, name, city, inn, confidence, reasons }))
  return { rows }
}
