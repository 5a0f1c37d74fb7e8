import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { contract } from '#contract.ts'
import { api } from '#web/api.ts'
import { useCan, useSession } from '#web/session.ts'
import { Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { FootKeys } from '#web/widgets/foot-keys.tsx'
import { QuickAddButton } from '#web/widgets/quick-add.tsx'
import { Answer } from '#web/widgets/states.tsx'
import type { QueueRow } from '../contract.ts'
import './leads.css'
import { Queue } from './queue.tsx'
import { type Open, type RowAct } from './row-acts.ts'
import { type DealDrawers, RowDrawer } from './row-drawer.tsx'
import { TeamLoad } from './team-load.tsx'
import { leadTexts } from './text.ts'
import { NowInWords, OwnerChoice, QueueSum } from './today-head.tsx'
import { useHeldQueue } from './use-held-queue.ts'
import { useQueueKeys } from './use-queue-keys.ts'

const REFRESH_MS = 60_000
const noRows: QueueRow[] = []

/** Whom to work with first and why, and what to do next, in place. */
export function TodayScreen({ drawers }: { drawers: DealDrawers }) {
  const text = useTexts(leadTexts)
  const can = useCan()
  const { user } = useSession()
  const { owner } = useSearch({ from: '/app/today' })
  const today = useQuery({
    queryKey: ['leads', 'today', owner ?? null],
    queryFn: () => api.leads.today({ query: owner === undefined ? {} : { owner } }),
    // Working minutes and days go on without anybody changing anything.
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  })
  const { today: shown, changed, show } = useHeldQueue(today.data)
  const [open, setOpen] = useState<Open | null>(null)
  const rows = shown?.rows ?? noRows
  const mayWrite = can(contract.leads.snooze)
  const act = useCallback((what: RowAct, row: QueueRow): void => setOpen({ act: what, row }), [])
  const current = useQueueKeys({ rows, onAct: mayWrite ? act : null })
  const isTeam = can(contract.leads.load)
  const responseMinutes = today.data?.responseMinutes ?? 0
  const basis = useMemo(
    () => ({ toldAtMs: today.dataUpdatedAt, responseMinutes }),
    [today.dataUpdatedAt, responseMinutes],
  )
  const count = Object.values(today.data?.counts ?? {}).reduce((sum, it) => sum + it, 0)
  return (
    <Page
      title={text.title}
      note={<NowInWords />}
      actions={
        <>
          {today.data && <QueueSum count={count} atStakeMinor={today.data.atStakeMinor} />}
          <OwnerChoice owner={owner} />
          <QuickAddButton isPrimary />
        </>
      }
    >
      <div className={isTeam ? 'g-split g-today' : undefined}>
        <Answer query={today}>
          {(data) => (
            <Queue
              today={shown ?? data}
              changed={changed}
              onShow={show}
              basis={basis}
              isMine={data.ownerId === user.id}
              current={current}
              onAct={mayWrite ? act : null}
            />
          )}
        </Answer>
        {isTeam && (
          <aside className="g-side" aria-label={text.team}>
            <TeamLoad />
          </aside>
        )}
      </div>
      {open && <RowDrawer open={open} drawers={drawers} onAct={act} onClose={() => setOpen(null)} />}
      <FootKeys
        hints={
          mayWrite
            ? [
                [['E'], text.keys.done],
                [['S'], text.keys.snooze],
                [['L'], text.keys.log],
                [['N'], text.keys.step],
                [['Q'], text.keys.lead],
              ]
            : []
        }
      />
    </Page>
  )
}
