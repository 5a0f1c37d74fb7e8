import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WorkCalendar } from '#kernel/work-calendar.ts'
import {
  afterWorkMinutes,
  type WorkTime,
  workMinutesBetween,
  workMinutesUntil,
} from '#kernel/work-minutes.ts'

const plain: WorkCalendar = { country: 'XX', overrides: {} }
const hours = { from: '09:00', to: '18:00' }
const moscow: WorkTime = { calendar: { country: 'RU', overrides: {} }, timeZone: 'Europe/Moscow', hours }
const berlin: WorkTime = { calendar: plain, timeZone: 'Europe/Berlin', hours }
const aroundTheClock: WorkTime = {
  calendar: { country: 'XX', overrides: { '2024-03-31': 'working', '2024-10-27': 'working' } },
  timeZone: 'Europe/Berlin',
  hours: { from: '00:00', to: '24:00' },
}

describe('Moscow, by the clock there', () => {
  test.each([
    ['within a day', '2024-03-05T10:00', '2024-03-05T10:15', 15],
    ['seconds are no minute', '2024-03-05T10:00:30', '2024-03-05T10:02:29', 1],
    ['from before work', '2024-03-05T06:00', '2024-03-05T09:20', 20],
    ['to after work', '2024-03-05T17:50', '2024-03-05T23:00', 10],
    ['a night counts nothing', '2024-03-05T19:00', '2024-03-06T08:00', 0],
    ['over a night', '2024-03-05T17:50', '2024-03-06T09:05', 15],
    ['over a weekend', '2024-03-01T17:00', '2024-03-04T10:00', 120],
    ['a weekend counts nothing', '2024-03-02T10:00', '2024-03-03T16:00', 0],
    ['a short day ends at five', '2024-03-07T16:30', '2024-03-07T18:00', 30],
    ['over the short day and the holiday', '2024-03-07T16:30', '2024-03-11T09:10', 40],
    ['a worked Saturday', '2024-04-27T10:00', '2024-04-27T12:00', 120],
    ['a worked Saturday and its Monday off', '2024-04-26T17:00', '2024-05-02T10:00', 660],
    ['a worked Saturday that is short', '2024-11-02T09:00', '2024-11-02T18:00', 480],
    ['a worked Saturday in December', '2024-12-27T18:00', '2025-01-09T09:00', 540],
    ['backwards', '2024-03-05T12:00', '2024-03-05T10:00', 0],
  ])('%s', (_name, from, to, minutes) => {
    expect(workMinutesBetween(`${from}+03:00`, `${to}+03:00`, moscow)).toBe(minutes)
  })

  test.each([
    ['at once', '2024-03-05T10:00', 15, '2024-03-05T10:15'],
    ['up to the end of the day', '2024-03-05T17:45', 15, '2024-03-05T18:00'],
    ['over the night', '2024-03-05T17:50', 15, '2024-03-06T09:05'],
    ['from the evening', '2024-03-05T21:00', 15, '2024-03-06T09:15'],
    ['over New Year', '2023-12-29T17:50', 15, '2024-01-09T09:05'],
    ['Friday to the worked Saturday', '2024-04-26T17:50', 15, '2024-04-27T09:05'],
    ['the short Saturday to Tuesday', '2024-11-02T16:50', 15, '2024-11-05T09:05'],
    ['nothing to wait for', '2024-03-05T21:00', 0, '2024-03-05T21:00'],
  ])('so many minutes later: %s', (_name, from, minutes, expected) => {
    expect(afterWorkMinutes(`${from}+03:00`, minutes, moscow)).toBe(
      new Date(`${expected}+03:00`).toISOString(),
    )
  })
})

describe('where clocks change', () => {
  test('the hours of work keep to the clock on the wall', () => {
    // Friday 17:00 in winter time to Monday 10:00 in summer time, and back in autumn.
    expect(workMinutesBetween('2024-03-29T16:00:00Z', '2024-04-01T08:00:00Z', berlin)).toBe(120)
    expect(workMinutesBetween('2024-10-25T15:00:00Z', '2024-10-28T09:00:00Z', berlin)).toBe(120)
    expect(afterWorkMinutes('2024-03-29T16:50:00Z', 15, berlin)).toBe('2024-04-01T07:05:00.000Z')
    expect(afterWorkMinutes('2024-10-25T15:50:00Z', 15, berlin)).toBe('2024-10-28T08:05:00.000Z')
  })
  test('a change in the hours of work makes a day of 23 hours, or of 25', () => {
    expect(workMinutesBetween('2024-03-30T23:00:00Z', '2024-03-31T22:00:00Z', aroundTheClock)).toBe(23 * 60)
    expect(workMinutesBetween('2024-10-26T22:00:00Z', '2024-10-27T23:00:00Z', aroundTheClock)).toBe(25 * 60)
    // From the second half past two of the night.
    expect(workMinutesBetween('2024-10-27T01:30:00Z', '2024-10-27T02:00:00Z', aroundTheClock)).toBe(30)
    expect(afterWorkMinutes('2024-10-27T00:30:00Z', 60, aroundTheClock)).toBe('2024-10-27T01:30:00.000Z')
  })
  test('many years are counted over all their changes', () => {
    // 2001 to 2020: 1043 weeks that begin on a Monday and four days more, of nine hours whatever the season.
    expect(workMinutesBetween('2000-12-31T23:00:00Z', '2020-12-31T23:00:00Z', berlin)).toBe(
      (1043 * 5 + 4) * 540,
    )
  })
})

test('what is no time of work is refused', () => {
  const at = (from: string, to: string) => () =>
    workMinutesBetween('2024-03-05T10:00:00Z', '2024-03-05T11:00:00Z', { ...berlin, hours: { from, to } })
  expect(at('18:00', '09:00')).toThrow(RangeError)
  expect(at('09:00', '09:00')).toThrow(RangeError)
  expect(at('9:00', '18:00')).toThrow(RangeError)
  expect(at('09:00', '24:30')).toThrow(RangeError)
  expect(() => afterWorkMinutes('2024-03-05T10:00:00Z', -1, berlin)).toThrow(RangeError)
  expect(() => afterWorkMinutes('2024-03-05T10:00:00Z', Number.POSITIVE_INFINITY, berlin)).toThrow(RangeError)
  expect(() => afterWorkMinutes('9999-12-01T10:00:00Z', 1e5, berlin)).toThrow(RangeError)
})

describe('always', () => {
  const kind = fc.constantFrom('working' as const, 'short' as const, 'off' as const)
  const minuteMs = fc
    .integer({ min: 0, max: 1000 * 1440 })
    .map((minute) => Date.UTC(2024, 0, 1) + minute * 60_000)
  const anyMs = fc.integer({ min: 1.7e12, max: 1.79e12 })
  const clock = (minute: number) =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  const workTimeArbitrary: fc.Arbitrary<WorkTime> = fc.record({
    calendar: fc.record({
      country: fc.constantFrom('RU', 'XX'),
      overrides: fc.dictionary(
        anyMs.map((ms) => new Date(ms).toISOString().slice(0, 10)),
        kind,
      ),
    }),
    timeZone: fc.constantFrom(
      'Europe/Moscow',
      'Europe/Berlin',
      'America/Santiago',
      'Australia/Lord_Howe',
      'Africa/Casablanca',
      'Asia/Kathmandu',
    ),
    hours: fc
      .uniqueArray(fc.integer({ min: 0, max: 1440 }), { minLength: 2, maxLength: 2 })
      .map((pair) => pair.sort((a, b) => a - b).map(clock))
      .map(([from = '', to = '']) => ({ from, to })),
  })
  const iso = (ms: number) => new Date(ms).toISOString()

  test('of three instants, the parts add up to the whole, to the minute that is cut in two', () => {
    fc.assert(
      fc.property(workTimeArbitrary, anyMs, anyMs, anyMs, (workTime, ...instants) => {
        const [a = '', b = '', c = ''] = instants.sort((x, y) => x - y).map(iso)
        const parts = workMinutesBetween(a, b, workTime) + workMinutesBetween(b, c, workTime)
        const whole = workMinutesBetween(a, c, workTime)
        expect(whole - parts === 0 || whole - parts === 1).toBe(true)
        expect(whole).toBeGreaterThanOrEqual(workMinutesBetween(a, b, workTime))
        expect(whole).toBeLessThanOrEqual((Date.parse(c) - Date.parse(a)) / 60_000)
      }),
    )
  })
  test('cut at a whole minute, they add up exactly', () => {
    fc.assert(
      fc.property(workTimeArbitrary, minuteMs, minuteMs, minuteMs, (workTime, ...instants) => {
        const [a = '', b = '', c = ''] = instants.sort((x, y) => x - y).map(iso)
        expect(workMinutesBetween(a, b, workTime) + workMinutesBetween(b, c, workTime)).toBe(
          workMinutesBetween(a, c, workTime),
        )
      }),
    )
  })
  test('counted to one instant from many, in whatever order, each is what it is alone', () => {
    fc.assert(
      fc.property(workTimeArbitrary, anyMs, fc.array(anyMs, { maxLength: 6 }), (workTime, to, instants) => {
        const since = workMinutesUntil(iso(to), workTime)
        for (const from of instants.map(iso))
          expect(since(from)).toBe(workMinutesBetween(from, iso(to), workTime))
      }),
    )
  })
  test('the instant after so many minutes is the first at which they have passed', () => {
    const minutesArbitrary = fc.integer({ min: 1, max: 20_000 })
    fc.assert(
      fc.property(workTimeArbitrary, anyMs, minutesArbitrary, (workTime, ms, minutes) => {
        const after = afterWorkMinutes(iso(ms), minutes, workTime)
        expect(workMinutesBetween(iso(ms), after, workTime)).toBe(minutes)
        expect(workMinutesBetween(iso(ms), iso(Date.parse(after) - 1), workTime)).toBe(minutes - 1)
      }),
    )
  })
  test('a clock on the wall that is read minute by minute says the same over a change of clocks', () => {
    // At night in Berlin, by half an hour on Lord Howe, at midnight in Santiago.
    const changes = fc.constantFrom(
      ['Europe/Berlin', '2024-03-31'],
      ['Europe/Berlin', '2024-10-27'],
      ['Australia/Lord_Howe', '2024-04-07'],
      ['Australia/Lord_Howe', '2024-10-06'],
      ['America/Santiago', '2024-04-06'],
      ['America/Santiago', '2024-09-08'],
    )
    const hoursArbitrary = fc.constantFrom(
      { from: '00:00', to: '24:00' },
      { from: '00:00', to: '05:00' },
      { from: '05:00', to: '24:00' },
      { from: '09:00', to: '18:00' },
    )
    const long = fc.integer({ min: 1, max: 3 * 1440 })
    fc.assert(
      fc.property(changes, hoursArbitrary, long, long, ([timeZone = '', day = ''], hours, before, length) => {
        const calendar: WorkCalendar = { country: 'XX', overrides: { [day]: 'working' } }
        const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
        const startMs = Date.parse(`${day}T12:00:00Z`) - before * 60_000
        let worked = 0
        for (let minute = 0; minute < length; minute++) {
          const [on = '', time = ''] = wall.format(startMs + minute * 60_000).split(' ')
          const weekday = new Date(`${on}T00:00:00Z`).getUTCDay()
          const isOpen = time >= hours.from && time < hours.to
          if (((weekday > 0 && weekday < 6) || on === day) && isOpen) worked += 1
        }
        const workTime = { calendar, timeZone, hours }
        expect(workMinutesBetween(iso(startMs), iso(startMs + length * 60_000), workTime)).toBe(worked)
      }),
    )
  })
})
