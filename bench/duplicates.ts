import type { Core } from '#compose.ts'
import { measurePlanted, type PlantedResult } from '../test/support/planted-base.ts'
import { timeOnce } from './measure.ts'

export type DuplicateTimes = { seconds: number; pairs: number }

/** The first look for duplicates over the whole generated base. */
export async function measureDuplicates(core: Core): Promise<DuplicateTimes> {
  const { db, pool } = core.services
  const find = core.jobs['duplicates.findAll']
  if (!find) throw new Error('no job that looks for duplicates')
  const seconds = await timeOnce(() => find.run({}, new AbortController().signal), 1)
  const { rows } = await pool.query<{ count: number }>('select count(*) as count from duplicate_pair')
  await db.deleteFrom('duplicatePair').execute()
  return { seconds, pairs: Number(rows[0]?.count) }
}

/** Precision and recall on a base with duplicates put in on purpose, in an empty database. */
export function measurePrecision(core: Core): Promise<PlantedResult> {
  return measurePlanted(core.services)
}
