import { useQuery } from '@tanstack/react-query'
import type { ChangedField } from '#kernel/changed-fields.ts'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { nameOf } from '../domain/preset-names.ts'
import { stageTexts } from './stage-text.ts'

/** A change of a stage, a way or a reason with names instead of ids; null = it is none of these. */
export function useStageChange(): (change: ChangedField) => ChangedField | null {
  const text = useTexts(stageTexts)
  const { data } = useQuery({ queryKey: ['funnel', 'pipelines'], queryFn: () => api.funnel.pipelines() })
  const named = {
    stageId: [text.fields.stageId, data?.rows.flatMap((it) => it.stages), text.stages],
    pipelineId: [text.fields.pipelineId, data?.rows, text.pipelines],
    lostReasonId: [text.fields.lostReasonId, data?.lostReasons, text.lostReasons],
  } as const
  return ({ name, before, after }) => {
    const known = named[name as keyof typeof named]
    if (!known) return null
    const [label, rows = [], presets] = known
    const show = (id: string | null): string | null => {
      const row = rows.find((it) => it.id === id)
      return row ? nameOf(row, presets) : id
    }
    return { name: label, before: show(before), after: show(after) }
  }
}
