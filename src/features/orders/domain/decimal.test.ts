import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { multiplyDecimals, plainDecimal, sumToMinor } from './decimal.ts'

describe('decimals', () => {
  test.each([
    ['2.50', '2.5'],
    ['-0.00', '0'],
    ['007', '7'],
    ['-0.10', '-0.1'],
  ])('%s is %s', (text, plain) => expect(plainDecimal(text)).toBe(plain))

  test('a product is exact', () => {
    expect(multiplyDecimals('0.1', '0.2')).toBe('0.02')
    expect(multiplyDecimals('3', '33.333333')).toBe('99.999999')
    expect(multiplyDecimals('-1.5', '2')).toBe('-3')
  })

  test('a sum is rounded once, half away from zero', () => {
    expect(sumToMinor(['0.004', '0.004'], 2)).toBe(1)
    expect(sumToMinor(['1.005'], 2)).toBe(101)
    expect(sumToMinor(['-1.005'], 2)).toBe(-101)
    expect(sumToMinor(['10.5'], 0)).toBe(11)
    expect(sumToMinor([], 2)).toBe(0)
  })

  test('sums of minor units are those of whole numbers, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 20 }), (minor) => {
        const decimals = minor.map((it) => multiplyDecimals(String(it), '0.01'))
        const sum = minor.reduce((total, it) => total + it, 0)
        expect(sumToMinor(decimals, 2)).toBe(sum)
        expect(sumToMinor(decimals.toReversed(), 2)).toBe(sum)
      }),
    )
  })
})
