import type { Unit } from '#server/unit.ts'
import * as pipelines from './pipelines.ts'

/** Writes a way anew within the unit: its name, and its stages in their order. */
export async function changePipeline(
  unit: Unit,
  before: pipelines.StoredPipeline,
  { name, stages }: { name: string | null; stages: readonly pipelines.SentStage[] },
): Promise<pipelines.StoredPipeline> {
  await pipelines.writeStages(unit.trx, before.id, stages)
  await pipelines.updatePipeline(unit.trx, before.id, { name })
  const after = await pipelines.lockPipeline(unit.trx, before.id)
  const { id, rev } = after
  await unit.record({ action: 'pipeline.changed', entity: 'pipeline', id, before, after, rev })
  return after
}
