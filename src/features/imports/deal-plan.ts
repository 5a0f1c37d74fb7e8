import { listGone, listLostReasons, listPipelines, nameOf, presetNames } from '#features/funnel/public.ts'
import type { Day } from '#kernel/days.ts'
import type { Db } from '#server/database/connect.ts'
import type { DealMap, DealPlan } from './domain/plan.ts'

type Named = { preset: string | null; name: string | null }
const namesOf = (of: Named, presets: 'pipelines' | 'stages' | 'lostReasons'): string[] => [
  ...new Set(Object.values(presetNames).map((names) => nameOf(of, names[presets]))),
]

/** The ways, stages and reasons as they are now, with what was said of a file's words for them. */
export async function loadDealPlan(db: Db, map: DealMap, today: Day): Promise<DealPlan> {
  const pipelines = (await listPipelines(db)).map((it) => ({
    id: it.id,
    names: namesOf(it, 'pipelines'),
    stages: it.stages.map((stage) => ({
      id: stage.id,
      kind: stage.kind,
      preset: stage.preset,
      names: namesOf(stage, 'stages'),
    })),
  }))
  const { reasons: all } = await listLostReasons(db)
  // What has others under it is a group and no reason.
  const given = all.filter((it) => !all.some(({ parentId }) => parentId === it.id))
  // Our own table may name what is offered no more: deals that were lost for it keep it.
  const { lostReasons: gone } = await listGone(db)
  return {
    pipelines,
    pipelineId: pipelines.find((it) => it.id === map.pipelineId)?.id ?? pipelines[0]?.id ?? '',
    stages: map.stages ?? {},
    reasons: given.map((it) => ({ id: it.id, needsNote: it.needsNote, names: namesOf(it, 'lostReasons') })),
    goneReasons: gone.map((it) => ({ id: it.id, needsNote: false, names: namesOf(it, 'lostReasons') })),
    lostReason: map.lostReason ? { id: map.lostReason.id, note: map.lostReason.note || null } : null,
    noClient: map.noClient ?? null,
    today,
  }
}
