import { expect, test } from 'vitest'
import type { DealCard } from '../contract.ts'
import { isLong, pageOf, withPage } from './column-pages.ts'

const cards = (...ids: string[]): DealCard[] => ids.map((id) => ({ id, title: id }) as DealCard)
const column = {
  pages: [
    { cards: cards('a', 'b'), nextCursor: 'after b', readAt: 1 },
    { cards: cards('c', 'd', 'e'), nextCursor: 'after e', readAt: 1 },
    { cards: cards('f'), nextCursor: null, readAt: 1 },
  ],
  pageParams: ['', 'after b', 'after e'],
}

test('a card is found on its page', () => {
  expect([0, 1, 2, 4, 5, 6].map((at) => pageOf(column, at))).toEqual([0, 0, 1, 1, 2, -1])
  expect(isLong(column)).toBe(false)
})

test('a page read anew takes its cards from wherever they stood', () => {
  const fresh = { cards: cards('d', 'x', 'a'), nextCursor: 'after e' }
  const now = withPage(column, 'after b', fresh, 9)
  expect(now.pages.map((page) => page.cards.map(({ id }) => id))).toEqual([['b'], ['d', 'x', 'a'], ['f']])
  expect(now.pages.map(({ readAt }) => readAt)).toEqual([1, 9, 1])
  // What could not be read stays, and is not asked for again and again.
  expect(withPage(column, 'after e', null, 9).pages[2]).toEqual({ ...column.pages[2], readAt: 9 })
})
