import fc from 'fast-check'
import papa from 'papaparse'
import { expect, test } from 'vitest'
import { splitLoosely } from './loose-quotes.ts'

test.each([
  [
    '1;"Ромашка" ООО;7\n2;Б;8\n',
    [
      ['1', 'Ромашка ООО', '7'],
      ['2', 'Б', '8'],
    ],
  ],
  ['1;"ООО "Ромашка" Юг";7\n', [['1', 'ООО "Ромашка" Юг', '7']]],
  ['1;"а\nб";7\n', [['1', 'а\nб', '7']]],
  ['1;"а""б";7', [['1', 'а"б', '7']]],
  ['1;"не закрыта', [['1', 'не закрыта']]],
])('%j', (text, rows) => {
  expect(splitLoosely(text, ';', true).rows).toEqual(rows)
})

test('an unfinished last row waits for more', () => {
  expect(splitLoosely('1;2\n3;"4', ';', false)).toEqual({ rows: [['1', '2']], cursor: 4 })
  expect(splitLoosely('1;2\n3;4', ';', false)).toEqual({ rows: [['1', '2']], cursor: 4 })
})

test('text whose quotes are in order is split as by the usual parser', () => {
  const cell = fc.string({ unit: fc.constantFrom('а', '"', ';', '\n', ' ', '1'), maxLength: 6 })
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      const text = papa.unparse(rows, { delimiter: ';', newline: '\n', quotes: true })
      expect(splitLoosely(text, ';', true).rows).toEqual(rows)
    }),
  )
})
