import type { ClientSearch } from './search.ts'

/** `total` counts also those not loaded yet. */
type LastList = { ids: readonly string[]; total: number; search: ClientSearch }

// What the person looked at last in this tab: so that J and K walk through it from page to page, and «К списку» leads back.
let last: LastList = { ids: [], total: 0, search: {} }

export function keepList(list: LastList): void {
  last = list
}

/** The list that a client's page was opened from, and the clients before and after it there. */
export function neighboursOf(id: string): {
  search: ClientSearch
  place: number | null
  count: number
  previous: string | undefined
  next: string | undefined
} {
  const at = last.ids.indexOf(id)
  const { search, ids, total: count } = last
  if (at < 0) return { search, place: null, count, previous: undefined, next: undefined }
  return { search, place: at + 1, count, previous: ids[at - 1], next: ids[at + 1] }
}
