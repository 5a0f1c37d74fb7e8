import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { api } from '#web/api.ts'
import { useChangedAt } from '#web/live.ts'
import type { BoardColumn, DealCard, DealFilter } from '../contract.ts'
import { isLong, type Page, pageOf, withPage } from './column-pages.ts'

/** The board as the server last told it. */
export function useBoard(filter: DealFilter, isShown: boolean) {
  return useQuery({
    queryKey: ['funnel', 'board', filter],
    queryFn: () => api.funnel.board({ query: filter }),
    placeholderData: keepPreviousData,
    enabled: isShown,
  })
}

type Pages = InfiniteData<Page, string>

/** The cards of a column: those that came with the board, and once it is scrolled on, all pages so far. */
export function useColumnCards(
  { stageId, cards, nextCursor }: BoardColumn,
  filter: DealFilter,
): {
  cards: readonly DealCard[]
  hasMore: boolean
  more: () => void
  /** tells which cards are in view: of a long column only these are read anew when something changed */
  onSee: (first: number, last: number) => void
} {
  const cache = useQueryClient()
  const [isDeep, setDeep] = useState(false)
  const key = ['funnel', 'column', stageId, filter]
  const read = (cursor: string, until?: string | null): Promise<Page> =>
    api.funnel.column({
      params: { id: stageId },
      query: { ...filter, ...(cursor && { cursor }), ...(until && { until }) },
    })
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: async ({ pageParam }) => ({ ...(await read(pageParam)), readAt: Date.now() }),
    initialPageParam: '',
    getNextPageParam: (page: Page) => page.nextCursor,
    enabled: isDeep,
  })
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages
  const known = isDeep ? (pages.data as Pages | undefined) : undefined
  const hasMore = known ? hasNextPage : nextCursor !== null
  const more = useCallback(() => {
    if (!hasMore || isFetchingNextPage) return
    if (!isDeep) {
      cache.setQueryData<Pages>(key, {
        pages: [{ cards, nextCursor, readAt: Date.now() }],
        pageParams: [''],
      })
      setDeep(true)
    }
    void fetchNextPage()
    // The key is made of the column and the filter.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [hasMore, isFetchingNextPage, isDeep, cards, nextCursor, fetchNextPage, cache, stageId, filter])

  const [seen, setSeen] = useState({ first: 0, last: 0 })
  const onSee = useCallback((first: number, last: number): void => {
    setSeen((before) => (before.first === first && before.last === last ? before : { first, last }))
  }, [])
  const changedAt = useChangedAt('funnel')
  const first = known && isLong(known) ? pageOf(known, seen.first) : -1
  const last = known && isLong(known) ? pageOf(known, seen.last) : -1
  const stale = [first, last].find((at) => (known?.pages[at]?.readAt ?? changedAt) < changedAt)
  useEffect(() => {
    if (stale === undefined) return
    const cursor = known?.pageParams[stale] ?? ''
    const readAt = Date.now()
    const put = (page: Page | null): void =>
      void cache.setQueryData<Pages>(key, (now) => now && withPage(now, cursor, page, readAt))
    read(cursor, known?.pages[stale]?.nextCursor).then(put, () => put(null))
    // It is read once for each change, whatever else is drawn meanwhile.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [stale, changedAt, cache, stageId, filter])
  return {
    cards: known ? known.pages.flatMap((page) => page.cards) : cards,
    hasMore,
    more,
    onSee,
  }
}
