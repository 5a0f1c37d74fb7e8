import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/api.ts'
import { useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'

const key = ['views', 'list']
type Kept = Awaited<ReturnType<typeof api.views.list>>

/** What the person keeps of the list: their columns, and the views. */
export const useKept = () => useQuery({ queryKey: key, queryFn: () => api.views.list() })

/** The columns that the person chose, the same on every device, and the way to choose others: shown at once, kept behind. */
export function useChosenColumns(): {
  chosen: readonly string[] | null
  show: (columns: string[] | null) => void
  keep: () => void
} {
  const cache = useQueryClient()
  const toast = useToast()
  const errorText = useErrorText()
  const kept = useKept()
  const keep = useMutation({
    mutationFn: (columns: string[] | null) => api.views.chooseColumns({ body: { columns } }),
    onError: (error) => {
      toast(errorText(error))
      void cache.invalidateQueries({ queryKey: key })
    },
  })
  return {
    chosen: kept.data?.columns ?? null,
    show: (columns) => cache.setQueryData<Kept>(key, (before) => ({ ...before, columns })),
    keep: () => {
      const now = cache.getQueryData<Kept>(key)
      if (now) keep.mutate(now.columns)
    },
  }
}
