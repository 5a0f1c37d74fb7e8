import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { IconColumns, IconDownload, IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { contract } from '#contract.ts'
import { addressOf, api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useHasChanged } from '#web/live.ts'
import { useCan } from '#web/session.ts'
import { BaseViews, Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { Answer, Empty } from '#web/widgets/states.tsx'
import { useChosenColumns } from './chosen-columns.ts'
import { ClientForm } from './client-form.tsx'
import { ClientTable } from './client-table.tsx'
import { Filters } from './filters.tsx'
import { keepList } from './last-list.ts'
import type { ClientSearch } from './search.ts'
import { SelectionBar } from './selection-bar.tsx'
import { clientTexts } from './text.ts'

const ColumnChooser = lazy(async () => ({ default: (await import('./column-chooser.tsx')).ColumnChooser }))

const late = 'late,atRisk,lapsed'
const none: ReadonlySet<string> = new Set()

function Views({ search }: { search: ClientSearch }) {
  const text = useTexts(clientTexts)
  const views = useQuery({ queryKey: ['clients', 'views'], queryFn: () => api.clients.views() })
  const counts = views.data
  const kept = {
    ...(search.sort && { sort: search.sort }),
    ...(search.direction && { direction: search.direction }),
  }
  const tabs: [string, number | undefined, ClientSearch][] = [
    [text.all, counts?.all, {}],
    [text.mine, counts?.mine, { owner: 'me' }],
    [text.lateAB, counts?.lateAB, { classes: 'A,B', rhythms: late }],
    ...(counts && counts.unowned > 0
      ? ([[text.unowned, counts.unowned, { owner: 'none' }]] as [string, number, ClientSearch][])
      : []),
    [text.archived, undefined, { archived: 'only' }],
  ]
  const { sort: _sort, direction: _direction, add: _add, ...filter } = search
  return (
    <nav className="g-tabs" aria-label={text.views}>
      {tabs.map(([name, count, view]) => (
        <Link
          key={name}
          to="/clients"
          search={{ ...kept, ...view }}
          className="g-tab"
          activeProps={{ 'aria-current': undefined }}
          aria-current={JSON.stringify(filter) === JSON.stringify(view) ? 'page' : undefined}
        >
          {name} <span className="g-3">{count}</span>
        </Link>
      ))}
    </nav>
  )
}

/** The client list. */
export function ClientsScreen() {
  const text = useTexts(clientTexts)
  const format = useFormat()
  const can = useCan()
  const navigate = useNavigate({ from: '/clients' })
  const search = useSearch({ from: '/app/clients' })
  const { add, ...query } = search
  const { sort: _sort, direction: _direction, ...filter } = query
  const list = useInfiniteQuery({
    queryKey: ['clients', 'list', query],
    queryFn: ({ pageParam }) =>
      api.clients.list({ query: { ...query, ...(pageParam && { cursor: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  })
  const count = useQuery({
    queryKey: ['clients', 'count', filter],
    queryFn: () => api.clients.count({ query: filter }),
  })
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(none)
  // Other conditions show other clients: what was chosen among the earlier ones is let go.
  const conditions = JSON.stringify(filter)
  const [chosenAmong, setChosenAmong] = useState(conditions)
  if (chosenAmong !== conditions) {
    setChosenAmong(conditions)
    setChosen(none)
  }
  const columns = useChosenColumns()
  const [isChoosing, setChoosing] = useState(false)
  const total = Math.max(count.data?.count ?? 0, rows.length)
  useEffect(() => keepList({ ids: rows.map((row) => row.id), total, search: query }), [rows, total, query])
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const hasChanged = useHasChanged('clients', list.dataUpdatedAt) && !list.isFetching
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
          <a
            className="g-button"
            href={addressOf(contract.clients.exportFile, { query: { ...filter, language: format.language } })}
            download
          >
            <IconDownload /> {text.export}
          </a>
          {can(contract.clients.create) && (
            <button type="button" className="g-button is-primary" onClick={() => setAdd(true)}>
              <IconPlus /> {text.add}
            </button>
          )}
        </>
      }
    >
      <BaseViews current="list" />
      <Views search={search} />
      <div className="g-row-wide">
        <Filters search={search} />
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
      <Answer query={list} rows={14}>
        {({ pages }) => {
          const first = pages[0]
          if (rows.length === 0 || !first) {
            return isFiltered ? (
              <Empty
                title={text.nothingTitle}
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
                search={query}
                chosenColumns={columns.chosen}
                onEnd={onEnd}
                selection={selection}
              />
              {chosen.size > 0 && (
                <SelectionBar
                  chosen={chosen}
                  total={count.data?.count ?? null}
                  filter={filter}
                  onClear={() => setChosen(none)}
                />
              )}
            </>
          )
        }}
      </Answer>
      {isChoosing && list.data?.pages[0] && (
        <Suspense>
          <ColumnChooser
            basis={list.data.pages[0]}
            chosen={columns.chosen}
            onChoose={columns.show}
            onClose={() => {
              setChoosing(false)
              columns.keep()
            }}
          />
        </Suspense>
      )}
      {add && (
        <ClientForm
          client={null}
          onClose={() => setAdd(false)}
          onSaved={(saved) => void navigate({ to: '/clients/$clientId', params: { clientId: saved.id } })}
        />
      )}
    </Page>
  )
}
