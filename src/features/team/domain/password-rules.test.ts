import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findPasswordFault } from './password-rules.ts'

const person = { name: 'Марина Белова', email: 'm.belova@example.com' }

test.each([
  ['Ключ7', 'short'],
  ['x'.repeat(129), 'long'],
  ['aaaaaaaaaaaa', 'common'],
  ['1212121212', 'common'],
  ['1234567890', 'common'],
  ['0987654321', 'common'],
  ['qwertyuiop', 'common'],
  ['Qwerty123456', 'common'],
  ['йцукенгшщз', 'common'],
  ['1qaz2wsx3edc', 'common'],
  ['1q2w3e4r5t', 'common'],
  ['qazwsxedc123', 'common'],
  ['Password2026!', 'common'],
  ['Пароль12345', 'common'],
  ['gfhjkm12345', 'common'],
  ['привет1990!', 'common'],
  ['марина1985!', 'common'],
  ['Белова2026!', 'personal'],
  ['m.belova@example.com', 'personal'],
  ['БеловаМарина', 'personal'],
  ['длинный пароль', null],
  ['correct horse battery', null],
  ['рыжий-трактор-в-поле', null],
  ['kT9$wq27Lm', null],
  // The name may be part of something longer.
  ['белова любит борщ', null],
] as const)('%s: %s', (password, fault) => {
  expect(findPasswordFault(password, person)).toBe(fault)
})

test('what is random will do, whoever the person is', () => {
  const letters = fc.constantFrom(...'bdfgkmpqtvwzБГДЖФЩЫ')
  const random = fc.uniqueArray(letters, { minLength: 12, maxLength: 14 })
  fc.assert(
    fc.property(random, fc.integer({ min: 10, max: 99 }), (some, number) => {
      const password = some.flatMap((letter) => [letter, String(number)]).join('')
      expect(findPasswordFault(password, person)).toBeNull()
    }),
  )
})
