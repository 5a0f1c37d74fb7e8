import { type Query, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { contract } from '#contract.ts'
import { addressOf, wroteAt } from './api.ts'
import { useMe } from './session.ts'

type Event = { kind: string; id: string | null; rev: number | null }

// Which cached answers a kind of change makes old; the first part of a query's key is its slice.
const touched: Record<string, string[]> = {
  client: ['clients', 'segments', 'contacts', 'duplicates', 'funnel', 'history', 'leads'],
  clients: ['clients', 'orders', 'segments', 'contacts', 'duplicates', 'funnel', 'history'],
  contact: ['contacts', 'history', 'dossier'],
  fact: ['dossier', 'history'],
  dossier: ['dossier', 'history'],
  dossiers: ['dossier', 'history'],
  touch: ['contacts', 'history', 'leads', 'dossier'],
  leadAnswer: ['leads', 'history'],
  play: ['leads', 'history'],
  snooze: ['leads', 'history'],
  leads: ['leads', 'history'],
  form: ['forms', 'history'],
  deal: ['funnel', 'leads', 'conversion', 'history'],
  pipeline: ['funnel', 'conversion', 'history'],
  lostReasons: ['funnel', 'conversion', 'history'],
  duplicate: ['duplicates', 'history'],
  field: ['fields', 'clients', 'history'],
  order: ['orders', 'clients', 'segments', 'contacts', 'history'],
  segments: ['segments', 'clients', 'orders', 'leads'],
  columns: ['views', 'history'],
  view: ['views', 'history'],
  import: ['imports'],
  backup: ['backups'],
  webhook: ['webhooks'],
  token: ['tokens'],
  user: ['team'],
  team: ['team'],
  workspace: ['team'],
}

const BATCH_MS = 150

// When each slice last changed, for lists that wait for their reader.
const changedAt = new Map<string, number>()
const listeners = new Set<() => void>()
// How far long acts of this person are, in percent, by the id that names the act.
const progress = new Map<string, number>()

/** How far an act is, in percent; null = not told. */
export function useProgress(id: string | null): number | null {
  return useSyncExternalStore(
    (heard) => {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    () => (id === null ? null : (progress.get(id) ?? null)),
  )
}

// The list that somebody reads is not moved under their cursor: it says that it is old and waits.
function isRead(query: Query): boolean {
  const data = query.state.data as { pages?: { rows?: unknown[] }[] } | undefined
  const [slice, what] = query.queryKey
  // A column that was scrolled far down would be read anew page by page: it reads what is in view by itself.
  if (slice === 'funnel' && what === 'column') return (data?.pages?.length ?? 0) > 5
  return (
    (slice === 'clients' || slice === 'funnel') &&
    what === 'list' &&
    query.isActive() &&
    (data?.pages?.[0]?.rows?.length ?? 0) > 0
  )
}

/** When a slice last changed here or elsewhere, by this browser's clock; 0 = not since the page was opened. */
export function useChangedAt(slice: string): number {
  return useSyncExternalStore(
    (heard) => {
      listeners.add(heard)
      return () => listeners.delete(heard)
    },
    () => changedAt.get(slice) ?? 0,
  )
}

/** Whether a list of a slice, as of when it was read, has since changed. */
export function useHasChanged(slice: string, readAt: number): boolean {
  return useChangedAt(slice) > readAt
}

// What one changes oneself is heard of so soon after.
const ECHO_MS = 3000

/** The same of what others changed. */
export function useOthersChanged(slice: string, readAt: number): boolean {
  const at = useChangedAt(slice)
  return at > readAt && at > wroteAt() + ECHO_MS
}

/** Hears the server's changes and refreshes what they touch; says whether the connection stands. */
export function useLive(): { isOnline: boolean; lostAt: Date | null } {
  const client = useQueryClient()
  const [lostAt, setLostAt] = useState<Date | null>(null)
  const isSignedIn = useMe().data !== null
  useEffect(() => {
    if (!isSignedIn) return undefined
    const source = new EventSource(addressOf(contract.live.stream))
    const waiting = new Set<string>()
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = (): void => {
      timer = undefined
      for (const slice of waiting) {
        changedAt.set(slice, Date.now())
        void client.invalidateQueries({ queryKey: [slice], predicate: (query) => !isRead(query) })
        void client.invalidateQueries({ queryKey: [slice], predicate: isRead, refetchType: 'none' })
      }
      for (const heard of listeners) heard()
      waiting.clear()
    }
    source.addEventListener('message', (message: MessageEvent<string>) => {
      const { kind, id, rev } = JSON.parse(message.data) as Event
      if (kind === 'progress' && id !== null) {
        progress.set(id, rev ?? 0)
        for (const heard of listeners) heard()
        return
      }
      for (const slice of touched[kind] ?? []) waiting.add(slice)
      timer ??= setTimeout(refresh, BATCH_MS)
    })
    source.addEventListener('open', () => setLostAt(null))
    source.addEventListener('error', () => {
      // Refused for good: the session has ended, which asking who we are tells.
      if (source.readyState === EventSource.CLOSED) {
        void client.invalidateQueries({ queryKey: ['team', 'me'] })
      } else setLostAt((before) => before ?? new Date())
    })
    return () => {
      clearTimeout(timer)
      source.close()
    }
  }, [client, isSignedIn])
  return { isOnline: lostAt === null, lostAt }
}
