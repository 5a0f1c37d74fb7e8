import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resembles } from './resembles.ts'

test.each([
  ['Ромашка', 'ООО «РОМАШКА»', true],
  ['Romashka LLC', 'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "РОМАШКА"', true],
  ['Сбер', 'ПАО СБЕРБАНК', true],
  ['Альфа', 'ООО «Альфа Строй Инвест»', true],
  ['Ремашка', 'ООО «Ромашка»', true],
  ['Иванов', 'ИП Иванов Иван Иванович', true],
  ['СК Альфа', 'ООО «Строительная компания Альфа»', true],
  ['Строительная компания Альфа', 'ООО «Строительная компания Бета»', false],
  ['Пятёрочка', 'ООО «Агроторг»', false],
  ['Завод 11', 'ООО «Завод 12»', false],
  ['ООО', 'ООО «Ромашка»', false],
])('«%s» and «%s» resemble each other: %s', (a, b, does) => {
  expect([resembles(a, b), resembles(b, a)]).toEqual([does, does])
})

test('a name resembles itself, and order does not matter', () => {
  const name = fc.stringMatching(/^[а-яa-z]{3,9}( [а-яa-z0-9]{1,9}){0,3}$/)
  fc.assert(fc.property(name, (it) => resembles(it, it)))
  fc.assert(fc.property(name, name, (a, b) => resembles(a, b) === resembles(b, a)))
})
