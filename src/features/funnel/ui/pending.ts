import type { BoardColumn, DealCard } from '../contract.ts'
import type { Pending } from './wish.ts'

type Shown = Pick<BoardColumn, 'count' | 'sumMinor'> & { cards: readonly DealCard[] }

/** A column as it will be once the moves on their way have arrived; one that has arrived changes nothing more. */
export function withPending(stageId: string, column: Shown, pending: ReadonlyMap<string, Pending>): Shown {
  let { count, sumMinor, cards } = column
  for (const { deal, stageId: goesTo, belowId } of pending.values()) {
    const known = cards.find((card) => card.id === deal.id)
    const isGoal = goesTo === stageId
    const change = (isGoal ? 1 : 0) - (known ? 1 : 0)
    count += change
    sumMinor += change * (deal.amountMinor ?? 0)
    if (known) cards = cards.filter((card) => card !== known)
    if (!isGoal) continue
    const at = belowId === null ? 0 : cards.findIndex((card) => card.id === belowId) + 1
    cards = cards.toSpliced(at, 0, { ...(known ?? deal), stageId })
  }
  return { count, sumMinor, cards }
}
