import { keyOf } from './row-acts.ts'
import type { QueueRow } from '../contract.ts'

const recordOf = ({ deal, clientId }: QueueRow): string => deal?.id ?? clientId

/**
 * A queue that somebody reads, with what is told anew: rows keep their places and show what is known of them now. `changed` = how
 * many came, went or moved, which the reader is told and sees when they ask.
 */
export function holdQueue(
  shown: readonly QueueRow[],
  told: readonly QueueRow[],
): { rows: QueueRow[]; changed: number } {
  const fresh = new Map(told.map((row) => [keyOf(row), row]))
  const known = new Set(shown.map(keyOf))
  const rows = shown.map((row) => fresh.get(keyOf(row)) ?? row)
  const differing = [...shown, ...told].filter((row) => !fresh.has(keyOf(row)) || !known.has(keyOf(row)))
  const changed = new Set(differing.map(recordOf)).size
  const isInOrder = told.every((row, at) => shown[at] !== undefined && keyOf(row) === keyOf(shown[at]))
  return { rows, changed: changed === 0 && !isInOrder ? 1 : changed }
}
