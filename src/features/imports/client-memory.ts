import { sql } from 'kysely'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Staging } from './staging.ts'

/** Marks each gathered client with a digest of all that the file tells of who it is. */
export async function markFingerprints(db: Db, staging: Staging): Promise<void> {
  await sql`
    update ${sql.raw(staging.clients)} set fingerprint = md5(jsonb_build_array(
      key, external_id, inn, kpp, ogrn, email, phone, name_key)::text)`.execute(db)
}

const latest = (staging: Staging) => sql`
  select distinct on (c.key) c.key, m.client_id from ${sql.raw(staging.clients)} c
  join import_client m on m.fingerprint = c.fingerprint order by c.key, m.import_id desc`

/**
 * Finds clients whom an earlier file named in the very same words: they are who they were then, whatever has been written
 * to the base since, unless their code is another's now.
 */
export async function recallClients(db: Db, staging: Staging): Promise<void> {
  const clients = sql.raw(staging.clients)
  await sql`
    with known as (${latest(staging)})
    update ${clients} c set match_by = 'memory', match_count = 1, client_id = k.id
    from known join client k on k.id = known.client_id
    where c.key = known.key and c.match_by is null
      and (k.external_id is null or c.external_id is null or k.external_id = c.external_id)
      and not exists (select from ${clients} taken where taken.client_id = k.id)
      -- two that became one client since: the keys decide between them
      and (select count(*) from known rival where rival.client_id = k.id) = 1`.execute(db)
}

/** Remembers who the clients of a written file are. */
export async function rememberClients(trx: Trx, id: string, staging: Staging): Promise<void> {
  await sql`
    insert into import_client (fingerprint, import_id, client_id)
    select c.fingerprint, ${id}::uuid, c.client_id
    from ${sql.raw(staging.clients)} c left join (${latest(staging)}) known on known.key = c.key
    where c.client_id is not null and (c.match_count = 1 or c.match_by = 'new')
      and known.client_id is distinct from c.client_id`.execute(trx)
}

/** Forgets what an import taught; what an earlier one taught holds again. */
export async function forgetClients(trx: Trx, id: string): Promise<void> {
  await sql`delete from import_client where import_id = ${id}`.execute(trx)
}

/** What files taught of a client that became another: [fingerprint, import] of each. */
export type MovedMemory = [string, string][]

/** Lets files that meant one client mean another from now on. */
export async function moveClientMemory(trx: Trx, fromId: string, toId: string): Promise<MovedMemory> {
  const moved = await sql<{ fingerprint: string; importId: string }>`
    update import_client set client_id = ${toId} where client_id = ${fromId} returning fingerprint, import_id`.execute(
    trx,
  )
  return moved.rows.map(({ fingerprint, importId }) => [fingerprint, importId])
}

/** Takes that back, for what still means the other. */
export async function moveClientMemoryBack(
  trx: Trx,
  moved: MovedMemory,
  fromId: string,
  toId: string,
): Promise<void> {
  await sql`
    update import_client m set client_id = ${toId}
    from unnest(${moved.map(([it]) => it)}::text[], ${moved.map(([, it]) => it)}::uuid[]) w(fingerprint, import_id)
    where m.fingerprint = w.fingerprint and m.import_id = w.import_id and m.client_id = ${fromId}`.execute(
    trx,
  )
}
