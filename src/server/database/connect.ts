import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from './tables.gen.ts'

export type Database = Kysely<DB>
export type Trx = Transaction<DB>
/** Anything that can run a query: the pool, or the transaction that one is in. */
export type Db = Database | Trx

const INT8 = 20
const INT8_ARRAY = 1016
const DATE = 1082

// Money and counts are int8; beyond 2^53 a JS number would lie, so that is our bug and is thrown.
function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 beyond the safe range: ${text}`)
  return value
}

const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: unknown) {
    if (oid === INT8) return parseInt8
    if (oid === INT8_ARRAY) {
      const parse = pg.types.getTypeParser(INT8_ARRAY as number) as (text: string) => string[]
      return (text: string) => parse(text).map(parseInt8)
    }
    if (oid === DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format as 'text')
  },
}

export type Connection = { db: Database; pool: pg.Pool; close(): Promise<void> }

/** Opens a pool on a PostgreSQL and wraps it in the query builder; rows come back in camelCase. */
export function connect(
  url: string,
  options: { name: string; max?: number; onError: (error: Error) => void },
): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: options.name,
    max: options.max ?? 12,
    connectionTimeoutMillis: 15_000,
    types,
    // Compiling a query takes longer than any of ours; the embedded server has it off.
    onConnect: async (client) => void (await client.query('set jit = off')),
  })
  // An idle connection that dies (a restart of the server) must not end the process; the pool replaces it.
  pool.on('error', options.onError)
  pool.on('connect', (client) => client.on('error', options.onError))
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  })
  return { db, pool, close: () => db.destroy() }
}
