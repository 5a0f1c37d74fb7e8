import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardCell, unguardCell } from './cell-guard.ts'

test.each([
  ['=1+1', "'=1+1"],
  ['+7 495', "'+7 495"],
  ['-', "'-"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ["'=1", "''=1"],
  ["'Ромашка'", "'Ромашка'"],
  ['ООО «Бетон»', 'ООО «Бетон»'],
])('%j becomes %j', (text, cell) => {
  expect(guardCell(text)).toBe(cell)
})

test('what is guarded comes back as it was and is no formula', () => {
  const risky = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', 'я', ' ') })
  fc.assert(
    fc.property(fc.oneof(risky, fc.string()), (text) => {
      expect(unguardCell(guardCell(text))).toBe(text)
      expect(guardCell(text)).not.toMatch(/^[=+\-@\t\r]/)
    }),
  )
})
