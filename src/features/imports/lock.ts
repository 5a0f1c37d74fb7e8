import { sql } from 'kysely'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Services } from '#server/services.ts'
import { locks } from '#server/database/locks.ts'
import { useWholeBase } from '#server/database/whole-base.ts'

/**
 * Runs a step of an import when no other process is at that import. The lock lives in a transaction of its own, so that
 * it holds behind a pooler too and goes with the process.
 */
export async function inTurn<T>(services: Services, id: string, work: () => Promise<T>): Promise<T> {
  return services.db.transaction().execute(async (holder) => {
    await sql`select pg_advisory_xact_lock(${locks.importStep}, hashtext(${id}))`.execute(holder)
    return work()
  })
}

/** Marks a transaction as the one that works for an import, so that a cancellation finds it. */
export async function markWork(trx: Trx, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${locks.importWork}, hashtext(${id}))`.execute(trx)
  await useWholeBase(trx, 128)
}

/** Commits wait for each other: two at once would each make the client that the other makes. */
export async function queueUp(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${locks.importCommit})`.execute(trx)
}

/** Stops the statement that runs for an import, if one does; its transaction is rolled back. */
export async function interrupt(db: Db, id: string): Promise<void> {
  await sql`
    select pg_cancel_backend(pid) from pg_locks
    where locktype = 'advisory' and classid = ${locks.importWork} and objsubid = 2
      and objid = (hashtext(${id})::bigint & 4294967295)::oid
      and database = (select oid from pg_database where datname = current_database())`.execute(db)
}
