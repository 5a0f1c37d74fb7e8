export type OrderStatus = 'placed' | 'paid' | 'shipped' | 'cancelled' | 'return'

const words: [RegExp, OrderStatus][] = [
  [/возврат|сторно|return|refund/i, 'return'],
  [/отмен|аннулир|cancel|void|отказ|не ?реализ|closed ?lost|^lost$|проигр/i, 'cancelled'],
  [/не ?оплачен|unpaid|ожида|new|нов|placed|принят|в работе|резерв|pending|open/i, 'placed'],
  [/оплачен|paid|успешно|closed ?won|^won$|выигр|закрыт/i, 'paid'],
  [/отгруж|доставл|выполн|реализ|shipped|delivered|fulfilled|complete|продажа/i, 'shipped'],
]

/** The status that a program's own word means; an unknown word is an order placed. */
export function statusOfWord(word: string): OrderStatus {
  return words.find(([pattern]) => pattern.test(word))?.[1] ?? 'placed'
}
