import { type Day, daysBetween } from '#kernel/days.ts'
import { median } from '#kernel/median.ts'

export type RhythmState = 'inRhythm' | 'late' | 'atRisk' | 'lapsed' | 'unknown'
export type RhythmLimits = { lateRatio: number; riskRatio: number; lapsedRatio: number; lapsedMonths: number }

const LEAST_DAYS = 3

/** Days between neighbouring order days, each day counted once, in time order. */
export function gapsOf(orderDays: readonly Day[]): number[] {
  const days = [...new Set(orderDays)].sort()
  return days.slice(1).map((day, index) => daysBetween(days[index] ?? day, day))
}

/** A client's own median gap; null with fewer than three order days: two gaps are the least that make a rhythm. */
export function ownGap(orderDays: readonly Day[]): number | null {
  return new Set(orderDays).size < LEAST_DAYS ? null : median(gapsOf(orderDays))
}

/** Where a client stands in their rhythm: days since the last order by the gap; over twelve months is lapsed whatever the gap. */
export function rhythmOf(
  daysSince: number | null,
  gapDays: number | null,
  limits: RhythmLimits,
): { state: RhythmState; ratio: number | null } {
  if (daysSince === null) return { state: 'unknown', ratio: null }
  const isLongAgo = daysSince > (limits.lapsedMonths * 365.25) / 12
  if (gapDays === null || gapDays <= 0) return { state: isLongAgo ? 'lapsed' : 'unknown', ratio: null }
  const ratio = daysSince / gapDays
  if (ratio > limits.lapsedRatio || isLongAgo) return { state: 'lapsed', ratio }
  if (ratio > limits.riskRatio) return { state: 'atRisk', ratio }
  return { state: ratio > limits.lateRatio ? 'late' : 'inRhythm', ratio }
}
