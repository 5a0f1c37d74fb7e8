/** What rows that do not come in amount to: decimal strings in major units, returns as positive amounts. */
export type MoneySum = { rows: number; total: string }
export type MoneyByDirection = { sales: MoneySum; returns: MoneySum }
export type RowMoney = { isReturn: boolean; factors: readonly string[] }

const DIGITS = 12
const ONE = 10n ** BigInt(DIGITS)

function toScaled(decimal: string): bigint {
  const isNegative = decimal.startsWith('-')
  const [whole = '0', fraction = ''] = (isNegative ? decimal.slice(1) : decimal).split('.')
  const scaled = BigInt(whole || '0') * ONE + BigInt(fraction.slice(0, DIGITS).padEnd(DIGITS, '0'))
  return isNegative ? -scaled : scaled
}

function toDecimal(scaled: bigint): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(DIGITS + 1, '0')
  return `${scaled < 0n ? '-' : ''}${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS)}`
}

const exactly = (factors: readonly string[]): bigint =>
  factors.reduce((product, factor) => (product * toScaled(factor)) / ONE, ONE)
// A return counts by its size, whichever sign the file gives it.
const sizeOf = ({ isReturn, factors }: RowMoney): bigint => {
  const amount = exactly(factors)
  return isReturn && amount < 0n ? -amount : amount
}

/** Adds up rows by direction, exactly; a row's amount is the product of its factors (amount, or quantity and price). */
export function makeMoneyTally(): { add(money: RowMoney): void; sums(): MoneyByDirection } {
  const rows = { sales: 0, returns: 0 }
  const totals = { sales: 0n, returns: 0n }
  const sum = (direction: 'sales' | 'returns'): MoneySum => ({
    rows: rows[direction],
    total: toDecimal(totals[direction]),
  })
  return {
    add(money) {
      const direction = money.isReturn ? 'returns' : 'sales'
      rows[direction]++
      totals[direction] += sizeOf(money)
    },
    sums: () => ({ sales: sum('sales'), returns: sum('returns') }),
  }
}

/** The sums with one row more (1) or less (-1). */
export function shiftMoney(sums: MoneyByDirection, money: RowMoney | null, by: 1 | -1): MoneyByDirection {
  if (money === null) return sums
  const direction = money.isReturn ? 'returns' : 'sales'
  const { rows, total } = sums[direction]
  return {
    ...sums,
    [direction]: { rows: rows + by, total: toDecimal(toScaled(total) + BigInt(by) * sizeOf(money)) },
  }
}
