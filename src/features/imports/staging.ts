import { pipeline } from 'node:stream/promises'
import { PassThrough } from 'node:stream'
import { sql } from 'kysely'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Db } from '#server/database/connect.ts'
import type { ReadCounts } from './reading/copy.ts'
import { stagingColumns, type ReadPlan } from './domain/plan.ts'
import { copyInWorker, type Watch } from './reading/run-in-worker.ts'

/** The three tables of an import under way: its rows, the clients and the orders they make. */
export type Staging = { rows: string; clients: string; orders: string }

const types: Record<string, string> = {
  row_number: 'bigint',
  ordered_at: 'timestamptz',
  ordered_on: 'date',
  quantity: 'numeric',
  unit_price: 'numeric',
  discount: 'numeric',
  amount: 'numeric',
  cost: 'numeric',
  is_return: 'boolean',
}

/** Names made of the id alone, so that they need no quoting. */
export function stagingOf(importId: string): Staging {
  const id = importId.replaceAll('-', '')
  return { rows: `staging.rows_${id}`, clients: `staging.clients_${id}`, orders: `staging.orders_${id}` }
}

export async function dropStaging(db: Db, { rows, clients, orders }: Staging): Promise<void> {
  await sql`drop table if exists ${sql.raw(rows)}, ${sql.raw(clients)}, ${sql.raw(orders)}`.execute(db)
}

/** Reads a file into its staging table by COPY; parsing runs in a worker, and memory stays flat. */
export async function fillStaging(pool: pg.Pool, staging: Staging, path: string, plan: ReadPlan, watch: Watch): Promise<ReadCounts> {
  const client = await pool.connect()
  let counts: ReadCounts = { rows: 0, ok: 0, skipped: 0, errors: 0 }
  let failure: Error | undefined
  try {
    await client.query('begin')
    await client.query(`drop table if exists ${staging.rows}, ${staging.clients}, ${staging.orders}`)
    const columns = stagingColumns.map((name) => `${name} ${types[name] ?? 'text'}`).join(', ')
    await client.query(`create unlogged table ${staging.rows} (${columns})`)
    const target = client.query(copyFrom(`copy ${staging.rows} (${stagingColumns.join(', ')}) from stdin`))
    const source = new PassThrough({ highWaterMark: 1 << 20 })
    const done = pipeline(source, target)
    const reading = copyInWorker(
      path,
      plan,
      async (bytes, now) => {
        counts = now
        if (!source.write(bytes)) await Promise.race([new Promise((resolve) => source.once('drain', resolve)), done])
      },
      watch,
    ).then(
      () => source.end(),
      (error: Error) => {
        source.destroy(error)
        throw error
      },
    )
    await Promise.all([reading, done])
    await client.query('commit')
    await client.query(`analyze ${staging.rows}`)
    return counts
  } catch (error) {
    failure = error as Error
    throw error
  } finally {
    // A connection in the middle of a COPY is not given back.
    client.release(failure)
  }
}

/** How many rows the staging table holds; null when there is none. A crash of the database empties it. */
export async function countStaged(db: Db, staging: Staging): Promise<number | null> {
  const found = await sql<{ there: string | null }>`select to_regclass(${staging.rows})::text as there`.execute(db)
  if (!found.rows[0]?.there) return null
  const counted = await sql<{ count: number }>`select count(*) as count from ${sql.raw(staging.rows)}`.execute(db)
  return counted.rows[0]?.count ?? 0
}
