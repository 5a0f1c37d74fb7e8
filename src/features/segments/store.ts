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

export type Play = {
  valueClass: 'A' | 'B' | 'C'
  frequencyClass: 'often' | 'sometimes' | 'rarely'
  text: string
  rev: number
}

/** The play of a cell, locked for changing it; undefined = nobody wrote one yet. */
export async function findPlay(
  trx: Trx,
  { valueClass, frequencyClass }: Pick<Play, 'valueClass' | 'frequencyClass'>,
): Promise<Play | undefined> {
  return (await trx
    .selectFrom('cellPlay')
    .select(['valueClass', 'frequencyClass', 'text', 'rev'])
    .where('valueClass', '=', valueClass)
    .where('frequencyClass', '=', frequencyClass)
    .forUpdate()
    .executeTakeFirst()) as Play | undefined
}

/** Writes the play of a cell over the state that the rev names; null = nobody wrote one yet. */
export async function savePlay(
  trx: Trx,
  wanted: Omit<Play, 'rev'> & { rev: number | null },
): Promise<{ before: Play | null; after: Play }> {
  const { valueClass, frequencyClass } = wanted
  const before = await findPlay(trx, wanted)
  if ((before?.rev ?? null) !== wanted.rev) throw new Refusal('conflict', { current: before ?? null })
  await sql`
    insert into cell_play (value_class, frequency_class, text) values (${valueClass}, ${frequencyClass}, ${wanted.text})
    on conflict (value_class, frequency_class) do update set text = excluded.text, rev = nextval('rev_seq')`.execute(
    trx,
  )
  const after = await findPlay(trx, wanted)
  if (!after) throw new Error('a play was written and is not there')
  return { before: before ?? null, after }
}
