import { sql } from 'kysely'
import type { Day } from '#kernel/days.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { FrequencyLimits, Measure, Shares } from './domain/settings.ts'
import type { RhythmLimits } from './domain/rhythm.ts'

export type Settings = Shares &
  FrequencyLimits &
  RhythmLimits & {
    /** null = all time */
    windowMonths: number | null
    /** null = today */
    asOf: Day | null
    measure: Measure
    rev: number
  }

/** The settings in force. */
export async function loadSettings(db: Db): Promise<Settings> {
  const row = await db.selectFrom('segmentSettings').selectAll().executeTakeFirstOrThrow()
  const { id: _id, measure, ...rest } = row
  return {
    ...rest,
    measure: measure as Measure,
    shareA: Number(row.shareA),
    shareB: Number(row.shareB),
    oftenPerYear: Number(row.oftenPerYear),
    sometimesPerYear: Number(row.sometimesPerYear),
    lateRatio: Number(row.lateRatio),
    riskRatio: Number(row.riskRatio),
    lapsedRatio: Number(row.lapsedRatio),
  }
}

/** Writes new settings over the state that the rev names. */
export async function saveSettings(trx: Trx, { rev, ...fields }: Settings): Promise<Settings> {
  const done = await trx
    .updateTable('segmentSettings')
    .set({ ...fields, rev: sql<number>`nextval('rev_seq')` })
    .where('rev', '=', rev)
    .returning('id')
    .execute()
  const current = await loadSettings(trx)
  if (done.length === 0) throw new Refusal('conflict', { current })
  return current
}
