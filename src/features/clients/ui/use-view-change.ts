import { useMutation, useQueryClient } from '@tanstack/react-query'
import { contract } from '#contract.ts'
import { useCan } from '#web/session.ts'
import { useUndo } from '#web/undo.ts'
import { useToast } from '#web/widgets/toasts.tsx'

/** Writes to a view: says what was done, with the way back for whoever may go it. */
export function useViewChange<Input>(
  change: (input: Input) => Promise<{ unitId: string; said: string; next?: () => void }>,
  onError?: (error: Error) => void,
) {
  const toast = useToast()
  const undo = useUndo()
  const can = useCan()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async ({ unitId, said, next }) => {
      await cache.invalidateQueries({ queryKey: ['views'] })
      next?.()
      toast(said, can(contract.history.undo) ? () => void undo(unitId) : undefined)
    },
    onError: async (error) => {
      onError?.(error)
      await cache.invalidateQueries({ queryKey: ['views'] })
    },
  })
}
