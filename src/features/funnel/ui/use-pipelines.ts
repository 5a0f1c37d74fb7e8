import { useQuery } from '@tanstack/react-query'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import type { LostReason, Pipeline, Stage } from '../contract.ts'
import { nameOf } from '../domain/preset-names.ts'
import { stageTexts } from './stage-text.ts'
import { funnelTexts } from './text.ts'

export const pipelinesKey = ['funnel', 'pipelines']

/** The ways on which deals go, and the reasons for which they are lost. */
export function usePipelines() {
  return useQuery({
    queryKey: pipelinesKey,
    queryFn: () => api.funnel.pipelines(),
    staleTime: 60_000,
  })
}

/** What ways, stages and reasons are called in the reader's language. */
export function useNames() {
  const names = useTexts(stageTexts)
  const text = useTexts(funnelTexts)
  const { data } = usePipelines()
  const stages = data?.rows.flatMap((it) => it.stages) ?? []
  const pipeline = (of: Pipeline): string => nameOf(of, names.pipelines)
  const stage = (of: Stage): string => nameOf(of, names.stages)
  const reason = (of: LostReason): string => nameOf(of, names.lostReasons)
  return {
    pipeline,
    stage,
    reason,
    stageOf: (id: string): Stage | undefined => stages.find((it) => it.id === id),
    stageName: (id: string | null): string => {
      const found = [...stages, ...(data?.gone.stages ?? [])].find((it) => it.id === id)
      return found ? nameOf(found, names.stages) : data ? text.goneStage : '…'
    },
    reasonName: (id: string): string => {
      const found = [...(data?.lostReasons ?? []), ...(data?.gone.lostReasons ?? [])].find(
        (it) => it.id === id,
      )
      return found ? nameOf(found, names.lostReasons) : text.goneReason
    },
  }
}
