import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rateOf, wilson } from './wilson.ts'

describe('Wilson', () => {
  // Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%i of %i as published', (count, of, low, high) => {
    const found = wilson(count, of)
    expect(found.low).toBeCloseTo(low, 4)
    expect(found.high).toBeCloseTo(high, 4)
  })
  // The bounds are the roots of (p − π)² = z²·π(1 − π)/n, so each can be put back in by hand.
  test.each([
    [3, 10, 0.1078, 0.6032],
    [20, 100, 0.1334, 0.2888],
    [60, 300, 0.1587, 0.2489],
  ])('%i of %i solves its equation', (count, of, low, high) => {
    const found = wilson(count, of)
    expect(found.low).toBeCloseTo(low, 4)
    expect(found.high).toBeCloseTo(high, 4)
    for (const root of [found.low, found.high])
      expect((count / of - root) ** 2).toBeCloseTo((3.841458820694124 * root * (1 - root)) / of, 12)
  })
  test('holds its share, lies within 0 and 1, and is the same seen from the other side', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (of, some) => {
        const count = some % (of + 1)
        const { low, high } = wilson(count, of)
        const other = wilson(of - count, of)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(count / of)
        expect(high).toBeGreaterThanOrEqual(count / of)
        expect(low).toBeCloseTo(1 - other.high, 12)
      }),
    )
  })
  test('nothing is known of none', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 })
  })
  test('below twenty there is no percentage', () => {
    expect(rateOf(3, 7)).toEqual({ count: 3, of: 7, share: null, low: null, high: null })
    expect(rateOf(19, 19).share).toBeNull()
    expect(rateOf(5, 20).share).toBe(0.25)
  })
})
