import { expect, test } from 'vitest'
import { roleOfWord, roleWords, touchOfWord, touchWords } from './contact-words.ts'

test.each(['ru', 'en'] as const)('what tables say in %s is read as it was meant', (language) => {
  for (const [role, word] of Object.entries(roleWords[language])) expect(roleOfWord(word)).toBe(role)
  for (const [kind, word] of Object.entries(touchWords[language])) expect(touchOfWord(word)).toBe(kind)
})

test.each([
  ['Исходящий звонок', 'call'],
  ['CALL', 'call'],
  ['Входящее письмо', 'email'],
  ['EMAIL', 'email'],
  ['Обычное примечание', 'note'],
  ['Сообщение WhatsApp', 'message'],
  ['Визит к клиенту', 'meeting'],
  ['что-то своё', null],
])('%s is %s', (word, kind) => {
  expect(touchOfWord(word)).toBe(kind)
})
