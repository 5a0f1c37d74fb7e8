import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays } from '#kernel/days.ts'
import { median } from '#kernel/median.ts'
import { gapsOf, ownGap, rhythmOf } from './rhythm.ts'

const limits = { lateRatio: 1.5, riskRatio: 2, lapsedRatio: 3, lapsedMonths: 12 }

test('two orders on one day are one order day', () => {
  expect(gapsOf(['2026-03-01', '2026-03-01', '2026-03-11'])).toEqual([10])
})
test('fewer than three order days make no rhythm', () => {
  expect(ownGap(['2026-03-01', '2026-03-11'])).toBeNull()
  expect(ownGap(['2026-03-01', '2026-03-11', '2026-03-31'])).toBe(15)
})
test.each([
  [15, 10, 'inRhythm'],
  [16, 10, 'late'],
  [20, 10, 'late'],
  [21, 10, 'atRisk'],
  [30, 10, 'atRisk'],
  [31, 10, 'lapsed'],
  [400, 300, 'lapsed'],
  [10, null, 'unknown'],
  [null, 10, 'unknown'],
] as const)('%s days at a usual gap of %s: %s', (days, gap, state) => {
  expect(rhythmOf(days, gap, limits).state).toBe(state)
})
test('the median splits the gaps in two', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 40 }), (gaps) => {
      const middle = median(gaps) ?? 0
      expect(gaps.filter((gap) => gap < middle).length).toBeLessThanOrEqual(gaps.length / 2)
      expect(gaps.filter((gap) => gap > middle).length).toBeLessThanOrEqual(gaps.length / 2)
    }),
  )
})
test('gaps add up to the time between the first and the last day', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 2 }), (offsets) => {
      const days = offsets.map((offset) => addDays('2024-01-01', offset))
      const sum = gapsOf(days).reduce((total, gap) => total + gap, 0)
      expect(sum).toBe(Math.max(...offsets) - Math.min(...offsets))
    }),
  )
})
