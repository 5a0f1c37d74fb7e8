import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readNumbered, toWindows1251 } from './windows-1251.ts'

const decode = (bytes: Uint8Array): string => new TextDecoder('windows-1251').decode(bytes)

test('Russian stands as it is, what the encoding lacks by its number', () => {
  expect(decode(toWindows1251('Ёж № 5 «А» — 10 €'))).toBe('Ёж № 5 «А» — 10 €')
  expect(decode(toWindows1251('Кофе ☕ 😀 ñ'))).toBe('Кофе &#x2615; &#x1f600; &#xf1;')
  expect(decode(toWindows1251('&#x41;'))).toBe('&#x26;#x41;')
})

test('every text comes back', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('&', '#', 'x', '2', '6', ';', 'я', '☕', '😀', '\u0098'),
  })
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
      expect(readNumbered(decode(toWindows1251(text)))).toBe(text)
    }),
  )
})
