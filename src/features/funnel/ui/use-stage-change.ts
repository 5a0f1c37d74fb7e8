import { useQuery } from '@tanstack/react-query'
import type { ChangedField } from '#kernel/changed-fields.ts'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { nameOf } from '../domain/preset-names.ts'
import { stageTexts } from './stage-text.ts'

type Listed = { preset: string | null; name: string | null }
const namesIn = (json: string, presets: Record<string, string>): string[] =>
  (JSON.parse(json) as Listed[]).map((it) => nameOf(it, presets))

/** A change of a stage, a way or a reason with names instead of ids; null = it is none of these. */
export function useStageChange(): (change: ChangedField) => ChangedField | null {
  const text = useTexts(stageTexts)
  const { data } = useQuery({ queryKey: ['funnel', 'pipelines'], queryFn: () => api.funnel.pipelines() })
  const named = {
    stageId: [
      text.fields.stageId,
      [...(data?.rows.flatMap((it) => it.stages) ?? []), ...(data?.gone.stages ?? [])],
      text.stages,
    ],
    pipelineId: [
      text.fields.pipelineId,
      [...(data?.rows ?? []), ...(data?.gone.pipelines ?? [])],
      text.pipelines,
    ],
    lostReasonId: [
      text.fields.lostReasonId,
      [...(data?.lostReasons ?? []), ...(data?.gone.lostReasons ?? [])],
      text.lostReasons,
    ],
  } as const
  // Lists of stages and reasons are read by their names, in their order.
  const listed = { stages: text.stages, reasons: text.lostReasons } as const
  return ({ name, before, after }) => {
    if (name === 'stages' || name === 'reasons') {
      const names = (json: string | null): string | null =>
        json === null ? null : namesIn(json, listed[name]).join('; ')
      return { name: text.fields[name], before: names(before), after: names(after) }
    }
    // A key between those of its neighbours says nothing to people.
    if (name === 'rank') return { name: text.fields.rank, before: '–', after: text.placed }
    const known = named[name as keyof typeof named]
    if (!known) return null
    const [label, rows, presets] = known
    const show = (id: string | null): string | null => {
      const row = rows.find((it) => it.id === id)
      return row ? nameOf(row, presets) : id
    }
    return { name: label, before: show(before), after: show(after) }
  }
}
