import { describe, expect, test } from 'vitest'
import { checkValue, parseAmount } from './check-value.ts'
import type { FactField } from './fields.ts'

describe('a number as people write it', () => {
  test.each([
    ['120', '120'],
    ['1 200 000', '1200000'],
    ['120 млн', '120000000'],
    ['1,5 млрд', '1500000000'],
    ['2.25 bn', '2250000000'],
    ['350 тыс.', '350000'],
    ['007', '7'],
    ['0', '0'],
    ['1,5', null],
    ['много', null],
    ['-5', null],
    ['12 попугаев', null],
    ['9999999999 млрд', null],
    ['', null],
  ])('%j is %j', (text, number) => {
    expect(parseAmount(text)).toBe(number)
  })
})

describe('the value of a fact', () => {
  test.each<[FactField, string]>([
    ['okved', '22.22'],
    ['okved', '46.73.6'],
    ['site', 'техно-лад.рф'],
    ['site', 'https://firm.example.com/about?x=1'],
    ['pain', 'Плёнка рвётся на морозе'],
  ])('%s may be %j', (field, value) => {
    expect(checkValue(field, value)).toBe(value)
  })
  test.each<[FactField, string]>([
    ['okved', '2222'],
    ['okved', 'торговля'],
    ['site', 'нет сайта'],
    ['site', 'javascript:alert(1)'],
    ['headcount', 'человек сто'],
  ])('%s may not be %j', (field, value) => {
    expect(() => checkValue(field, value)).toThrow('badFact')
  })
})
