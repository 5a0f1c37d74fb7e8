import { expect, test } from 'vitest'
import { suggestFields, uniqueHeaders } from './headers.ts'

test('doubled headers are numbered past the numbers that the file has itself', () => {
  expect(uniqueHeaders(['Телефон', 'Телефон', 'Телефон 2', ''], 4)).toEqual([
    'Телефон',
    'Телефон 3',
    'Телефон 2',
    'Колонка 4',
  ])
})

test('«№» gives way to «Номер», and serves where nothing else does', () => {
  const fieldsOf = (headers: string[]) =>
    [...suggestFields(headers, 'orders')].map(([at, it]) => [at, it.field])
  expect(fieldsOf(['№', 'Номер', 'Дата'])).toEqual(expect.arrayContaining([[1, 'orderNumber']]))
  expect(fieldsOf(['№', 'Номер', 'Дата'])).toHaveLength(2)
  expect(fieldsOf(['№', 'Дата'])).toEqual(expect.arrayContaining([[0, 'orderNumber']]))
})
