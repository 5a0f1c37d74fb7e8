import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { BoardColumn, DealFilter, Stage } from '../contract.ts'
import { draggedIn } from './deal-card.tsx'
import { withPending } from './pending.ts'
import { funnelTexts } from './text.ts'
import type { Moves } from './use-moves.tsx'
import { useNames } from './use-pipelines.ts'

type Props = { column: BoardColumn; stage: Stage; filter: DealFilter; moves: Moves }

/** One of the two ends of a way: how many came here and for how much, and where a card is dropped. */
export function BoardEnd({ column, stage, filter, moves }: Props) {
  const text = useTexts(funnelTexts)
  const names = useNames()
  const format = useFormat()
  const place = useRef<HTMLDivElement>(null)
  const [isOver, setOver] = useState(false)
  const latest = useRef({ moves, stage })
  useEffect(() => {
    latest.current = { moves, stage }
  })
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => draggedIn(source.data) !== null,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false)
        const deal = draggedIn(source.data)
        if (deal) latest.current.moves.move(deal, latest.current.stage)
      },
    })
  }, [])
  const { count, sumMinor } = withPending(stage.id, column, moves.pending)
  const isWon = stage.kind === 'won'
  const name = names.stage(stage)
  const [shownCount, shownSum] = [format.number(count), format.moneyShort(sumMinor)]
  return (
    <div className={`g-end is-${stage.kind}${isOver ? ' is-over' : ''}`} ref={place} data-stage={stage.id}>
      <span className="g-strong g-clip">{name}</span>
      <span className="g-sm g-3 g-end-word">{isWon ? text.won : text.lost}</span>
      <Link
        to="/deals"
        search={{ ...filter, view: 'list', state: isWon ? 'won' : 'lost' }}
        className="g-figure g-sm"
      >
        <span className="g-visually-hidden">{text.openStage(name)}</span>
        {shownCount} · {shownSum}
      </Link>
      <span className="g-sm g-3 g-end-hint">{isWon ? text.dropWon : text.dropLost}</span>
    </div>
  )
}
