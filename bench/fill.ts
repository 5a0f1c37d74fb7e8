import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { Day } from '#kernel/days.ts'
import { clientRows, orderRows, type Size } from './generate.ts'

// Rows are handed over in pieces of this many characters.
const PIECE = 65_536

function* pieces(rows: Iterable<string>): Generator<string> {
  let piece = ''
  for (const row of rows) {
    piece += row
    if (piece.length < PIECE) continue
    yield piece
    piece = ''
  }
  if (piece) yield piece
}

/** Rows of COPY into a table. */
export async function copy(client: pg.PoolClient, target: string, rows: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(pieces(rows)), client.query(copyFrom(`copy ${target} from stdin`)))
}

// An index made over rows that lie there is made many times faster than one that grows with them.
async function withoutIndexes(client: pg.PoolClient, tables: string[], fill: () => Promise<void>) {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes i
     where schemaname = 'public' and tablename = any($1)
       and not exists (select from pg_constraint c where c.conname = i.indexname)`,
    [tables],
  )
  for (const { name } of rows) await client.query(`drop index ${name}`)
  await fill()
  await client.query(`set maintenance_work_mem = '512MB'`)
  for (const { definition } of rows) await client.query(definition)
}

/** Fills an empty base with a generated company. */
export async function fill(
  pool: pg.Pool,
  size: Size,
  seed: number,
  ownerIds: readonly string[],
  lastDay: Day,
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set synchronous_commit = off')
    await withoutIndexes(client, ['client', 'sales_order'], async () => {
      await copy(
        client,
        'client (id, name, name_key, external_id, inn, phone, email, city, owner_id)',
        clientRows(size, seed, ownerIds),
      )
      // The references hold by construction; checking them row by row would take most of the time.
      await client.query('alter table sales_order disable trigger all')
      await copy(
        client,
        'sales_order (id, external_id, client_id, ordered_at, ordered_on, amount_minor, cost_minor, status)',
        orderRows(size, seed, lastDay),
      )
      await client.query('alter table sales_order enable trigger all')
    })
    await client.query('vacuum analyze client, sales_order')
  } finally {
    client.release(true)
  }
}
