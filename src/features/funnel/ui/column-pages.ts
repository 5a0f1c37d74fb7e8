import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query'
import type { DealCard } from '../contract.ts'

/** One page of a column's cards. */
export type Page = { cards: DealCard[]; nextCursor: string | null; readAt?: number }
type Pages = InfiniteData<Page, string>

// A column scrolled so far down is not read anew, page by page, for each change: a move changes it in place, and of what others
// do the pages in view are read.
const MANY_PAGES = 5

/** Whether a column was scrolled far down. */
export const isLong = ({ pages }: Pages): boolean => pages.length > MANY_PAGES

function isLongColumn({ queryKey: [slice, what], state }: Query): boolean {
  return slice === 'funnel' && what === 'column' && state.data !== undefined && isLong(state.data as Pages)
}

/** Which page a card stands on, by its place in the column. */
export function pageOf({ pages }: Pages, index: number): number {
  let left = index
  for (const [at, { cards }] of pages.entries()) {
    if (left < cards.length) return at
    left -= cards.length
  }
  return -1
}

/** A column with one page read anew; what stands there now stands nowhere else. Null = it could not be read, and stays. */
export function withPage(data: Pages, cursor: string, fresh: Page | null, readAt: number): Pages {
  const at = data.pageParams.indexOf(cursor)
  const ids = new Set(fresh?.cards.map(({ id }) => id))
  const pages = data.pages.map((page, index) =>
    index === at
      ? { ...page, ...fresh, readAt }
      : ids.size > 0
        ? { ...page, cards: page.cards.filter(({ id }) => !ids.has(id)) }
        : page,
  )
  return { ...data, pages }
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
  await cache.invalidateQueries({ queryKey: ['funnel'], predicate: (query) => !isLongColumn(query) })
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
