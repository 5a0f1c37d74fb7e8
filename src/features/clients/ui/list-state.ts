import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { View } from '../views-contract.ts'
import type { ClientQuery, ClientSearch } from './search.ts'

const key = ['views', 'list']
type Kept = Awaited<ReturnType<typeof api.views.list>>
/** A choice of columns that is not saved yet; null = those that the list begins with. */
type Draft = { columns: string[] | null }

export type ListState = {
  /** the saved view that is open */
  view: View | null
  /** the address names a view that is not there for this person */
  isViewGone: boolean
  /** what the address means is not known yet */
  isWaiting: boolean
  /** whether the list differs from what the view keeps */
  isChanged: boolean
  query: ClientQuery
  /** in their order; null = those that the list begins with */
  columns: readonly string[] | null
  views: readonly View[]
  /** the address of this list with some conditions changed */
  addressWith: (change: ClientQuery) => ClientSearch
  set: (change: Partial<Record<keyof ClientQuery, string | undefined>>) => void
  /** null = the original ones: of the view, or those that the list begins with */
  chooseColumns: (columns: string[] | null) => void
  hasOwnColumns: boolean
  /** what was chosen outside of a view is sent to the server */
  keepColumns: () => void
}

const filled = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')) as T

const isSame = (a: object, b: object): boolean => {
  const text = (value: object) => JSON.stringify(Object.entries(filled(value)).sort())
  return text(a) === text(b)
}

/** What the list shows: as the address says, or as the view that it names keeps. */
export function useListState(): ListState {
  const { view: viewId, changed, columns: written, add: _add, ...own } = useSearch({ from: '/app/clients' })
  const navigate = useNavigate({ from: '/clients' })
  const cache = useQueryClient()
  const toast = useToast()
  const errorText = useErrorText()
  const kept = useQuery({ queryKey: key, queryFn: () => api.views.list() })
  // Not in the cache while it is being made: what somebody else changes has the cache read anew.
  const [draft, setDraft] = useState<Draft | null>(null)
  const keep = useMutation({
    mutationFn: ({ columns }: Draft) => api.views.chooseColumns({ body: { columns } }),
    onSuccess: async (_done, { columns }) => {
      await cache.cancelQueries({ queryKey: key })
      cache.setQueryData<Kept>(key, (before) => before && { ...before, columns })
    },
    onError: (error) => toast(errorText(error)),
    onSettled: (_done, _error, made) => {
      setDraft((now) => (now === made ? null : now))
      void cache.invalidateQueries({ queryKey: key })
    },
  })
  const views = kept.data?.rows ?? []
  const view = views.find((it) => it.id === viewId) ?? null
  const query: ClientQuery = view && !changed ? filled<ClientQuery>(view.search) : own
  const ofView = written === undefined ? view?.columns : written.split(',').filter((id) => id !== '')
  const columns = view ? (ofView ?? []) : draft ? draft.columns : (kept.data?.columns ?? null)

  const address = (next: ClientQuery, nextColumns: readonly string[] | null): ClientSearch => {
    const search = filled(next)
    if (!view) return search
    const [was, is] = [view.columns.join(','), nextColumns?.join(',')]
    const isBack = isSame(search, view.search) && (is === undefined || is === was)
    if (isBack) return { view: view.id }
    return { view: view.id, changed: true, ...search, ...(is !== undefined && is !== was && { columns: is }) }
  }
  const addressWith = (change: ClientQuery): ClientSearch => address({ ...query, ...change }, columns)
  return {
    view,
    isViewGone: viewId !== undefined && kept.data !== undefined && view === null,
    isWaiting: viewId !== undefined && kept.isPending,
    isChanged: view !== null && changed === true,
    query,
    columns,
    views,
    addressWith,
    set: (change) => void navigate({ search: addressWith(change as ClientQuery), replace: true }),
    chooseColumns(next) {
      if (view) void navigate({ search: address(query, next), replace: true })
      else setDraft({ columns: next })
    },
    hasOwnColumns: view ? written !== undefined : columns !== null,
    keepColumns() {
      if (!view && draft) keep.mutate(draft)
    },
  }
}
