import { type ClientSort, sorts } from '../contract.ts'

/** Conditions and order of the list. */
export type ClientQuery = {
  text?: string
  classes?: string
  frequencies?: string
  rhythms?: string
  owner?: string
  tag?: string
  archived?: 'only'
  /** conditions on own fields, as the contract writes them */
  fields?: string
  sort?: ClientSort
  direction?: 'asc' | 'desc'
}

export type ClientSearch = ClientQuery & {
  /** a saved view; alone it stands for all that the view keeps */
  view?: string
  /** the conditions, order and columns are those of the address, not of the view any more */
  changed?: boolean
  columns?: string
  add?: boolean
}

const texts = ['text', 'classes', 'frequencies', 'rhythms', 'owner', 'tag', 'fields'] as const

/** The state of the list as the address keeps it; anything else is dropped. */
export function clientSearch(search: Record<string, unknown>): ClientSearch {
  const found: ClientSearch = {}
  for (const name of texts) {
    const value = search[name]
    if ((typeof value === 'string' || typeof value === 'number') && value !== '') found[name] = String(value)
  }
  if (search['archived'] === 'only') found.archived = 'only'
  const sort = sorts.find((it) => it === search['sort'])
  if (sort) found.sort = sort
  if (search['direction'] === 'asc' || search['direction'] === 'desc') found.direction = search['direction']
  if (typeof search['view'] === 'string' && search['view'] !== '') {
    found.view = search['view']
    if (search['changed'] === true) found.changed = true
    if (found.changed && typeof search['columns'] === 'string') found.columns = search['columns']
  }
  if (search['add'] === true) found.add = true
  return found
}
