import { expect, test } from 'vitest'
import { nextAttemptAt, pauseReason, pauses } from './retry.ts'

const HOUR = 3_600_000
const at = (hours: number): Date => new Date(hours * HOUR)

test('the pauses grow, begin with a minute and last more than a day', () => {
  expect(pauses[0]).toBe(60_000)
  expect(pauses.every((pause, n) => n === 0 || pause > (pauses[n - 1] ?? 0))).toBe(true)
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(24 * HOUR)
})

test('after each failure comes the next pause, after the last one nothing', () => {
  expect(pauses.map((_pause, n) => nextAttemptAt(n + 1, at(5))?.getTime())).toEqual(
    pauses.map((pause) => 5 * HOUR + pause),
  )
  expect(nextAttemptAt(pauses.length + 1, at(5))).toBeNull()
})

test('three days without a success pause a webhook, “gone” at once', () => {
  expect(pauseReason('status', at(0), at(71.9))).toBeNull()
  expect(pauseReason('status', at(0), at(72))).toBe('failing')
  expect(pauseReason('timeout', null, at(72))).toBeNull()
  expect(pauseReason('gone', at(72), at(72))).toBe('gone')
})
