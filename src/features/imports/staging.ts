import { pipeline } from 'node:stream/promises'
import { PassThrough } from 'node:stream'
import { sql } from 'kysely'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Db } from '#server/database/connect.ts'
import type { ReadCounts } from './reading/copy.ts'
import { copiedColumns } from './domain/copy-text.ts'
import { hasOrders, stagingColumns, type ReadPlan } from './domain/plan.ts'
import { copyInWorker, pickInWorker, type Watch } from './reading/run-in-worker.ts'

/** The tables of an import under way: its rows, the clients they make, and the orders or the contacts' records. */
export type Staging = { rows: string; clients: string; orders: string; records: string; alike: string }

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
  record_ref: 'uuid',
  order_amount: 'numeric',
  more: 'jsonb',
}

/** Names made of the id alone, so that they need no quoting. */
export function stagingOf(importId: string): Staging {
  const id = importId.replaceAll('-', '')
  return {
    rows: `staging.rows_${id}`,
    clients: `staging.clients_${id}`,
    orders: `staging.orders_${id}`,
    records: `staging.records_${id}`,
    alike: `staging.alike_${id}`,
  }
}

export async function dropStaging(db: Db, { rows, clients, orders, records, alike }: Staging): Promise<void> {
  await sql`drop table if exists ${sql.raw(rows)}, ${sql.raw(clients)}, ${sql.raw(orders)}, ${sql.raw(records)}, ${sql.raw(alike)}`.execute(
    db,
  )
}

/** What makes the empty tables of an import. */
export function createStatements({ rows, clients, orders, records, alike }: Staging): string[] {
  const columns = stagingColumns.map((name) => `${name} ${types[name] ?? 'text'}`).join(', ')
  return [
    `drop table if exists ${rows}, ${clients}, ${orders}, ${records}, ${alike}`,
    `create unlogged table ${rows} (${columns})`,
  ]
}

/** Reads a file into its staging table by COPY; parsing runs in a worker, and memory stays flat. */
export async function fillStaging(
  pool: pg.Pool,
  staging: Staging,
  path: string,
  plan: ReadPlan,
  watch: Watch,
): Promise<ReadCounts> {
  const client = await pool.connect()
  let counts: ReadCounts | undefined
  let failure: Error | undefined
  try {
    await client.query('begin')
    for (const statement of createStatements(staging)) await client.query(statement)
    const target = client.query(
      copyFrom(`copy ${staging.rows} (${copiedColumns(plan).join(', ')}) from stdin`),
    )
    const source = new PassThrough({ highWaterMark: 1 << 20 })
    const done = pipeline(source, target)
    const reading = copyInWorker(
      path,
      plan,
      async ({ bytes, counts: now }) => {
        counts = now
        if (!source.write(bytes))
          await Promise.race([new Promise((resolve) => source.once('drain', resolve)), done])
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
    if (!counts) throw new Error('a file read without a count')
    return counts
  } catch (error) {
    failure = error as Error
    throw error
  } finally {
    // A connection in the middle of a COPY is not given back.
    client.release(failure)
  }
}

/** Whether an import has its staging tables. */
export async function isStaged(db: Db, staging: Staging): Promise<boolean> {
  const found = await sql<{
    there: string | null
  }>`select to_regclass(${staging.rows})::text as there`.execute(db)
  return found.rows[0]?.there !== null
}

/** How many rows the staging table holds; null when there is none. A crash of the database empties it. */
export async function countStaged(db: Db, staging: Staging): Promise<number | null> {
  if (!(await isStaged(db, staging))) return null
  const counted = await sql<{
    count: number
  }>`select count(*) as count from ${sql.raw(staging.rows)}`.execute(db)
  return counted.rows[0]?.count ?? 0
}

/** Puts a record in the place of a refused row, or nothing where it is to be skipped; answers the refused cells, null when there were none. */
export async function replaceRow(
  db: Db,
  staging: Staging,
  rowNumber: number,
  record: Record<string, unknown> | null,
): Promise<string[] | null> {
  return db.transaction().execute(async (trx) => {
    const rows = sql.raw(staging.rows)
    const gone = await sql<{ raw: string }>`
      delete from ${rows} where row_number = ${rowNumber} and error_code is not null returning raw`.execute(
      trx,
    )
    const raw = gone.rows[0]?.raw
    if (raw === undefined) return null
    if (record)
      await sql`insert into ${rows} select * from jsonb_populate_record(null::${rows}, ${JSON.stringify(record)}::jsonb)`.execute(
        trx,
      )
    return JSON.parse(raw) as string[]
  })
}

/**
 * Good rows that the base leaves in doubt stay out like refused ones, and are given back with their cells; few files have any,
 * so the cells are fetched from the file only then.
 */
export async function fillDoubtCells(db: Db, staging: Staging, path: string, plan: ReadPlan): Promise<void> {
  const [rows, clients, orders] = [sql.raw(staging.rows), sql.raw(staging.clients), sql.raw(staging.orders)]
  const isDoubtful =
    plan.kind !== 'clients' && !hasOrders(plan)
      ? sql`exists (select from ${sql.raw(staging.records)} c where c.record_no = r.row_number and c.change = 'ambiguous')`
      : plan.kind === 'clients'
        ? sql`exists (select from ${clients} c where c.key = r.client_key and c.match_count > 1)`
        : sql`exists (select from ${orders} o where o.order_number = r.order_number and o.change in ('unknown', 'ambiguous')
          and (o.client_key is null or o.client_key = r.client_key))`
  const found = await sql<{ rowNumber: number }>`
    select row_number from ${rows} r where error_code is null and raw is null and ${isDoubtful} order by row_number`.execute(
    db,
  )
  if (found.rows.length === 0) return
  const numbers = found.rows.map((row) => row.rowNumber)
  await pickInWorker(path, plan, numbers, async (picked) => {
    await sql`
      update ${rows} r set raw = (p.value -> 'cells')::text from jsonb_array_elements(${JSON.stringify(picked)}::jsonb) p
      where r.row_number = (p.value ->> 'rowNumber')::bigint`.execute(db)
  })
}
