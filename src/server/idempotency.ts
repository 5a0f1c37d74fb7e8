import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { canonicalJson } from '#kernel/canonical-json.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Database, Db, Trx } from './database/connect.ts'

/** So long a key stands for its request. */
export const KEY_HOURS = 24

/** Thrown out of a unit whose key another request has used meanwhile: that one's answer is given instead. */
export class UsedKey extends Error {}

/** Names a request by what it asks for; the order of fields does not matter. */
export function fingerprintOf(operation: string, input: object): string {
  return createHash('sha256')
    .update(`${operation}\n${canonicalJson(input)}`)
    .digest('hex')
}

/**
 * Records the key of a request in the transaction of its write: both are there or neither is. A second request with the
 * same key waits here for the first; when that one is refused, the second goes on.
 */
export async function claimKey(trx: Trx, { userId, once }: Actor, unitId: string | null): Promise<void> {
  if (!once || once.isSpent || userId === null) return
  once.isSpent = true
  const done = await sql`
    insert into idempotency_key (user_id, key, fingerprint, unit_id, created_at)
    values (${userId}, ${once.key}, decode(${once.fingerprint}, 'hex'), ${unitId}, clock_timestamp())
    on conflict (user_id, key) do update set fingerprint = excluded.fingerprint, unit_id = excluded.unit_id,
      answer = null, created_at = excluded.created_at
    where idempotency_key.created_at < clock_timestamp() - make_interval(hours => ${KEY_HOURS})
    returning key`.execute(trx)
  if (done.rows.length === 0) throw new UsedKey()
}

type Used = { isSame: boolean; unitId: string | null; answer: unknown }

/** The answer that the same request got before; null when the key is new. Refuses a key of another request. */
export async function findAnswer(db: Db, { userId, once }: Actor): Promise<{ answer: unknown } | null> {
  if (!once || userId === null) return null
  const found = await sql<Used>`
    select fingerprint = decode(${once.fingerprint}, 'hex') as is_same, unit_id, answer from idempotency_key
    where user_id = ${userId} and key = ${once.key}
      and created_at >= clock_timestamp() - make_interval(hours => ${KEY_HOURS})`.execute(db)
  const used = found.rows[0]
  if (!used) return null
  if (!used.isSame) throw new Refusal('otherRequest', { key: once.key })
  if (used.answer !== null) return { answer: used.answer }
  const records = await sql`
    select action, entity, entity_id as id from audit_log where unit_id = ${used.unitId} order by id limit 1000`.execute(
    db,
  )
  throw new Refusal('alreadyDone', { unitId: used.unitId, records: records.rows })
}

/** Keeps the answer for those who repeat the request; a write that opened no unit is recorded with it. */
export async function keepAnswer(db: Database, actor: Actor, answer: unknown): Promise<void> {
  const { userId, once } = actor
  if (!once || userId === null) return
  if (!once.isSpent) await db.transaction().execute((trx) => claimKey(trx, actor, null))
  await sql`
    update idempotency_key set answer = ${JSON.stringify(answer)}::json
    where user_id = ${userId} and key = ${once.key} and fingerprint = decode(${once.fingerprint}, 'hex')`.execute(
    db,
  )
}
