/** The 97.5 % point of the normal distribution: both sides together leave 5 % out. */
const Z = 1.959963984540054

/** Below so many a percentage says more than is known: the counts are told instead. */
export const LEAST_FOR_PERCENT = 20

export type Bounds = { low: number; high: number }

/** The 95 % interval of a share by Wilson's score, without correction for continuity; of nothing anything may be true. */
export function wilson(count: number, of: number): Bounds {
  if (of === 0) return { low: 0, high: 1 }
  const share = count / of
  const square = Z * Z
  const middle = share + square / (2 * of)
  const reach = Z * Math.sqrt((share * (1 - share)) / of + square / (4 * of * of))
  const whole = 1 + square / of
  return {
    low: count === 0 ? 0 : (middle - reach) / whole,
    high: count === of ? 1 : (middle + reach) / whole,
  }
}

/** A share with what it rests on; `share` is null where there are too few for a percentage. */
export type Rate = {
  count: number
  of: number
  share: number | null
  low: number | null
  high: number | null
}

/** The share that `count` is of `of`, honest about small numbers. */
export function rateOf(count: number, of: number): Rate {
  if (of < LEAST_FOR_PERCENT) return { count, of, share: null, low: null, high: null }
  return { count, of, share: count / of, ...wilson(count, of) }
}
