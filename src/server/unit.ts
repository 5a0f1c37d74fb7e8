import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { newId } from '#kernel/id.ts'
import type { Database, Trx } from './database/connect.ts'
import { claimKey } from './idempotency.ts'

/** One thing that changed: written to the audit log and announced to browsers, in the transaction that changed it. */
export type Change = {
  /** past tense: 'client.updated' */
  action: string
  entity: string
  id: string | null
  before?: unknown
  after?: unknown
  rev?: number
  reason?: string
  /** whose record it is; leave out when everybody may hear of it */
  ownerId?: string | null
}

/** A transaction with the duties that every write has. */
export type Unit = {
  /** names the act in the history: everything it changed is taken back together */
  id: string
  trx: Trx
  actor: Actor
  record(change: Change): Promise<void>
  /** The same for many records at once: rows of (id, before, after, owner_id); browsers hear that some of them changed. */
  recordAll(
    change: { action: string; entity: string; announces: string },
    rows: RawBuilder<unknown>,
  ): Promise<void>
  /** Adds a background job that exists only if the transaction commits; one key = one waiting job. */
  addJob(name: string, payload?: object, options?: { key?: string; queue?: string }): Promise<void>
}

export type RunUnit = <T>(
  actor: Actor,
  work: (unit: Unit) => Promise<T>,
  /** the unit that this one takes back */
  undoesId?: string,
) => Promise<T>

const json = (value: unknown): RawBuilder<unknown> | null =>
  value === undefined || value === null ? null : sql`${JSON.stringify(value)}::jsonb`

/** Makes the one way in which anything is written. */
export function makeRunUnit(db: Database): RunUnit {
  return async (actor, work, undoesId) => {
    const isFirst = actor.once?.isSpent === false
    try {
      return await db.transaction().execute(async (trx) => {
        const unit = openUnit(trx, actor, undoesId)
        await claimKey(trx, actor, unit.id)
        return work(unit)
      })
    } catch (error) {
      // Nothing was written, so nothing was done under the key either.
      if (isFirst && actor.once) actor.once.isSpent = false
      throw error
    }
  }
}

/** The duties of a write on a transaction that is already open. */
export function openUnit(trx: Trx, actor: Actor, undoesId: string | null = null): Unit {
  const id = newId()
  return {
    id,
    trx,
    actor,
    async record(change) {
      await sql`
        with written as (
          insert into audit_log (unit_id, undoes_id, actor_id, channel, from_address, action, entity, entity_id, before, after,
            reason, owner_id, is_owned)
          values (${id}, ${undoesId}, ${actor.userId}, ${actor.channel}, ${actor.address ?? null}, ${change.action},
                  ${change.entity}, ${change.id}, ${json(change.before)}, ${json(change.after)}, ${change.reason ?? null},
                  ${change.ownerId ?? null}, ${change.ownerId !== undefined})), ${announcement(change)}`.execute(
        trx,
      )
    },
    async recordAll({ action, entity, announces }, rows) {
      await sql`
        insert into audit_log (unit_id, undoes_id, actor_id, channel, from_address, action, entity, entity_id, before, after,
          owner_id, is_owned)
        select ${id}::uuid, ${undoesId}::uuid, ${actor.userId}::uuid, ${actor.channel}, ${actor.address ?? null}, ${action},
          ${entity}, r.id, r.before, r.after, r.owner_id, true from (${rows}) r`.execute(trx)
      await announce(trx, { entity: announces, id: null })
    },
    async addJob(name, payload = {}, options = {}) {
      await sql`
        select graphile_worker.add_job(${name}, ${JSON.stringify(payload)}::json,
          queue_name := ${options.queue ?? null}, job_key := ${options.key ?? null})`.execute(trx)
    },
  }
}

type Event = Pick<Change, 'entity' | 'id' | 'rev' | 'ownerId'>

// The payload is the id alone: LISTEN payloads are limited, and a listener reads the row by the id.
const announcement = (event: Event): RawBuilder<unknown> => sql`
  event as (
    insert into live_event (kind, entity_id, rev, owner_id, is_owned)
    values (${event.entity}, ${event.id}, ${event.rev ?? null}, ${event.ownerId ?? null}, ${event.ownerId !== undefined})
    returning id)
  select pg_notify('gorn_live', id::text) from event`

/** Tells browsers of a change without an audit entry: progress, recomputed statistics. */
export async function announce(trx: Trx | Database, event: Event): Promise<void> {
  await sql`with ${announcement(event)}`.execute(trx)
}
