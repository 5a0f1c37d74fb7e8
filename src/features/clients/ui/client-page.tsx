import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import {
  IconArchive,
  IconArchiveOff,
  IconChevronDown,
  IconChevronUp,
  IconPencil,
  IconPhone,
} from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react'
import type { ChangedField } from '#kernel/changed-fields.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useShortcuts } from '#web/shortcuts.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { ClassStamp, kindOfRhythm, State } from '#web/widgets/marks.tsx'
import { Answer, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { widgetTexts } from '#web/widgets/text.ts'
import type { Client } from '../contract.ts'
import { Facts } from './facts.tsx'
import { keepPlace, neighboursOf } from './last-list.ts'
import { clientTexts } from './text.ts'

const ClientForm = lazy(async () => ({ default: (await import('./client-form.tsx')).ClientForm }))

type OwnFieldChange = (change: ChangedField) => ChangedField | null

function History({ clientId, ownFieldChange }: { clientId: string; ownFieldChange: OwnFieldChange }) {
  const text = useTexts(clientTexts)
  const format = useFormat()
  const history = useQuery({
    queryKey: ['clients', 'history', clientId],
    queryFn: () => api.clients.history({ params: { id: clientId } }),
  })
  const names = text as unknown as Record<string, string>
  const label = (name: string): string => {
    const [group = '', ...key] = name.split('.')
    return [typeof names[group] === 'string' ? names[group] : group, ...key].join(' · ')
  }
  const shown = (value: string | null): string => (value === 'true' ? text.yes : (value ?? text.empty))
  return (
    <section className="g-stack">
      <h2>{text.history}</h2>
      <Answer query={history} rows={3}>
        {({ rows }) =>
          rows.length === 0 ? (
            <p className="g-sm g-3">{text.noHistory}</p>
          ) : (
            <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
              {rows.map((row) => (
                <li
                  key={row.id}
                  className="g-sm"
                  style={{ padding: '8px 0', borderTop: '1px solid var(--g-line)' }}
                >
                  <span className="g-3">{format.instant(row.at)}</span> {row.actor ?? text.machine}.{' '}
                  {text.actions[row.action] ?? row.action}
                  {row.fields.map((field) => {
                    const own = ownFieldChange(field)
                    const { before, after } = own ?? field
                    return (
                      <div key={field.name} className="g-xs g-3" style={{ overflowWrap: 'anywhere' }}>
                        {own?.name ?? label(field.name)}: {shown(before)} → {shown(after)}
                      </div>
                    )
                  })}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </section>
  )
}

function Heading({ client, onEdit }: { client: Client; onEdit: () => void }) {
  const text = useTexts(clientTexts)
  const words = useTexts(widgetTexts)
  const format = useFormat()
  const where = [
    client.city,
    client.firstOrderedOn && text.since(format.day(client.firstOrderedOn)),
    client.ownerName ? text.leads(client.ownerName) : text.noLeader,
  ].filter(Boolean)
  return (
    <header className="g-head" style={{ alignItems: 'center' }}>
      <ClassStamp value={client.valueClass} isBig />
      <div className="g-grow-wide">
        <h1 style={{ overflowWrap: 'anywhere' }}>{client.name}</h1>
        <span className="g-sm g-3">{where.join(', ')}</span>
      </div>
      <div className="g-actions">
        {client.rhythm !== 'unknown' && (
          <State kind={kindOfRhythm(client.rhythm)}>
            {words.rhythm[client.rhythm]}
            {client.rhythmRatio !== null &&
              client.rhythmRatio < 100 &&
              ` ×${format.number(client.rhythmRatio, 1)}`}
          </State>
        )}
        {client.mayEdit && (
          <>
            <ArchiveButton client={client} />
            <button type="button" className="g-button" onClick={onEdit}>
              <IconPencil /> {text.edit}
            </button>
          </>
        )}
        {client.phone && (
          <a className="g-button is-primary" href={`tel:${client.phone}`}>
            <IconPhone /> {text.call}
          </a>
        )}
      </div>
    </header>
  )
}

// J and K go on through the list that the page was opened from.
function Walk({ clientId }: { clientId: string }) {
  const text = useTexts(clientTexts)
  const format = useFormat()
  const navigate = useNavigate()
  const { search, place, count, previous, next } = neighboursOf(clientId)
  useEffect(() => {
    if (place !== null) keepPlace({ key: clientId })
  }, [clientId, place])
  const go = (id: string | undefined) => () =>
    id !== undefined && void navigate({ to: '/clients/$clientId', params: { clientId: id } })
  useShortcuts({ KeyJ: go(next), KeyK: go(previous) })
  const step = (id: string | undefined, label: string, icon: ReactNode) =>
    id !== undefined && (
      <Link to="/clients/$clientId" params={{ clientId: id }} className="g-step" aria-label={label}>
        {icon}
      </Link>
    )
  return (
    <nav className="g-row g-sm">
      <Link to="/clients" search={search}>
        ← {text.back}
      </Link>
      {place !== null && (
        <>
          {step(previous, text.previous, <IconChevronUp size={16} />)}
          <span className="g-3">{text.walk(format.number(place), format.number(count))}</span>
          {step(next, text.next, <IconChevronDown size={16} />)}
        </>
      )}
    </nav>
  )
}

function ArchiveButton({ client }: { client: Client }) {
  const text = useTexts(clientTexts)
  const toast = useToast()
  const undo = useUndo()
  const errorText = useErrorText()
  const cache = useQueryClient()
  const isArchived = client.archivedAt !== null
  const change = useMutation({
    mutationFn: () =>
      api.clients.changeMany({ body: { ids: [client.id], change: { isArchived: !isArchived } } }),
    onSuccess: async ({ unitId }) => {
      await cache.invalidateQueries()
      const said = isArchived ? text.unarchivedMany(1) : text.archivedMany(1)
      toast(said, unitId === null ? undefined : () => void undo(unitId))
    },
    onError: (error) => toast(errorText(error)),
  })
  return (
    <button type="button" className="g-button" disabled={change.isPending} onClick={() => change.mutate()}>
      {isArchived ? <IconArchiveOff /> : <IconArchive />} {isArchived ? text.unarchive : text.archive}
    </button>
  )
}

/** One client: who they are, why this class and rhythm, the orders. What other slices know comes in as parts. */
export function ClientPage({
  clientId,
  why,
  chart,
  orders,
  contacts,
  ownFieldChange,
}: {
  clientId: string
  why: ReactNode
  chart: ReactNode
  orders: ReactNode
  /** a change of an own field as people read it */
  ownFieldChange: OwnFieldChange
  /** people and timeline of a client, for those who may read them; others see the plain history of changes */
  contacts: ((client: Client) => { people: ReactNode; timeline: ReactNode }) | null
}) {
  const text = useTexts(clientTexts)
  const format = useFormat()
  const [isEditing, setEditing] = useState(false)
  const client = useQuery({
    queryKey: ['clients', 'one', clientId],
    queryFn: () => api.clients.get({ params: { id: clientId } }),
  })
  return (
    <div className="g-page">
      <Walk clientId={clientId} />
      <Answer query={client}>
        {(row) => (
          <>
            <Heading client={row} onEdit={() => setEditing(true)} />
            {row.archivedAt && (
              <div className="g-notice is-warn">{text.archivedSince(format.instant(row.archivedAt))}</div>
            )}
            <div className="g-split">
              <div className="g-stack" style={{ gap: 20, minWidth: 0 }}>
                {why}
                {chart}
                {contacts?.(row).timeline}
                {orders}
              </div>
              <aside className="g-side" aria-label={text.facts}>
                <Facts client={row} />
                {contacts ? (
                  contacts(row).people
                ) : (
                  <History clientId={clientId} ownFieldChange={ownFieldChange} />
                )}
              </aside>
            </div>
            {isEditing && (
              <Suspense>
                <ClientForm
                  client={row}
                  onClose={() => setEditing(false)}
                  onSaved={() => setEditing(false)}
                />
              </Suspense>
            )}
          </>
        )}
      </Answer>
    </div>
  )
}
