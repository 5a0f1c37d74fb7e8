/** A column as a choice knows it. */
type Known = { id: string; isDefault?: boolean; isFixed?: boolean }

/**
 * The columns to show, in order: the fixed ones, then those that were chosen and are there; without a choice, those that
 * the list begins with. A column that has gone since is left out.
 */
export function shownColumns<Column extends Known>(
  known: readonly Column[],
  chosen: readonly string[] | null,
): Column[] {
  const fixed = known.filter((column) => column.isFixed)
  if (chosen === null) return known.filter((column) => column.isFixed || column.isDefault)
  const free = [...new Set(chosen)].flatMap((id) =>
    known.filter((column) => column.id === id && !column.isFixed),
  )
  return [...fixed, ...free]
}

/** The same choice with one column at another place among those shown, or not shown (place null). */
export function placeColumn(chosen: readonly string[], id: string, place: number | null): string[] {
  const others = chosen.filter((it) => it !== id)
  if (place === null) return others
  const at = Math.max(0, Math.min(others.length, place))
  return [...others.slice(0, at), id, ...others.slice(at)]
}
