import { Refusal } from '#kernel/refusal.ts'
import { multiplyDecimals, plainDecimal, sumToMinor } from './decimal.ts'

/** A line as a caller sends it; numbers may come as numbers or, exact, as text. */
export type SentLine = {
  product: string
  quantity?: string | number | undefined
  unitPrice?: string | number | null | undefined
  amount?: string | number | undefined
}
/** A line as it is kept: exact decimals in their shortest form, amounts in major units. */
export type Line = { product: string; quantity: string; unitPrice: string | null; amount: string }

const exact = (value: string | number): string =>
  plainDecimal(typeof value === 'number' ? value.toFixed(6) : value)

/** The lines of an order, an amount left open filled in by quantity and price. */
export function readLines(sent: readonly SentLine[]): Line[] {
  return sent.map(({ product, quantity = 1, unitPrice = null, amount }, index) => {
    const price = unitPrice === null ? null : exact(unitPrice)
    const count = exact(quantity)
    if (amount === undefined && price === null) throw new Refusal('lineWithoutAmount', { line: index + 1 })
    const sum = amount === undefined ? multiplyDecimals(count, price ?? '0') : exact(amount)
    return { product, quantity: count, unitPrice: price, amount: sum }
  })
}

/** What the lines come to, in minor units. */
export function sumOfLines(lines: readonly Line[], digits: number): number {
  const sum = sumToMinor(
    lines.map((line) => line.amount),
    digits,
  )
  if (sum < 0 || sum > 1e14) throw new Refusal('linesOutOfRange')
  return sum
}
