import { draggable } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter'
import { IconDots } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { GradePill } from '#web/widgets/grade-pill.tsx'
import { Avatar, State } from '#web/widgets/marks.tsx'
import type { DealCard as Card, Stage } from '../contract.ts'
import { NextStep } from './step-state.tsx'
import { funnelTexts } from './text.ts'
import { useClock } from './use-clock.ts'

/** What is dragged over the board. */
export type Dragged = { type: 'deal'; deal: Card }
export const draggedIn = (data: Record<string | symbol, unknown>): Card | null =>
  data['type'] === 'deal' ? (data as Dragged).deal : null

function Age({ deal, stage }: { deal: Card; stage: Stage }) {
  const text = useTexts(funnelTexts)
  const days = useClock().daysSince(deal.stageEnteredAt)
  if (!deal.isEntryKnown) return <span className="g-3">{text.entryUnknown}</span>
  if (stage.normDays !== null && days > stage.normDays)
    return (
      <State kind="warn">
        {text.shortDays(days)}
        <span className="g-visually-hidden">{text.overNorm(stage.normDays)}</span>
      </State>
    )
  return (
    <span className="g-3" title={text.inStage(days)}>
      <span aria-hidden="true">{text.shortDays(days)}</span>
      <span className="g-visually-hidden">{text.inStage(days)}</span>
    </span>
  )
}

type Props = {
  deal: Card
  stage: Stage
  onPlan: (deal: Card) => void
  onChoose: (deal: Card) => void
}

/** A deal on the board: what, whose, for how much, how long here, and what comes next. */
export function DealCard({ deal, stage, onPlan, onChoose }: Props) {
  const text = useTexts(funnelTexts)
  const format = useFormat()
  const card = useRef<HTMLElement>(null)
  const { id, mayEdit, rev } = deal
  const current = useRef(deal)
  useEffect(() => {
    current.current = deal
  }, [deal])
  useEffect(() => {
    const element = card.current
    if (!element || !mayEdit) return undefined
    return draggable({
      element,
      getInitialData: (): Dragged => ({ type: 'deal', deal: current.current }),
      onDragStart: () => element.classList.add('is-dragged'),
      onDrop: () => element.classList.remove('is-dragged'),
    })
  }, [mayEdit])
  // What somebody has just changed flashes once.
  const seen = useRef(rev)
  useEffect(() => {
    if (seen.current === rev) return
    seen.current = rev
    if (!window.matchMedia('(prefers-reduced-motion: reduce)').matches)
      card.current?.animate([{ backgroundColor: 'var(--g-steel-soft)' }, {}], 900)
  }, [rev])
  return (
    <article className="g-deal" ref={card} data-deal={id}>
      <div className="g-deal-head">
        <Link to="/deals/$dealId" params={{ dealId: id }} className="g-deal-title" draggable={false}>
          {deal.title}
        </Link>
        {mayEdit && (
          <button
            type="button"
            className="g-step"
            aria-label={text.moveOf(deal.title)}
            aria-haspopup="dialog"
            onClick={() => onChoose(deal)}
          >
            <IconDots size={16} />
          </button>
        )}
      </div>
      <div className="g-spread">
        <span className="g-clip g-2 g-grow">{deal.clientName}</span>
        {deal.grade && <GradePill grade={deal.grade} />}
        {deal.ownerName && <Avatar name={deal.ownerName} />}
      </div>
      <div className="g-spread">
        {deal.amountMinor === null ? (
          <span className="g-3 g-clip">{text.noAmount}</span>
        ) : (
          <span className="g-strong g-num">{format.money(deal.amountMinor)}</span>
        )}
        <Age deal={deal} stage={stage} />
      </div>
      <div className="g-deal-step">
        <NextStep deal={deal} onPlan={onPlan} />
      </div>
    </article>
  )
}
