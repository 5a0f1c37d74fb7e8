import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, addMonths } from '#kernel/days.ts'
import {
  countWorkingDays,
  dayKind,
  isKnownYear,
  isWorkingDay,
  nextWorkingDay,
  type WorkCalendar,
} from '#kernel/work-calendar.ts'

const russia: WorkCalendar = { country: 'RU', overrides: {} }
const elsewhere: WorkCalendar = { country: 'DE', overrides: {} }

describe('Russia', () => {
  // The official norms of working time of a five-day week, by month, with the short days of the year.
  test.each([
    [2024, '17 20 20 21 20 19 23 22 21 23 21 21', 248, 5],
    [2025, '17 20 21 22 18 19 23 21 22 23 19 22', 247, 4],
    [2026, '15 19 21 22 19 21 23 21 22 22 20 22', 247, 4],
    [2023, null, 247, 3],
  ])('%i has the official working days', (year, byMonth, wholeYear, short) => {
    const months = Array.from({ length: 12 }, (_, index) => {
      const start = addMonths(`${year}-01-01`, index)
      return countWorkingDays(russia, start, addDays(addMonths(start, 1), -1))
    })
    if (byMonth) expect(months.join(' ')).toBe(byMonth)
    expect(countWorkingDays(russia, `${year}-01-01`, `${year}-12-31`)).toBe(wholeYear)
    const days = Array.from({ length: 366 }, (_, index) => addDays(`${year}-01-01`, index))
    const kinds = days.filter((day) => day.startsWith(`${year}`)).map((day) => dayKind(russia, day))
    expect(kinds.filter((kind) => kind === 'short')).toHaveLength(short)
  })

  test.each([
    ['2024-04-27', 'working'],
    ['2024-11-02', 'short'],
    ['2024-12-28', 'working'],
    ['2025-11-01', 'short'],
    ['2024-04-28', 'off'],
    ['2024-04-29', 'off'],
    ['2024-12-31', 'off'],
    ['2026-01-09', 'off'],
    ['2026-01-12', 'working'],
  ] as const)('%s, moved by decree, is %s', (day, kind) => {
    expect(dayKind(russia, day)).toBe(kind)
  })

  test('the holidays of the Labour Code and the days moved by decree are off', () => {
    const holidays =
      '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04'.split(' ')
    const moved: Record<string, string> = {
      2023: '02-24 05-08 11-06',
      2024: '04-29 04-30 05-10 12-30 12-31',
      2025: '05-02 05-08 06-13 11-03 12-31',
      2026: '01-09 03-09 05-11 12-31',
    }
    for (const [year, days] of Object.entries(moved))
      for (const day of [...holidays, ...days.split(' ')])
        expect([year, day, dayKind(russia, `${year}-${day}`)]).toEqual([year, day, 'off'])
  })
  test('a short day is the eve of a day off', () => {
    for (let day = '2023-01-01'; day < '2027-01-01'; day = addDays(day, 1))
      if (dayKind(russia, day) === 'short') expect(dayKind(russia, addDays(day, 1))).toBe('off')
  })

  test('a year without its decree is not known, but for its holidays', () => {
    expect([2022, 2023, 2026, 2027].map((year) => isKnownYear(russia, year))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(dayKind(russia, '2031-01-01')).toBe('off')
    expect(dayKind(russia, '2031-02-21')).toBe('working')
    expect(dayKind(russia, '2031-02-22')).toBe('off')
  })
})

test('elsewhere Monday to Friday are worked', () => {
  expect(isKnownYear(elsewhere, 2031)).toBe(true)
  expect(countWorkingDays(elsewhere, '2024-01-01', '2024-01-31')).toBe(23)
  expect(dayKind(elsewhere, '2024-04-27')).toBe('off')
})

test('a company sets its own days, and they come first', () => {
  const own: WorkCalendar = {
    country: 'RU',
    overrides: { '2024-04-27': 'off', '2024-05-09': 'short', '2024-05-13': 'working', '2024-05-14': 'off' },
  }
  expect(dayKind(own, '2024-04-27')).toBe('off')
  expect(dayKind(own, '2024-05-09')).toBe('short')
  expect(isWorkingDay(own, '2024-05-09')).toBe(true)
  expect(nextWorkingDay(own, '2024-05-13')).toBe('2024-05-15')
})

test('the next working day passes over holidays, and is never the day itself', () => {
  expect(nextWorkingDay(russia, '2023-12-29')).toBe('2024-01-09')
  expect(nextWorkingDay(russia, '2024-04-26')).toBe('2024-04-27')
  expect(nextWorkingDay(elsewhere, '2024-04-26')).toBe('2024-04-29')
  expect(nextWorkingDay(elsewhere, '2024-04-22')).toBe('2024-04-23')
})

test('no days lie between a day and an earlier one, and one at most in a day', () => {
  expect(countWorkingDays(russia, '2024-01-10', '2024-01-09')).toBe(0)
  expect(countWorkingDays(russia, '2024-01-09', '2024-01-09')).toBe(1)
  expect(countWorkingDays(russia, '2024-01-08', '2024-01-08')).toBe(0)
})

const dayArbitrary = fc.integer({ min: 0, max: 2500 }).map((days) => addDays('2022-06-01', days))
const calendarArbitrary: fc.Arbitrary<WorkCalendar> = fc.record({
  country: fc.constantFrom('RU', 'DE'),
  overrides: fc.dictionary(dayArbitrary, fc.constantFrom('working', 'short', 'off')),
})

test('counts add up, and between a day and its next working day there is that one only', () => {
  fc.assert(
    fc.property(calendarArbitrary, dayArbitrary, dayArbitrary, dayArbitrary, (calendar, ...days) => {
      const [a = '', b = '', c = ''] = [...days].sort()
      expect(countWorkingDays(calendar, a, b) + countWorkingDays(calendar, addDays(b, 1), c)).toBe(
        countWorkingDays(calendar, a, c),
      )
      expect(countWorkingDays(calendar, addDays(a, 1), nextWorkingDay(calendar, a))).toBe(1)
    }),
  )
})
