import { sql } from 'kysely'
import { foldName, type Identity, judgePair, matchKeysOf, SHOWN } from '#features/clients/public.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Services } from '#server/services.ts'

/** Raised when names are folded or keys are made in another way: then all clients are compared anew. */
export const KEYS_VERSION = 2
const BATCH = 2000
// A key that more clients share says nothing of any two: a switchboard, «Магазин …».
const MOST_SHARING = 60

type Row = Omit<Identity, 'folded'> & { id: string; rev: number }
export const identityColumns = sql`k.id, k.rev, k.name, k.inn, k.kpp, k.phone, k.email, k.other_phones,
  k.other_emails, k.city`
export const identityOf = (row: Omit<Identity, 'folded'>): Identity => ({
  ...row,
  folded: foldName(row.name),
})

async function writeKeys(trx: Trx, rows: readonly Row[]): Promise<void> {
  const keys = rows.flatMap((row) => matchKeysOf(identityOf(row)).map((it) => ({ ...it, id: row.id })))
  const ids = rows.map((row) => row.id)
  await sql`delete from client_match_key where client_id = any(${ids}::uuid[])`.execute(trx)
  await sql`
    insert into client_match_key (kind, key, client_id)
    select * from unnest(${keys.map((it) => it.kind)}::text[], ${keys.map((it) => it.key)}::text[], ${keys.map((it) => it.id)}::uuid[])
    on conflict do nothing`.execute(trx)
}

async function loadRows(db: Db, ids: readonly string[]): Promise<Map<string, Row>> {
  const found =
    await sql<Row>`select ${identityColumns} from client k where k.id = any(${ids}::uuid[])`.execute(db)
  return new Map(found.rows.map((row) => [row.id, row]))
}

async function writePairs(trx: Trx, ids: readonly string[]): Promise<void> {
  const near = await sql<{ a: string; b: string }>`
    select distinct least(m.client_id, o.client_id) as a, greatest(m.client_id, o.client_id) as b
    from client_match_key m join client_match_key o on o.kind = m.kind and o.key = m.key and o.client_id <> m.client_id
    where m.client_id = any(${ids}::uuid[]) and (
      select count(*) from (select from client_match_key z where z.kind = m.kind and z.key = m.key limit ${MOST_SHARING + 1}) s
    ) <= ${MOST_SHARING}`.execute(trx)
  const clients = await loadRows(trx, [...new Set(near.rows.flatMap(({ a, b }) => [a, b]))])
  const pairs = near.rows.flatMap(({ a, b }) => {
    const [first, second] = [clients.get(a), clients.get(b)]
    if (!first || !second) return []
    const judged = judgePair(identityOf(first), identityOf(second))
    return judged.confidence >= SHOWN ? [{ a, b, ...judged }] : []
  })
  // What somebody said is kept, also when the pair looks otherwise by now.
  await sql`
    delete from duplicate_pair p where p.dismissed_at is null and (p.a_id = any(${ids}::uuid[]) or p.b_id = any(${ids}::uuid[]))`.execute(
    trx,
  )
  await sql`
    insert into duplicate_pair (a_id, b_id, confidence, reasons)
    select a, b, confidence, reasons from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb)
      as p(a uuid, b uuid, confidence real, reasons text[])
    on conflict (a_id, b_id) do nothing`.execute(trx)
}

/** Compares the clients written since the last time with all others; answers how many it looked at. */
export async function findDuplicates({ db }: Services, isWhole = false): Promise<number> {
  let count = 0
  for (;;) {
    const done = await db.transaction().execute(async (trx) => {
      await sql`
        insert into duplicate_state (keys_version, last_rev) values (${KEYS_VERSION}, 0) on conflict do nothing`.execute(
        trx,
      )
      const state = await sql<{ keysVersion: number; lastRev: number }>`
        select keys_version, last_rev from duplicate_state for update`.execute(trx)
      const { keysVersion = 0, lastRev = 0 } = state.rows[0] ?? {}
      const isAnew = keysVersion !== KEYS_VERSION || (isWhole && count === 0)
      const rows = await sql<Row>`
        select ${identityColumns} from client k where k.rev > ${isAnew ? 0 : lastRev} order by k.rev limit ${BATCH}`.execute(
        trx,
      )
      const last = rows.rows.at(-1)
      if (!last) return 0
      await writeKeys(trx, rows.rows)
      await writePairs(
        trx,
        rows.rows.map((row) => row.id),
      )
      await sql`update duplicate_state set keys_version = ${KEYS_VERSION}, last_rev = ${last.rev}`.execute(
        trx,
      )
      return rows.rows.length
    })
    count += done
    if (done < BATCH) return count
  }
}
