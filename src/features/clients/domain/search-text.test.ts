import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameKey } from '#kernel/name-key.ts'
import { likePattern, otherLayout, searchTerms, slipPatterns } from './search-text.ts'

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

/** LIKE, for patterns without wildcards of their own. */
const isHeld = (text: string, pattern: string): boolean =>
  new RegExp(pattern.replaceAll('%', '.*'), 's').test(text)

test('one slip anywhere in a word of seven letters or more is forgiven', () => {
  const letter = fc.constantFrom(...'абвгдежзик')
  const slip = fc.record({
    kind: fc.constantFrom('wrong', 'out', 'extra', 'swapped'),
    at: fc.nat(30),
    letter,
  })
  fc.assert(
    fc.property(
      fc.array(letter, { minLength: 8, maxLength: 20 }),
      slip,
      (word, { kind, at, letter: other }) => {
        const place = at % (word.length - 1)
        const typed = [...word]
        if (kind === 'wrong') typed[place] = other
        else if (kind === 'out') typed.splice(place, 1)
        else if (kind === 'extra') typed.splice(place, 0, other)
        else typed.splice(place, 2, word[place + 1] ?? '', word[place] ?? '')
        const patterns = slipPatterns(typed.join(''))
        expect(patterns.some((pattern) => isHeld(`ооо ${word.join('')} 77`, pattern))).toBe(true)
      },
    ),
  )
})

test('every pattern has a run of letters that an index finds', () => {
  for (const pattern of slipPatterns('бетон'))
    expect(Math.max(...pattern.split('%').map((part) => part.length))).toBeGreaterThanOrEqual(3)
  expect(slipPatterns('бет')).toEqual([])
})
