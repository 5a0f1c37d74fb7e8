import pg from 'pg'
import type { Logger } from 'pino'
import { locks } from './locks.ts'

const RETRY_MS = 300

export type ServerLock = { release(): Promise<void> }

/**
 * Keeps a second Gorn server off the same embedded database. The lock lives in a database session, so it ends
 * with the process that holds it: after kill -9 there is nothing stale for a person to clean.
 */
export async function takeServerLock(
  url: string,
  log: Logger,
  onLost: () => void,
): Promise<ServerLock | null> {
  let isReleased = false
  let client: pg.Client
  const take = async (): Promise<boolean> => {
    const next = new pg.Client({ connectionString: url, application_name: 'gorn-lock' })
    next.on('error', (error) => log.warn({ err: error }, 'lock connection lost'))
    await next.connect()
    const { rows } = await next.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      locks.server,
    ])
    if (!rows[0]?.taken) {
      await next.end()
      return false
    }
    next.on('end', () => {
      if (!isReleased) void retake()
    })
    client = next
    return true
  }
  // The database restarted under us: take the lock again as soon as it is back.
  const retake = async (): Promise<void> => {
    while (!isReleased) {
      try {
        if (!(await take())) onLost()
        return
      } catch (error) {
        log.warn({ err: error }, 'lock not retaken yet')
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }
  if (!(await take())) return null
  return {
    async release() {
      isReleased = true
      await client.end()
    },
  }
}
