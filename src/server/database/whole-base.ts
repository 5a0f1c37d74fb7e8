import { sql } from 'kysely'
import type { Trx } from './connect.ts'

/**
 * Gives a transaction that goes through the whole base the memory and the cores for it. Everything else does without: a page
 * that needs sixty rows is stopped early, and workers beside it would first fetch thousands.
 */
export async function useWholeBase(trx: Trx, memoryMb: number): Promise<void> {
  await sql`set local work_mem = ${sql.lit(`${memoryMb}MB`)}`.execute(trx)
  await sql`set local max_parallel_workers_per_gather = 2`.execute(trx)
}
