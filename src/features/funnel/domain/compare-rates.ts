import { type Bounds, wilson } from './wilson.ts'

export type Counted = { count: number; of: number }
export type Comparison = Bounds & { kind: 'higher' | 'lower' | 'notDistinguishable'; difference: number }

/**
 * Whether two shares differ: Newcombe's hybrid score interval of their difference, made of the two Wilson intervals. Only where
 * it leaves 0 out is one called higher than the other.
 */
export function compareRates(one: Counted, other: Counted): Comparison | null {
  if (one.of === 0 || other.of === 0) return null
  const [p, q] = [one.count / one.of, other.count / other.of]
  const [own, their] = [wilson(one.count, one.of), wilson(other.count, other.of)]
  const difference = p - q
  const low = difference - Math.hypot(p - own.low, their.high - q)
  const high = difference + Math.hypot(own.high - p, q - their.low)
  return { kind: low > 0 ? 'higher' : high < 0 ? 'lower' : 'notDistinguishable', difference, low, high }
}
