import type { ClientSearch } from './search.ts'

type LastList = { ids: readonly string[]; search: ClientSearch }

// What the person looked at last in this tab: so that J and K walk through it from page to page, and «К списку» leads back.
let last: LastList = { ids: [], search: {} }

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
  const { search, ids } = last
  if (at < 0) return { search, place: null, count: ids.length, previous: undefined, next: undefined }
  return { search, place: at + 1, count: ids.length, previous: ids[at - 1], next: ids[at + 1] }
}
