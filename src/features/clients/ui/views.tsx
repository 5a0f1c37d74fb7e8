import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { IconBookmark, IconUsers } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import type { ListState } from './list-state.ts'
import type { ClientQuery } from './search.ts'
import { clientTexts } from './text.ts'

const ViewActions = lazy(async () => ({ default: (await import('./view-actions.tsx')).ViewActions }))
const NewView = lazy(async () => ({ default: (await import('./view-drawer.tsx')).NewView }))
const AllViews = lazy(async () => ({ default: (await import('./view-drawer.tsx')).AllViews }))

const late = 'late,atRisk,lapsed'
// More stand in a drawer; the one that is open always has a tab.
const MOST_TABS = 6

/** The views above the list: the built-in ones, the person's own, those that are shared; and what can be done with them. */
export function Views({ state }: { state: ListState }) {
  const text = useTexts(clientTexts)
  const [open, setOpen] = useState<'new' | 'all' | null>(null)
  const counts = useQuery({ queryKey: ['clients', 'views'], queryFn: () => api.clients.views() }).data
  const { sort, direction, ...filter } = state.query
  const kept = { ...(sort && { sort }), ...(direction && { direction }) }
  const tabs: [string, number | undefined, ClientQuery][] = [
    [text.all, counts?.all, {}],
    [text.mine, counts?.mine, { owner: 'me' }],
    [text.lateAB, counts?.lateAB, { classes: 'A,B', rhythms: late }],
    ...(counts && counts.unowned > 0
      ? ([[text.unowned, counts.unowned, { owner: 'none' }]] as [string, number, ClientQuery][])
      : []),
    [text.archived, undefined, { archived: 'only' }],
  ]
  const { view, views, isChanged } = state
  const shown = views.filter((it, place) => place < MOST_TABS || it.id === view?.id)
  const close = () => setOpen(null)
  return (
    <div className="g-row-wide">
      <nav className="g-tabs" aria-label={text.views}>
        {tabs.map(([name, count, conditions]) => (
          <Link
            key={name}
            to="/clients"
            search={view ? conditions : { ...kept, ...conditions }}
            className="g-tab"
            activeOptions={{ exact: true }}
            aria-current={!view && JSON.stringify(filter) === JSON.stringify(conditions) ? 'page' : undefined}
          >
            {name} <span className="g-3">{count}</span>
          </Link>
        ))}
        {shown.map((it) => (
          <Link
            key={it.id}
            to="/clients"
            search={{ view: it.id }}
            className="g-tab"
            title={it.isMine ? it.name : `${it.name}, ${it.author}`}
            activeOptions={{ exact: true }}
            aria-current={it.id === view?.id ? 'page' : undefined}
          >
            {it.isShared && <IconUsers size={14} aria-label={text.shared} />}
            <span className="g-clip is-short">{it.name}</span>
            {it.id === view?.id && isChanged && <span className="g-sm g-3">{text.changed}</span>}
          </Link>
        ))}
        {views.length > shown.length && (
          <button type="button" className="g-tab" onClick={() => setOpen('all')}>
            {text.allViews(views.length)}
          </button>
        )}
      </nav>
      <Suspense>
        {view && <ViewActions key={view.id} state={state} view={view} onSaveAs={() => setOpen('new')} />}
        {open === 'new' && <NewView state={state} onClose={close} />}
        {open === 'all' && <AllViews views={views} onClose={close} />}
      </Suspense>
      {!view && Object.keys(state.query).length > 0 && (
        <button type="button" className="g-button is-quiet" onClick={() => setOpen('new')}>
          <IconBookmark /> {text.saveView}
        </button>
      )}
    </div>
  )
}
