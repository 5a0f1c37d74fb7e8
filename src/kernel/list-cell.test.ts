import fc from 'fast-check'
import { expect, test } from 'vitest'
import { joinList, splitList } from './list-cell.ts'

test.each([
  ['Самара; Казань, ул. Баумана, 1', ['Самара', 'Казань, ул. Баумана, 1']],
  ['a\nb;;  c ', ['a', 'b', 'c']],
  ['"x; ""y"""; z', ['x; "y"', 'z']],
  ['"Ромашка" ООО; z', ['"Ромашка" ООО', 'z']],
  ['', []],
])('%j holds %j', (cell, values) => {
  expect(splitList(cell)).toEqual(values)
})

test('what is joined comes apart as it was', () => {
  const value = fc
    .string({ unit: fc.constantFrom('"', ';', '\n', ' ', 'a', 'я', '\\', "'") })
    .filter((it) => it !== '')
  fc.assert(
    fc.property(fc.array(value), (values) => {
      expect(splitList(joinList(values))).toEqual(values)
    }),
  )
})
