import { expect, test } from 'vitest'
import { personRows, weekOf } from './touch-week.ts'

test('a week begins on Monday, over the end of a year too', () => {
  expect(weekOf('2026-06-14')).toEqual(weekOf('2026-06-08'))
  expect(weekOf('2026-06-08').map((it) => it.slice(8))).toEqual(['08', '09', '10', '11', '12', '13', '14'])
  expect(weekOf('2027-01-01')[0]).toBe('2026-12-28')
})

test('days of a person become one row', () => {
  const none = { authorName: 'Анна', call: 0, meeting: 0, message: 0, email: 0, minutes: 0 }
  const rows = personRows([
    { ...none, authorId: 'a', on: '2026-06-08', call: 2, email: 1, minutes: 30 },
    { ...none, authorId: null, authorName: null, on: '2026-06-08', call: 4 },
    { ...none, authorId: 'a', on: '2026-06-09', meeting: 1, minutes: 60 },
  ])
  expect(rows).toMatchObject([
    {
      authorId: 'a',
      call: 2,
      meeting: 1,
      email: 1,
      minutes: 90,
      byDay: { '2026-06-08': 3, '2026-06-09': 1 },
    },
    { authorId: null, call: 4 },
  ])
})
