/** How deals ended: of one person in one quarter, or of many added up. */
export type Ended = { won: number; lost: number; wonMinor: number }

/** Adds results up by what a row belongs to, in the order in which the keys first come. */
export function addResults<Row extends Ended, Key>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): { key: Key; first: Row; sum: Ended }[] {
  const groups = new Map<Key, { key: Key; first: Row; sum: Ended }>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key) ?? { key, first: row, sum: { won: 0, lost: 0, wonMinor: 0 } }
    group.sum.won += row.won
    group.sum.lost += row.lost
    group.sum.wonMinor += row.wonMinor
    groups.set(key, group)
  }
  return [...groups.values()]
}
