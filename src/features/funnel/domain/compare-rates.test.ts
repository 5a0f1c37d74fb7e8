import { describe, expect, test } from 'vitest'
import { compareRates } from './compare-rates.ts'

describe('the difference of two shares', () => {
  // Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine 17 (1998),
  // table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339, 'higher'],
    [9, 10, 3, 10, 0.1705, 0.809, 'higher'],
    [6, 7, 2, 7, 0.0582, 0.8062, 'higher'],
    [5, 56, 0, 29, -0.0381, 0.1926, 'notDistinguishable'],
    [0, 10, 0, 20, -0.1611, 0.2775, 'notDistinguishable'],
    [10, 10, 0, 20, 0.6791, 1, 'higher'],
  ] as const)('%i of %i and %i of %i as published', (a, of, b, ofB, low, high, kind) => {
    const found = compareRates({ count: a, of }, { count: b, of: ofB })
    expect(found?.low).toBeCloseTo(low, 4)
    expect(found?.high).toBeCloseTo(high, 4)
    expect(found?.kind).toBe(kind)
  })
  test('the other way round it is the mirror image', () => {
    const found = compareRates({ count: 48, of: 80 }, { count: 56, of: 70 })
    expect(found?.kind).toBe('lower')
    expect(found?.high).toBeCloseTo(-0.0524, 4)
  })
  test('with none there is nothing to compare', () => {
    expect(compareRates({ count: 0, of: 0 }, { count: 3, of: 9 })).toBeNull()
  })
})
