import { expect, test } from 'vitest'
import { isBackupDue, isOverdue, lastDueAt } from './schedule.ts'

const at = (text: string): Date => new Date(text)

test('the hour is that of the wall, also on the days when clocks change', () => {
  expect(lastDueAt(at('2026-06-12T00:30:00Z'), 3, 'Europe/Moscow')).toEqual(at('2026-06-12T00:00:00Z'))
  expect(lastDueAt(at('2026-06-11T23:59:00Z'), 3, 'Europe/Moscow')).toEqual(at('2026-06-11T00:00:00Z'))
  // 29 March 2026: in Berlin there is no 2:00
  expect(lastDueAt(at('2026-03-29T12:00:00Z'), 2, 'Europe/Berlin')).toEqual(at('2026-03-29T01:00:00Z'))
  expect(lastDueAt(at('2026-10-25T12:00:00Z'), 3, 'Europe/Berlin')).toEqual(at('2026-10-25T02:00:00Z'))
})

test('due once a day, made up for when the machine slept, tried again an hour after a failure', () => {
  const schedule = { hour: 3, timeZone: 'Europe/Moscow' }
  const now = at('2026-06-12T09:00:00Z')
  expect(isBackupDue(now, schedule, { goodAt: null, failedAt: null })).toBe(true)
  expect(isBackupDue(now, schedule, { goodAt: at('2026-06-12T00:00:01Z'), failedAt: null })).toBe(false)
  expect(isBackupDue(now, schedule, { goodAt: at('2026-06-11T23:00:00Z'), failedAt: null })).toBe(true)
  expect(isBackupDue(now, schedule, { goodAt: null, failedAt: at('2026-06-12T08:30:00Z') })).toBe(false)
  expect(isBackupDue(now, schedule, { goodAt: null, failedAt: at('2026-06-12T08:00:00Z') })).toBe(true)
})

test('two days without a good backup worry only who wants them', () => {
  const now = at('2026-06-12T09:00:00Z')
  expect(isOverdue(now, true, at('2026-06-10T08:59:00Z'))).toBe(true)
  expect(isOverdue(now, true, at('2026-06-10T09:01:00Z'))).toBe(false)
  expect(isOverdue(now, false, at('2026-01-01T00:00:00Z'))).toBe(false)
})
