import { useEffect, useState } from 'react'
import { useShortcuts } from '#web/shortcuts.ts'
import type { QueueRow } from '../contract.ts'
import { keyOf, type RowAct } from './row-acts.ts'

const pass = (): boolean => false

function step(by: number): boolean {
  const links = [...document.querySelectorAll<HTMLElement>('#content .g-work a.g-plain')]
  const here = document.activeElement?.closest('.g-work')
  const at = links.findIndex((link) => here?.contains(link))
  links[at === -1 ? 0 : Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
  return links.length > 0
}

// The row that holds the focus; a drawer over the queue leaves it as it was.
function useRowInHand(): string | null {
  const [current, setCurrent] = useState<string | null>(null)
  useEffect(() => {
    const hear = ({ target }: FocusEvent): void => {
      const row = target instanceof Element ? target.closest<HTMLElement>('.g-work') : null
      if (row) setCurrent(row.dataset['row'] ?? null)
    }
    document.addEventListener('focusin', hear)
    return () => document.removeEventListener('focusin', hear)
  }, [])
  return current
}

/** The keys of the queue, which act on the row in hand or on the first; says which row that is. */
export function useQueueKeys({
  rows,
  onAct,
}: {
  rows: readonly QueueRow[]
  onAct: ((act: RowAct, row: QueueRow) => void) | null
}): string | null {
  const current = useRowInHand()
  const act = (what: (row: QueueRow) => RowAct | null) => () => {
    const row = rows.find((it) => keyOf(it) === current) ?? rows[0]
    const wanted = row && (row.deal && !row.deal.mayEdit ? null : what(row))
    if (!row || !wanted) return false
    onAct?.(wanted, row)
    return true
  }
  useShortcuts({
    KeyJ: () => step(1),
    KeyK: () => step(-1),
    ...(onAct && {
      KeyE: act((row) => (row.part === 'step' ? 'done' : 'log')),
      KeyS: act(() => 'snooze'),
      KeyL: act(() => 'log'),
      KeyN: act((row) => (row.deal ? 'plan' : null)),
      // After G a letter goes to a screen.
      'KeyG KeyE': pass,
      'KeyG KeyS': pass,
      'KeyG KeyL': pass,
      'KeyG KeyN': pass,
    }),
  })
  return current
}
