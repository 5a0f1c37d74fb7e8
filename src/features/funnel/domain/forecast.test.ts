import { expect, test } from 'vitest'
import { forecastOf } from './forecast.ts'

test('by hand: each stage by its own share, the ends of the interval beside; too few are named', () => {
  // 20 of 100: 0.1334–0.2888; 60 of 300: 0.1587–0.2489.
  expect(
    forecastOf([
      { stageId: 'a', sumMinor: 10_000, won: 20, entered: 100 },
      { stageId: 'b', sumMinor: 20_000, won: 60, entered: 300 },
      { stageId: 'c', sumMinor: 90_000, won: 10, entered: 19 },
    ]),
  ).toEqual({
    expectedMinor: 6000,
    lowMinor: 1334 + 3173,
    highMinor: 2888 + 4979,
    stages: [
      { stageId: 'a', expectedMinor: 2000, lowMinor: 1334, highMinor: 2888 },
      { stageId: 'b', expectedMinor: 4000, lowMinor: 3173, highMinor: 4979 },
    ],
    tooFew: ['c'],
  })
})
