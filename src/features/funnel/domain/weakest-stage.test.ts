import { describe, expect, test } from 'vitest'
import { findWeakest } from './weakest-stage.ts'

const way = (...numbers: [number, number][]) =>
  numbers.map(([entered, advanced], index) => ({ stageId: `s${index + 1}`, entered, advanced }))

describe('the weakest stage', () => {
  test('by hand: 100 → 50 → 10 → 5 won in two months, 1,000 each', () => {
    // s1: 100 / 2 × 0.01 × 10/50 × 5/10 × 1000 = 50; s2: 50 / 2 × 0.01 × 5/10 × 1000 = 125; s3: 10 entries are too few.
    expect(findWeakest(way([100, 50], [50, 10], [10, 5]), { months: 2, wonAverageMinor: 1000 })).toEqual({
      stageId: 's2',
      gainMinor: 125,
      path: 0.5,
    })
  })
  test('of equal ones the first', () => {
    expect(findWeakest(way([40, 40], [40, 40]), { months: 1, wonAverageMinor: 100 })).toMatchObject({
      stageId: 's1',
    })
  })
  test('none without enough entries, without a way to the end, without a won amount', () => {
    expect(findWeakest(way([19, 3], [3, 1]), { months: 1, wonAverageMinor: 1000 })).toBeNull()
    expect(findWeakest(way([40, 3], [3, 0]), { months: 1, wonAverageMinor: 1000 })).toBeNull()
    expect(findWeakest(way([40, 20]), { months: 1, wonAverageMinor: null })).toBeNull()
  })
})
