import type { Place } from '#web/widgets/virtual-rows.tsx'
import type { ClientSearch } from './search.ts'

/** `total` counts also those not loaded yet. */
type LastList = {
  ids: readonly string[]
  total: number
  search: ClientSearch
  chosen: ReadonlySet<string>
}

const start: Place = { key: null, top: 0 }
const none: ReadonlySet<string> = new Set()

// What the person looked at last in this tab: so that J and K walk through it from page to page, and «К списку» leads back
// to the same place with the same clients chosen.
let last: LastList = { ids: [], total: 0, search: {}, chosen: none }
let place = start

const isSame = (search: ClientSearch): boolean => JSON.stringify(search) === JSON.stringify(last.search)

/** Remembers what the list shows; another list begins at its top. */
export function keepList(list: LastList): void {
  if (!isSame(list.search)) place = start
  last = list
}

export function keepPlace(change: Partial<Place>): void {
  place = { ...place, ...change }
}

/** Where the person was in this list when they left it. */
export const placeIn = (search: ClientSearch): Place => (isSame(search) ? place : start)

/** Who was chosen in this list when the person left it. */
export const chosenIn = (search: ClientSearch): ReadonlySet<string> => (isSame(search) ? last.chosen : none)

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
