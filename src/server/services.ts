import type pg from 'pg'
import type { Logger } from 'pino'
import type { Database } from './database/connect.ts'
import type { RunUnit } from './unit.ts'

/** What a slice is given to work with; constructed once, in compose.ts. */
export type Services = {
  db: Database
  /** the pool under `db`, for COPY */
  pool: pg.Pool
  runUnit: RunUnit
  log: Logger
  now: () => Date
  /** folder for uploaded files; shared by all server processes */
  filesFolder: string
}

export type Lane = 'long' | 'outside'

/** Background work of a slice: by name, woken by jobs that units add, or by the clock (cron, UTC). */
export type Jobs = Record<
  string,
  {
    run: (payload: unknown, signal: AbortSignal) => Promise<void>
    cron?: string
    /**
     * where it takes no place from what people wait for: `long` is work of minutes over a large base, `outside` mostly waits
     * for somebody else's machine
     */
    lane?: Lane
  }
>
