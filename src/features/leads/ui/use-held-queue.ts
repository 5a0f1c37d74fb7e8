import { useEffect, useState } from 'react'
import type { OutputOf } from '#kernel/operation.ts'
import { wroteAt } from '#web/api.ts'
import type { leadsContract } from '../contract.ts'
import { holdQueue } from './hold-queue.ts'

type Today = OutputOf<typeof leadsContract.today>
// What one did oneself is seen at once, and what it brought about soon after.
const OWN_MS = 10_000

/** The queue as its reader last saw it, with what changed since waiting to be asked for; one's own acts wait for nothing. */
export function useHeldQueue(told: Today | undefined): {
  today: Today | undefined
  changed: number
  show: () => void
} {
  const [settled, setSettled] = useState(told)
  const held = settled && told ? holdQueue(settled.rows, told.rows) : null
  const isSame = settled?.ownerId === told?.ownerId && settled?.on === told?.on
  // Nobody stands in an empty queue.
  const changed = (isSame && settled?.rows.length && held?.changed) || 0
  useEffect(() => {
    const isOwn = Date.now() - wroteAt() < OWN_MS
    // Whether it is one's own doing is told by the clock, which is not read while drawing.
    // oxlint-disable-next-line react/set-state-in-effect
    if (told && (changed === 0 || isOwn || document.hidden)) setSettled(told)
  }, [told, changed])
  return {
    today: changed > 0 && settled && held ? { ...settled, rows: held.rows } : told,
    changed,
    show: () => setSettled(told),
  }
}
