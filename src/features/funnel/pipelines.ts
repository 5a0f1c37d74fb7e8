import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Gone, Pipeline, Requirement, Stage, StageKind } from './contract.ts'
import { judgeStages } from './domain/judge-stages.ts'

type Named = { preset: string | null; name: string | null }
/** A way as the history keeps it: without its rev, which names a state. */
export type StoredPipeline = Pipeline
export type SentStage = Pick<Stage, 'kind' | 'name' | 'normDays' | 'requires'> & {
  id?: string | undefined
  /** absent = as it was */
  handsOver?: boolean | undefined
}

const stageJson = sql`
  jsonb_build_object('id', s.id, 'kind', s.kind, 'preset', s.preset, 'name', s.name, 'normDays', s.norm_days,
    'requires', s.requires, 'handsOver', s.hands_over)`

/** The ways with their stages, in their order: one query. */
export async function listPipelines(db: Db): Promise<Pipeline[]> {
  const found = await sql<Pipeline>`
    select p.id, p.rev, p.preset, p.name, coalesce((
      select jsonb_agg(${stageJson} order by s.place, s.id) from stage s
      where s.pipeline_id = p.id and s.removed_at is null), '[]') as stages
    from pipeline p where p.removed_at is null order by p.place, p.id`.execute(db)
  return found.rows
}

/** What is offered no more and the history names still: one query. */
export async function listGone(db: Db): Promise<Record<'pipelines' | 'stages' | 'lostReasons', Gone[]>> {
  const found = await sql<Gone & { of: 'pipelines' | 'stages' | 'lostReasons' }>`
    select 'pipelines' as of, p.id, p.preset, p.name from pipeline p where p.removed_at is not null
    union all select 'stages', s.id, s.preset, s.name from stage s join pipeline p on p.id = s.pipeline_id
      where s.removed_at is not null or p.removed_at is not null
    union all select 'lostReasons', r.id, r.preset, r.name from lost_reason r where r.removed_at is not null`.execute(
    db,
  )
  const only = (which: string): Gone[] =>
    found.rows.filter(({ of }) => of === which).map(({ of: _of, ...row }) => row)
  return { pipelines: only('pipelines'), stages: only('stages'), lostReasons: only('lostReasons') }
}

type PlacedStage = {
  id: string
  pipelineId: string
  kind: StageKind
  requires: Requirement[]
}

/** A stage that a deal is about to enter: it cannot go meanwhile. Null = it is gone. */
export async function holdStage(trx: Trx, id: string): Promise<PlacedStage | null> {
  const found = await sql<PlacedStage>`
    select id, pipeline_id, kind, requires from stage where id = ${id} and removed_at is null for share`.execute(
    trx,
  )
  return found.rows[0] ?? null
}

/** The stage at which deals begin that name none. */
export async function firstStage(trx: Trx): Promise<string> {
  const found = await sql<{ id: string }>`
    select s.id from stage s join pipeline p on p.id = s.pipeline_id
    where p.removed_at is null and s.removed_at is null order by p.place, p.id, s.place, s.id limit 1`.execute(
    trx,
  )
  const first = found.rows[0]
  if (!first) throw new Refusal('stageGone')
  return first.id
}

/** One way for changing it. */
export async function lockPipeline(trx: Trx, id: string): Promise<StoredPipeline> {
  await sql`select from pipeline where id = ${id} and removed_at is null for update`.execute(trx)
  const found = (await listPipelines(trx)).find((it) => it.id === id)
  if (!found) throw new Refusal('notFound', { entity: 'pipeline' })
  return found
}

async function refuseInUse(trx: Trx, ids: readonly string[]): Promise<void> {
  // Deals that are about to enter hold the stage until they are in.
  await sql`select from stage where id = any(${[...ids]}::uuid[]) order by id for update`.execute(trx)
  const used = await sql<{ stageId: string; count: number }>`
    select stage_id, count(*) as count from deal
    where stage_id = any(${[...ids]}::uuid[]) and removed_at is null group by stage_id limit 1`.execute(trx)
  const [first] = used.rows
  if (first) throw new Refusal('stageInUse', first)
}

/** Writes the stages of a way anew; one that was taken away may come back, and keeps its history. */
export async function writeStages(trx: Trx, pipelineId: string, sent: readonly SentStage[]): Promise<void> {
  const kept = await sql<{ id: string; kind: StageKind; isRemoved: boolean } & Named>`
    select id, kind, preset, name, removed_at is not null as is_removed from stage
    where pipeline_id = ${pipelineId}`.execute(trx)
  const fault = judgeStages(sent, kept.rows)
  if (fault?.kind === 'strangeStage') throw new Refusal('notFound', { entity: 'stage', id: fault.id })
  if (fault) throw new Refusal(fault.kind, { ...fault })
  const staying = new Set(sent.flatMap(({ id }) => id ?? []))
  const leaving = kept.rows.filter(({ id, isRemoved }) => !isRemoved && !staying.has(id)).map(({ id }) => id)
  if (leaving.length > 0) await refuseInUse(trx, leaving)
  await sql`update stage set removed_at = clock_timestamp() where id = any(${leaving}::uuid[])`.execute(trx)
  // The ends stand last, in whatever order they came.
  const order = (kind: StageKind): number => ['open', 'won', 'lost'].indexOf(kind)
  const rows = sent
    .toSorted((a, b) => order(a.kind) - order(b.kind))
    .map((stage, at) => ({
      id: stage.id ?? newId(),
      kind: stage.kind,
      name: stage.name,
      place: at + 1,
      norm_days: stage.normDays,
      requires: stage.requires,
      hands_over: stage.handsOver ?? null,
    }))
  const sentRows = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    as r (id uuid, kind text, name text, place int, norm_days int, requires text[], hands_over boolean)`
  await sql`
    update stage s set name = r.name, place = r.place, norm_days = r.norm_days, requires = r.requires,
      hands_over = coalesce(r.hands_over, s.hands_over), removed_at = null
    from ${sentRows} where s.id = r.id`.execute(trx)
  await sql`
    insert into stage (id, pipeline_id, kind, name, place, norm_days, requires, hands_over)
    select r.id, ${pipelineId}, r.kind, r.name, r.place, r.norm_days, r.requires, coalesce(r.hands_over, false)
    from ${sentRows} where not exists (select from stage s where s.id = r.id)`.execute(trx)
}

export async function insertPipeline(trx: Trx, name: string): Promise<string> {
  const id = newId()
  await sql`
    insert into pipeline (id, name, place) select ${id}, ${name}, coalesce(max(place), 0) + 1 from pipeline`.execute(
    trx,
  )
  return id
}

/** Names a way, or takes it away, or brings it back. */
export async function updatePipeline(
  trx: Trx,
  id: string,
  fields: { name?: string | null; removedAt?: string | null },
): Promise<void> {
  await trx
    .updateTable('pipeline')
    .set({ ...fields, rev: sql<number>`nextval('rev_seq')` })
    .where('id', '=', id)
    .execute()
}
