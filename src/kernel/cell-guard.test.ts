import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guardCell, guardTypedCell, isEmptyCell, unguardCell } from './cell-guard.ts'

test.each([
  ['=1+1', "'=1+1"],
  ['+7 495', "'+7 495"],
  ['-', "'-"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ["'=1", "''=1"],
  ["'Ромашка'", "'Ромашка'"],
  ['ООО «Бетон»', 'ООО «Бетон»'],
  ['Нет', "'Нет"],
  ["'n/a", "''n/a"],
  ['не закрыта', "'не закрыта"],
  ['Нетто', 'Нетто'],
])('%j becomes %j', (text, cell) => {
  expect(guardCell(text)).toBe(cell)
})

test.each([
  ['=1+1', '=1+1'],
  ["'=1", "''=1"],
  ['нет', "'нет"],
])('%j in a cell with a type becomes %j', (text, cell) => {
  expect(guardTypedCell(text)).toBe(cell)
})

const risky = fc.oneof(
  fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', 'a', 'я', ' ') }),
  fc
    .tuple(fc.constantFrom('', "'", "''"), fc.constantFrom('нет', 'NULL', 'n/a', '—'))
    .map((it) => it.join('')),
  fc.string(),
)

test('what is guarded comes back as it was, is no formula and is not nothing', () => {
  fc.assert(
    fc.property(risky, (text) => {
      expect(unguardCell(guardCell(text))).toBe(text)
      expect(guardCell(text)).not.toMatch(/^[=+\-@\t\r]/)
      if (text !== '') expect(isEmptyCell(guardCell(text))).toBe(false)
    }),
  )
})

test('the same in cells with types, when no apostrophe hid a formula before', () => {
  fc.assert(
    fc.property(risky, (text) => {
      expect(unguardCell(guardTypedCell(text))).toBe(text)
      if (text !== '') expect(isEmptyCell(guardTypedCell(text))).toBe(false)
    }),
  )
})
