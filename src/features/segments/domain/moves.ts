import type { ValueClass } from './settings.ts'

export type Standing = { valueClass: ValueClass; measureMinor: number; orderDays: number }
export type MoveReason =
  | 'silent'
  | 'oneOff'
  | 'fewerOrders'
  | 'smallerOrders'
  | 'moreOrders'
  | 'biggerOrders'
  | 'new'
  | 'border'

const rank: Record<ValueClass, number> = { A: 3, B: 2, C: 1, none: 0 }
/** A change that is worth a word: a quarter up or down. */
const MUCH = 0.25

/** Whether the class went down (negative), up (positive) or stayed (0). */
export function direction(before: ValueClass, after: ValueClass): number {
  return Math.sign(rank[after] - rank[before])
}

const perDay = ({ measureMinor, orderDays }: Standing): number =>
  orderDays > 0 ? measureMinor / orderDays : 0

/** What in the orders explains a move, the plainest first; 'border' when the client changed little and others much. */
export function reasonOf(before: Standing, after: Standing): MoveReason {
  const isDown = direction(before.valueClass, after.valueClass) < 0
  // Who brought no less and yet went down was overtaken, and the other way round.
  if (isDown === after.measureMinor >= before.measureMinor) return 'border'
  if (isDown) {
    if (after.orderDays === 0) return before.orderDays === 1 ? 'oneOff' : 'silent'
    if (after.orderDays <= before.orderDays * (1 - MUCH)) return 'fewerOrders'
    return perDay(after) <= perDay(before) * (1 - MUCH) ? 'smallerOrders' : 'border'
  }
  if (before.orderDays === 0) return 'new'
  if (after.orderDays >= before.orderDays * (1 + MUCH)) return 'moreOrders'
  return perDay(after) >= perDay(before) * (1 + MUCH) ? 'biggerOrders' : 'border'
}
