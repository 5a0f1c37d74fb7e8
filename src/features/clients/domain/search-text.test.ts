import { expect, test } from 'vitest'
import { nameKey } from '#kernel/name-key.ts'
import { likePattern, otherLayout, searchTerms } from './search-text.ts'

test.each([
  ['ООО «Бетон-Дон»', 'бетон дон'],
  ['Бетон Дон, ООО', 'бетон дон'],
  ['"Бетон–Дон" ооо', 'бетон дон'],
  ['ИП Ёлкин', 'елкин'],
  ['Acme, Inc.', 'acme'],
  ['ООО', 'ооо'],
  ['😍', '😍'],
  ['«»', '«»'],
])('%s is %s', (name, key) => {
  expect(nameKey(name)).toBe(key)
})

test('a forgotten keyboard layout is understood', () => {
  expect(otherLayout(',tnjy')).toBe('бетон')
  expect(otherLayout('фсьу')).toBe('acme')
  expect(searchTerms('8 (495) 123').digits).toEqual(['8495123', '495123'])
  expect(searchTerms('Ёлка')).toMatchObject({ text: 'елка', digits: [] })
})

test('wildcards of the pattern language are taken literally', () => {
  expect(likePattern('50%_\\')).toBe('%50\\%\\_\\\\%')
})
