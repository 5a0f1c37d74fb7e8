import { expect, test } from 'vitest'
import { statusOfWord } from './status.ts'

test.each([
  ['Сделка провалена', 'cancelled'],
  ['Закрыто и не реализовано', 'cancelled'],
  ['C1:LOSE', 'cancelled'],
  ['closedlost', 'cancelled'],
  ['Отклонён', 'cancelled'],
  ['Declined', 'cancelled'],
  ['Не отменён', 'placed'],
  ['Возвращён', 'return'],
  ['Возврат товаров от клиента', 'return'],
  ['refunded', 'return'],
  ['partially_refunded', 'paid'],
  ['Не отгружен', 'placed'],
  ['unfulfilled', 'placed'],
  ['Не оплачен', 'placed'],
  ['Сделка успешна', 'paid'],
  ['Успешно реализовано', 'paid'],
  ['C2:WON', 'paid'],
  ['Отгружен', 'shipped'],
  ['Реализация товаров', 'shipped'],
  ['слово, которого мы не знаем', null],
])('«%s» means %s', (word, status) => {
  expect(statusOfWord(word)).toBe(status)
})
