import { IconPlus } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { contract } from '#contract.ts'
import { useFormat } from '#web/format.ts'
import { useCan } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import { Answer } from '#web/widgets/states.tsx'
import type { DealCard } from '../contract.ts'
import './deals.css'
import { useClientDeals } from './use-client-deals.ts'
import { NextStep } from './step-state.tsx'
import { funnelTexts } from './text.ts'
import { useMoves } from './use-moves.tsx'
import { useNames } from './use-pipelines.ts'

const DealForm = lazy(async () => ({ default: (await import('./deal-form.tsx')).DealForm }))

function Stands({ deal }: { deal: DealCard }) {
  const names = useNames()
  const name = names.stageName(deal.stageId)
  if (deal.closedAt === null) return <span className="g-2">{name}</span>
  return <State kind={names.stageOf(deal.stageId)?.kind === 'lost' ? 'bad' : 'good'}>{name}</State>
}

/** The deals of one client, on the client's page. */
export function ClientDeals({ clientId }: { clientId: string }) {
  const text = useTexts(funnelTexts)
  const format = useFormat()
  const can = useCan()
  const moves = useMoves()
  const [isAdding, setAdding] = useState(false)
  const deals = useClientDeals(clientId)
  return (
    <section className="g-stack">
      <div className="g-spread">
        <h2>{text.ofClient}</h2>
        {can(contract.funnel.create) && (
          <button type="button" className="g-button" onClick={() => setAdding(true)}>
            <IconPlus /> {text.add}
          </button>
        )}
      </div>
      <Answer query={deals} rows={2}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.rows)
          if (rows.length === 0) return <p className="g-sm g-3">{text.noneOfClient}</p>
          return (
            <ul className="g-plain-list">
              {rows.map((deal) => (
                <li key={deal.id} className="g-client-deal">
                  <Link to="/deals/$dealId" params={{ dealId: deal.id }} className="g-clip">
                    {deal.title}
                  </Link>
                  <span className="g-clip">
                    <Stands deal={deal} />
                  </span>
                  <span className="g-clip">
                    <NextStep deal={deal} onPlan={moves.plan} />
                  </span>
                  <span className="g-num">
                    {deal.amountMinor === null ? '–' : format.money(deal.amountMinor)}
                  </span>
                </li>
              ))}
            </ul>
          )
        }}
      </Answer>
      {deals.hasNextPage && (
        <div>
          <button type="button" className="g-link g-sm" onClick={() => void deals.fetchNextPage()}>
            {text.more}
          </button>
        </div>
      )}
      {moves.drawers}
      {isAdding && (
        <Suspense>
          <DealForm deal={null} client={{ id: clientId, name: '' }} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </section>
  )
}
