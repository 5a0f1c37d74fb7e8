export type OrderStatus = 'placed' | 'paid' | 'shipped' | 'cancelled' | 'return'

// The first that fits decides, so what is denied or partial stands above what it denies.
const words: [RegExp, OrderStatus][] = [
  [/partial\w*[\s_-]?refund|частичн\S* возврат/i, 'paid'],
  [/не ?отмен|not cancel/i, 'placed'],
  [/возврат|возвращ|сторно|return|refund/i, 'return'],
  [/отмен|аннулир|cancel|void|отказ|не ?реализ|провал|не ?успеш|проигр|отклон|declin|reject/i, 'cancelled'],
  [/closed ?lost|^lost$|\blose\b|\bapology\b/i, 'cancelled'],
  [/не ?оплачен|unpaid|not paid|ожида|new|нов|placed|принят|в работе|резерв|pending|open/i, 'placed'],
  [/не ?отгруж|не ?доставл|не ?выполн|unshipped|unfulfilled|incomplete/i, 'placed'],
  [/оплачен|paid|успешн|closed ?won|\bwon\b|выигр|закрыт/i, 'paid'],
  [/отгруж|доставл|выполн|реализ|shipped|delivered|fulfilled|complete|продажа/i, 'shipped'],
]

/** The status that a program's own word means; null = we do not know the word. */
export function statusOfWord(word: string): OrderStatus | null {
  return words.find(([pattern]) => pattern.test(word))?.[1] ?? null
}
