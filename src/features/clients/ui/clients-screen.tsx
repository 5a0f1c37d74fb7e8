import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { IconColumns, IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { contract } from '#contract.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useHasChanged } from '#web/live.ts'
import { useCan } from '#web/session.ts'
import { BaseViews, Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { ExportButton } from '#web/widgets/export-button.tsx'
import { Answer, Empty } from '#web/widgets/states.tsx'
import { ClientTable } from './client-table.tsx'
import { Filters } from './filters.tsx'
import { chosenIn, keepList, placeIn } from './last-list.ts'
import { useDropGoneField } from './gone-field.ts'
import { useListState } from './list-state.ts'
import { clientTexts } from './text.ts'
import { Views } from './views.tsx'

const SelectionBar = lazy(async () => ({ default: (await import('./selection-bar.tsx')).SelectionBar }))
const ClientForm = lazy(async () => ({ default: (await import('./client-form.tsx')).ClientForm }))
const ColumnChooser = lazy(async () => ({ default: (await import('./column-chooser.tsx')).ColumnChooser }))

const waiting = { data: undefined, error: null, isPending: true, refetch: () => undefined }
const none: ReadonlySet<string> = new Set()

/** The client list. */
export function ClientsScreen() {
  const text = useTexts(clientTexts)
  const format = useFormat()
  const can = useCan()
  const navigate = useNavigate({ from: '/clients' })
  const search = useSearch({ from: '/app/clients' })
  const state = useListState()
  const { query } = state
  const { sort: _sort, direction: _direction, ...filter } = query
  const list = useInfiniteQuery({
    queryKey: ['clients', 'list', query],
    queryFn: ({ pageParam }) =>
      api.clients.list({ query: { ...query, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    enabled: !state.isWaiting,
  })
  const count = useQuery({
    queryKey: ['clients', 'count', filter],
    queryFn: () => api.clients.count({ query: filter }),
    enabled: !state.isWaiting,
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data])
  const [place] = useState(() => placeIn(search))
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => chosenIn(search))
  // Other conditions show other clients: what was chosen among the earlier ones is let go.
  const conditions = JSON.stringify(filter)
  const [chosenAmong, setChosenAmong] = useState(conditions)
  if (chosenAmong !== conditions) {
    setChosenAmong(conditions)
    setChosen(none)
  }
  const [isChoosing, setChoosing] = useState(false)
  const total = Math.max(count.data?.count ?? 0, rows.length)
  useEffect(
    () => keepList({ ids: rows.map((row) => row.id), total, search, chosen }),
    [rows, total, search, chosen],
  )
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const isDropping = useDropGoneField(list.error, query.fields, state.set)
  const hasChanged = useHasChanged('clients', list.dataUpdatedAt) && !list.isFetching
  const nameOf = (condition: string): string =>
    (text.filters as Record<string, string>)[condition] ?? condition
  const isFiltered = Object.keys(filter).length > 0
  const setAdd = (isOpen: boolean): void =>
    void navigate({ search: (before) => ({ ...before, add: isOpen || undefined }), replace: true })
  return (
    <Page
      isFixed
      title={text.title}
      note={
        count.data
          ? `${format.number(count.data.count)} · ${format.moneyShort(count.data.measureMinor)}`
          : undefined
      }
      actions={
        <>
          <ExportButton
            label={text.export}
            offers={[
              { label: text.exports.clients, operation: contract.clients.exportFile, query: filter },
              { label: text.exports.people, operation: contract.contacts.exportPeople, query: filter },
              { label: text.exports.touches, operation: contract.contacts.exportTouches, query: filter },
            ].filter(({ operation }) => can(operation))}
          />
          {can(contract.clients.create) && (
            <button type="button" className="g-button is-primary" onClick={() => setAdd(true)}>
              <IconPlus /> {text.add}
            </button>
          )}
        </>
      }
    >
      <BaseViews current="list" />
      <Views state={state} />
      {filter.archived && <p className="g-sm g-2">{text.archivedHere}</p>}
      {state.isViewGone && <div className="g-notice is-warn">{text.viewGone}</div>}
      {state.view && state.view.lost.length > 0 && (
        <div className="g-notice is-warn">{text.viewLost(state.view.lost.map(nameOf).join(', '))}</div>
      )}
      <div className="g-row-wide">
        <Filters search={query} set={state.set} />
        {hasChanged && (
          <button type="button" className="g-button" onClick={() => void list.refetch()}>
            {text.showChanges}
          </button>
        )}
        <span className="g-sm g-3" style={{ marginLeft: 'auto' }}>
          {list.data?.pages[0]?.asOf &&
            text.basis(format.day(list.data.pages[0].asOf), text.measures[list.data.pages[0].measure])}
        </span>
        <button type="button" className="g-button is-quiet g-hide-phone" onClick={() => setChoosing(true)}>
          <IconColumns /> {text.chooseColumns}
        </button>
      </div>
      <Answer query={isDropping ? waiting : list} rows={14}>
        {({ pages }) => {
          const first = pages[0]
          if (rows.length === 0 || !first) {
            return isFiltered ? (
              <Empty
                title={
                  filter.archived && Object.keys(filter).length === 1 ? text.archiveEmpty : text.nothingTitle
                }
                action={
                  <Link to="/clients" search={{}} className="g-button">
                    {text.clear}
                  </Link>
                }
              />
            ) : (
              <Empty
                title={text.emptyTitle}
                action={
                  can(contract.imports.upload) && (
                    <Link to="/imports" className="g-button is-primary">
                      {text.emptyAction}
                    </Link>
                  )
                }
              >
                {text.emptyText}
              </Empty>
            )
          }
          const selection = can(contract.clients.changeMany) ? { chosen, onChange: setChosen } : undefined
          return (
            <>
              <ClientTable
                rows={rows}
                basis={first}
                query={query}
                addressWith={state.addressWith}
                chosenColumns={state.columns}
                onEnd={onEnd}
                place={place}
                selection={selection}
              />
              <Suspense>
                {chosen.size > 0 && (
                  <SelectionBar
                    chosen={chosen}
                    total={count.data?.count ?? null}
                    filter={filter}
                    onClear={() => setChosen(none)}
                  />
                )}
              </Suspense>
            </>
          )
        }}
      </Answer>
      {isChoosing && list.data?.pages[0] && (
        <Suspense>
          <ColumnChooser
            basis={list.data.pages[0]}
            chosen={state.columns}
            isOriginal={!state.hasOwnColumns}
            onChoose={state.chooseColumns}
            onClose={() => {
              setChoosing(false)
              state.keepColumns()
            }}
          />
        </Suspense>
      )}
      {search.add && (
        <Suspense>
          <ClientForm
            client={null}
            onClose={() => setAdd(false)}
            onSaved={(saved) => void navigate({ to: '/clients/$clientId', params: { clientId: saved.id } })}
          />
        </Suspense>
      )}
    </Page>
  )
}
