import { lazy, type ReactNode, Suspense } from 'react'
import type { DealCard, Step } from '#features/funnel/contract.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import type { QueueRow } from '../contract.ts'
import { nameOf, type Open, type RowAct } from './row-acts.ts'

const LogDrawer = lazy(async () => ({ default: (await import('./log-drawer.tsx')).LogDrawer }))
const SnoozeDrawer = lazy(async () => ({ default: (await import('./snooze-drawer.tsx')).SnoozeDrawer }))
const MoreDrawer = lazy(async () => ({ default: (await import('./more-drawer.tsx')).MoreDrawer }))
const TurnDrawer = lazy(async () => ({ default: (await import('./turn-drawer.tsx')).TurnDrawer }))
const LeadPanel = lazy(async () => ({ default: (await import('./lead-panel.tsx')).LeadPanel }))

/** Drawers over a deal that the funnel brings. */
export type DealDrawers = {
  plan: (deal: DealCard, onClose: () => void) => ReactNode
  done: (deal: DealCard, step: Step, onClose: () => void) => ReactNode
}

type Props = {
  open: Open
  drawers: DealDrawers
  onAct: (act: RowAct, row: QueueRow) => void
  onClose: () => void
}

function Content({ open: { act, row }, drawers, onAct, onClose }: Props) {
  const { deal } = row
  if (act === 'snooze') return <SnoozeDrawer row={row} onClose={onClose} />
  if (act === 'more') return <MoreDrawer row={row} onAct={(it) => onAct(it, row)} onClose={onClose} />
  if (deal && row.wait && act === 'turn')
    return <TurnDrawer deal={deal} side={row.wait.on === 'us' ? 'client' : 'us'} onClose={onClose} />
  if (deal && act === 'plan') return drawers.plan(deal, onClose)
  if (deal?.step && act === 'done') return drawers.done(deal, deal.step, onClose)
  if (deal && act === 'lead')
    return (
      <Drawer title={nameOf(row)} onClose={onClose}>
        <LeadPanel dealId={deal.id} />
      </Drawer>
    )
  return <LogDrawer row={row} onClose={onClose} />
}

/** What is done with a row, over the queue. */
export function RowDrawer(props: Props) {
  return (
    <Suspense>
      <Content {...props} />
    </Suspense>
  )
}
