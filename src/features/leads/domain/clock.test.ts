import { expect, test } from 'vitest'
import { readClock } from './clock.ts'

const at = (time: string): number => Date.parse(`2026-06-01T${time}Z`)
const dueAt = '2026-06-01T10:15:00Z'

test('a clock goes down by the second', () => {
  const clock = { dueAt, minutesGone: 5 }
  expect(readClock(clock, 15, at('10:05:00'), at('10:05:48'))).toEqual({
    kind: 'running',
    leftSeconds: 552,
    share: 552 / 900,
  })
})

test('outside the hours of work it stands at the minutes that are left', () => {
  const clock = { dueAt: '2026-06-02T06:10:00Z', minutesGone: 5 }
  expect(readClock(clock, 15, at('18:30:00'), at('19:30:00'))).toMatchObject({ leftSeconds: 600 })
})

test('past its end it counts on from what the server told, in working minutes', () => {
  expect(readClock({ dueAt, minutesGone: 15 }, 15, at('10:14:30'), at('10:18:00'))).toEqual({
    kind: 'overdue',
    minutes: 3,
  })
  expect(readClock({ dueAt, minutesGone: 75 }, 15, at('11:15:00'), at('11:17:10'))).toEqual({
    kind: 'overdue',
    minutes: 62,
  })
})
