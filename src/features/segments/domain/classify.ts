import type { FrequencyClass, FrequencyLimits, Shares, ValueClass } from './settings.ts'
import { scaleLimit } from './settings.ts'

export type Ranked = { id: string; tieKey: string; measureMinor: number }
export type Classified = { id: string; valueClass: ValueClass; beforeMinor: number; rank: number }

const inPlainOrder = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Rank order: measure descending, then tie key and id in plain string order. */
export function compareRank(a: Ranked, b: Ranked): number {
  return b.measureMinor - a.measureMinor || inPlainOrder(a.tieKey, b.tieKey) || inPlainOrder(a.id, b.id)
}

// Compared as whole numbers: a share of 0.8 is 8000 of 10000, and no float decides a border.
const SCALE = 1_000_000
const isBelow = (beforeMinor: bigint, totalMinor: bigint, share: number): boolean =>
  beforeMinor * BigInt(SCALE) < totalMinor * BigInt(Math.round(share * SCALE))

/**
 * Value classes by cumulative share before the client: below shareA → A, below shareB → B, else C; a measure of zero or
 * less has no class and is no part of the sum. The client that crosses a border stays in the better class.
 */
export function classifyByValue(clients: readonly Ranked[], { shareA, shareB }: Shares): Classified[] {
  const sorted = [...clients].sort(compareRank)
  const total = sorted.reduce((sum, it) => (it.measureMinor > 0 ? sum + BigInt(it.measureMinor) : sum), 0n)
  let before = 0n
  return sorted.map((it, index) => {
    const found = { id: it.id, beforeMinor: Number(before), rank: index + 1 }
    if (it.measureMinor <= 0) return { ...found, valueClass: 'none' as const }
    const valueClass = isBelow(before, total, shareA) ? 'A' : isBelow(before, total, shareB) ? 'B' : 'C'
    before += BigInt(it.measureMinor)
    return { ...found, valueClass }
  })
}

/** Frequency class by distinct order days in a window of so many days. */
export function classifyFrequency(
  orderDays: number,
  windowDays: number,
  limits: FrequencyLimits,
): FrequencyClass {
  if (orderDays <= 0) return 'none'
  if (orderDays >= scaleLimit(limits.oftenPerYear, windowDays)) return 'often'
  return orderDays >= scaleLimit(limits.sometimesPerYear, windowDays) ? 'sometimes' : 'rarely'
}
