import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query'
import type { DealCard } from '../contract.ts'

/** One page of a column's cards. */
export type Page = { cards: DealCard[]; nextCursor: string | null }
type Pages = InfiniteData<Page, string>

// A column scrolled so far down is not read anew, page by page, for each move: a move changes it in place.
const MANY_PAGES = 5

function isLong({ queryKey: [slice, what], state }: Query): boolean {
  const pages = (state.data as Partial<Pages> | undefined)?.pages
  return slice === 'funnel' && what === 'column' && (pages?.length ?? 0) > MANY_PAGES
}

/** Moves a card within the columns that were scrolled on, and has all else of the funnel read anew. */
export async function refreshMoved(
  cache: QueryClient,
  moved: DealCard,
  belowId: string | null,
): Promise<void> {
  for (const query of cache.getQueryCache().findAll({ queryKey: ['funnel', 'column'] })) {
    const stageId = query.queryKey[2]
    cache.setQueryData<Pages>(query.queryKey, (data) => data && movedIn(data, stageId, moved, belowId))
  }
  await cache.invalidateQueries({ queryKey: ['funnel'], predicate: (query) => !isLong(query) })
}

function movedIn(data: Pages, stageId: unknown, moved: DealCard, belowId: string | null): Pages {
  const left = data.pages.map((page) => ({
    ...page,
    cards: page.cards.filter(({ id }) => id !== moved.id),
  }))
  if (stageId !== moved.stageId) return { ...data, pages: left }
  const at = belowId === null ? 0 : left.findIndex((page) => page.cards.some(({ id }) => id === belowId))
  const pages = left.map((page, index) => {
    if (index !== at) return page
    const place = page.cards.findIndex(({ id }) => id === belowId) + 1
    return { ...page, cards: page.cards.toSpliced(place, 0, moved) }
  })
  return { ...data, pages }
}
