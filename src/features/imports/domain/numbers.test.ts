import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { orderEvidence, parseDate } from './dates.ts'
import { decimalEvidence, parseDecimal } from './numbers.ts'

describe('numbers', () => {
  test.each([
    ['1 234,56', ',', '1234.56'],
    ['1\u00a0234,56', ',', '1234.56'],
    ['1\u202f234\u202f567,8 ₽', ',', '1234567.8'],
    ['12 500 руб.', ',', '12500'],
    ['1.234,56', ',', '1234.56'],
    ['1,234.56', '.', '1234.56'],
    ['$1,234', '.', '1234'],
    ['(1 234,50)', ',', '-1234.50'],
    ['−15,5', ',', '-15.5'],
    ['15,5-', ',', '-15.5'],
    [',5', ',', '0.5'],
    ['1,5E3', ',', '1500'],
    ['2.5e-3', '.', '0.0025'],
    ['\u00011234.5', ',', '1234.5'],
  ] as const)('«%s» with the mark «%s» is %s', (text, mark, value) => {
    expect(parseDecimal(text, mark)).toEqual({ ok: true, value })
  })
  test.each(['12 5oо,00', '1,2,3', 'abc', '--5', '1.2.3', ''])('«%s» is no number', (text) => {
    expect(parseDecimal(text, ',').ok).toBe(false)
  })
  test.each([
    ['1234', 'none'],
    ['1,234', 'ambiguous'],
    ['1.234', 'ambiguous'],
    ['1,23', ','],
    ['0,234', ','],
    ['1234,567', ','],
    ['1.5', '.'],
    ['1,234,567', '.'],
    ['1.234,5', ','],
    ['текст', null],
  ] as const)('«%s» says of the mark: %s', (text, evidence) => {
    expect(decimalEvidence(text)).toBe(evidence)
  })
  test('what a locale writes is read back exactly', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 1e12 }),
        fc.constantFrom('ru-RU', 'en-US', 'de-DE'),
        (minor, locale) => {
          const text = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(minor / 100)
          const parsed = parseDecimal(text, locale === 'en-US' ? '.' : ',')
          expect(parsed.ok && Math.round(Number(parsed.value) * 100)).toBe(minor)
        },
      ),
    )
  })
})

describe('dates', () => {
  const read = (text: string, order: 'dmy' | 'mdy' | 'ymd' = 'dmy') => {
    const parsed = parseDate(text, order)
    if (!parsed.ok) return parsed.code
    const { year, month, day, second } = parsed.value
    return `${year}-${month}-${day} ${second}`
  }
  test.each([
    ['31.01.2024', 'dmy', '2024-1-31 0'],
    ['31.01.2024 14:05:09', 'dmy', `2024-1-31 ${14 * 3600 + 5 * 60 + 9}`],
    ['1.2.24 9:05', 'dmy', `2024-2-1 ${9 * 3600 + 300}`],
    ['01/31/2024', 'mdy', '2024-1-31 0'],
    ['2024-01-31T23:59:59.123Z', 'dmy', '2024-1-31 86399'],
    ['1/2/2024 1:30 PM', 'mdy', `2024-1-2 ${13 * 3600 + 1800}`],
    ['20240131', 'dmy', '2024-1-31 0'],
    ['31.02.2024', 'dmy', 'noSuchDay'],
    ['29.02.2023', 'dmy', 'noSuchDay'],
    ['29.02.2024', 'dmy', '2024-2-29 0'],
    ['13/13/2024', 'dmy', 'noSuchDay'],
    ['вчера', 'dmy', 'notADate'],
    ['01.01.2024 25:00', 'dmy', 'notADate'],
  ] as const)('«%s» (%s): %s', (text, order, expected) => {
    expect(read(text, order)).toBe(expected)
  })
  test.each([
    ['31/01/2024', 'dmy'],
    ['01/31/2024', 'mdy'],
    ['03/04/2024', 'ambiguous'],
    ['03.04.2024', 'dmy'],
    ['2024-04-03', 'ymd'],
    ['85123A', null],
  ] as const)('«%s» says of the order: %s', (text, evidence) => {
    expect(orderEvidence(text)).toBe(evidence)
  })
  test('every day of two centuries is read back in every order', () => {
    const days = fc.date({ min: new Date('1930-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(days, (date) => {
        const [year, month, day] = date.toISOString().slice(0, 10).split('-')
        const expected = `${Number(year)}-${Number(month)}-${Number(day)} 0`
        expect(read(`${day}.${month}.${year}`)).toBe(expected)
        expect(read(`${month}/${day}/${year}`, 'mdy')).toBe(expected)
        expect(read(`${year}-${month}-${day}`, 'ymd')).toBe(expected)
      }),
    )
  })
})
