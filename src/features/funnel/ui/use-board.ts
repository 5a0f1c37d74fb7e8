import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useState } from 'react'
import { api } from '#web/api.ts'
import type { BoardColumn, DealCard, DealFilter } from '../contract.ts'
import type { Page } from './column-pages.ts'

/** The board as the server last told it. */
export function useBoard(filter: DealFilter, isShown: boolean) {
  return useQuery({
    queryKey: ['funnel', 'board', filter],
    queryFn: () => api.funnel.board({ query: filter }),
    placeholderData: keepPreviousData,
    enabled: isShown,
  })
}

/** The cards of a column: those that came with the board, and once it is scrolled on, all pages so far. */
export function useColumnCards(
  { stageId, cards, nextCursor }: BoardColumn,
  filter: DealFilter,
): { cards: readonly DealCard[]; hasMore: boolean; more: () => void } {
  const cache = useQueryClient()
  const [isDeep, setDeep] = useState(false)
  const key = ['funnel', 'column', stageId, filter]
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }): Promise<Page> =>
      api.funnel.column({
        params: { id: stageId },
        query: { ...filter, ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page: Page) => page.nextCursor,
    enabled: isDeep,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const known = isDeep ? pages.data?.pages : undefined
  const hasMore = known ? hasNextPage : nextCursor !== null
  const more = useCallback(() => {
    if (!hasMore || isFetchingNextPage) return
    if (!isDeep) {
      cache.setQueryData<InfiniteData<Page, string>>(key, {
        pages: [{ cards, nextCursor }],
        pageParams: [''],
      })
      setDeep(true)
    }
    void fetchNextPage()
    // The key is made of the column and the filter.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [hasMore, isFetchingNextPage, isDeep, cards, nextCursor, fetchNextPage, cache, stageId, filter])
  return { cards: known ? known.flatMap((page) => page.cards) : cards, hasMore, more }
}
