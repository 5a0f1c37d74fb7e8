import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '#web/api.ts'

/** Deals of one client, open and closed, the newest first. */
export function useClientDeals(clientId: string) {
  return useInfiniteQuery({
    queryKey: ['funnel', 'ofClient', clientId],
    queryFn: ({ pageParam }) =>
      api.funnel.list({ query: { clientId, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
}
