import { expect, test } from 'vitest'
import { direction, reasonOf, type Standing } from './moves.ts'

const at = (valueClass: Standing['valueClass'], measureMinor: number, orderDays: number): Standing => ({
  valueClass,
  measureMinor,
  orderDays,
})

test('a class has a direction', () => {
  expect(direction('A', 'B')).toBe(-1)
  expect(direction('C', 'A')).toBe(1)
  expect(direction('none', 'C')).toBe(1)
  expect(direction('B', 'B')).toBe(0)
})

test.each([
  ['silent', at('A', 1000, 8), at('none', 0, 0)],
  ['oneOff', at('B', 1000, 1), at('none', 0, 0)],
  ['fewerOrders', at('A', 1000, 8), at('B', 700, 5)],
  ['smallerOrders', at('A', 1000, 8), at('B', 500, 8)],
  ['border', at('A', 1000, 8), at('B', 950, 8)],
  ['border', at('A', 1000, 8), at('B', 1010, 4)],
  ['new', at('none', 0, 0), at('C', 100, 1)],
  ['moreOrders', at('B', 500, 4), at('A', 900, 8)],
  ['biggerOrders', at('B', 500, 4), at('A', 900, 4)],
  ['border', at('B', 500, 4), at('A', 490, 4)],
] as const)('a move is explained: %s', (reason, before, after) => {
  expect(reasonOf(before, after)).toBe(reason)
})
