import { useQueryClient } from '@tanstack/react-query'

/** Asks anew for what an act of leads touches: the queue and the leads, deals, and the talks of clients. */
export function useRefresh(): () => Promise<void> {
  const cache = useQueryClient()
  return () =>
    cache.invalidateQueries({
      predicate: ({ queryKey: [slice] }) => slice === 'leads' || slice === 'funnel' || slice === 'contacts',
    })
}
