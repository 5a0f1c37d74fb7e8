import { type RawBuilder, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Database } from './database/connect.ts'

export type SetHeader = (name: string, value: string | string[]) => void

const MINUTE = 60_000

/**
 * Counts one request of the running minute; a part of a statement, which returns `used`. The base keeps the count, so that
 * several servers agree; of two clocks the later minute counts.
 */
export function countRequestSql(key: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  const minute = new Date(Math.floor(now.getTime() / MINUTE) * MINUTE)
  return sql`
    insert into request_count as c (key, minute, used) values (${key}, ${minute}, 1)
    on conflict (key) do update set minute = greatest(c.minute, excluded.minute),
      used = case when c.minute < excluded.minute then 1 else c.used + 1 end
    returning used`
}

/** Tells in headers how much is left of the minute; refuses what is beyond it. */
export function tellLimit(setHeader: SetHeader, used: number, limit: number, now: Date): void {
  const reset = 60 - Math.floor((now.getTime() % MINUTE) / 1000)
  setHeader('ratelimit-limit', String(limit))
  setHeader('ratelimit-remaining', String(Math.max(0, limit - used)))
  setHeader('ratelimit-reset', String(reset))
  if (used > limit) throw new Refusal('tooManyRequests', { retryAfterSeconds: reset })
}

/** Where strangers are counted: by their address. */
export const addressKey = (address: string | null): string => `address:${address ?? 'unknown'}`

/** Counts a write of somebody who is not signed in. */
export function makeCountGuest(db: Database, limit: number, now: () => Date) {
  return async (headers: Headers, setHeader: SetHeader): Promise<void> => {
    const key = sql`${addressKey(headers.get('x-gorn-ip'))}`
    const { rows } = await sql<{ used: number }>`${countRequestSql(key, now())}`.execute(db)
    tellLimit(setHeader, rows[0]?.used ?? 0, limit, now())
  }
}
