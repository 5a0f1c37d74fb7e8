import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { AskedQuestion, Lead, LeadAnswer } from '../contract.ts'
import { leadTexts } from './text.ts'
import { useRefresh } from './use-refresh.ts'

/** An answer as it is given. */
export type Given = Pick<LeadAnswer, 'value' | 'neededBy' | 'evidence' | 'source'>

export const leadKey = (dealId: string): string[] => ['leads', 'one', dealId]

/** Writes an answer down; what somebody else answered meanwhile is shown instead of being passed over. */
export function useAnswer(lead: Lead, question: AskedQuestion, onDone?: () => void) {
  const text = useTexts(leadTexts)
  const toast = useToast()
  const undo = useUndo()
  const errorText = useErrorText()
  const cache = useQueryClient()
  const refresh = useRefresh()
  const seenId = lead.answers.find((it) => it.question === question)?.id ?? null
  return useMutation({
    mutationFn: (given: Given) =>
      api.leads.answer({ params: { id: lead.dealId }, body: { ...given, question, seenId } }),
    onSuccess: async ({ unitId, ...saved }) => {
      cache.setQueryData(leadKey(lead.dealId), saved)
      onDone?.()
      toast(text.gradeNow(saved.grade), () => void undo(unitId))
      await refresh()
    },
    onError: (error) => {
      const current = error instanceof ApiError && error.code === 'conflict' ? error.data['current'] : null
      if (current) cache.setQueryData(leadKey(lead.dealId), current)
      toast(current ? text.fresher : errorText(error))
    },
  })
}
