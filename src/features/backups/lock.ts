import type pg from 'pg'
import { locks } from '#server/database/locks.ts'

/** Does the work unless a backup is being made in any process; the lock ends with the connection that holds it. */
export async function unlessRunning<T>(pool: pg.Pool, work: () => Promise<T>): Promise<T | null> {
  const client = await pool.connect()
  let isLocked = false
  try {
    const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      locks.backup,
    ])
    isLocked = rows[0]?.taken ?? false
    return isLocked ? await work() : null
  } finally {
    client.release(isLocked)
  }
}

/** Whether a backup is being made now. */
export async function isRunning(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query(
    `select from pg_locks where locktype = 'advisory' and objid = $1 and objsubid = 1
       and database = (select oid from pg_database where datname = current_database())`,
    [locks.backup],
  )
  return rows.length > 0
}
