import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter'
import { useVirtualizer } from '@tanstack/react-virtual'
import { Link } from '@tanstack/react-router'
import { type RefObject, useEffect, useId, useRef, useState } from 'react'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { BoardColumn as Column, DealCard as Card, DealFilter, Stage } from '../contract.ts'
import { DealCard, draggedIn } from './deal-card.tsx'
import { withPending } from './pending.ts'
import { funnelTexts } from './text.ts'
import { useColumnCards } from './use-board.ts'
import type { Moves } from './use-moves.tsx'
import { useNames } from './use-pipelines.ts'

const CARD_PX = 116
const GAP_PX = 8
const STEP_PX = CARD_PX + GAP_PX

/** A card that is to be focused as soon as it is there. */
export type Wanted = { dealId: string; stageId: string }

/** Whether a column is in view: what is out of it draws no cards. */
function useInView(element: RefObject<HTMLElement | null>): boolean {
  const [isInView, setInView] = useState(false)
  useEffect(() => {
    if (!element.current) return undefined
    const observer = new IntersectionObserver(([entry]) => setInView(entry?.isIntersecting ?? false))
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])
  return isInView
}

type Props = {
  column: Column
  stage: Stage
  filter: DealFilter
  moves: Moves
  wanted: Wanted | null
  /** the cards of each column as they are shown, for the keys */
  shown: RefObject<Map<string, readonly Card[]>>
}

/** One stage with its deals, of which only those in view exist; the next page comes as it is scrolled. */
export function BoardColumn({ column, stage, filter, moves, wanted, shown }: Props) {
  const text = useTexts(funnelTexts)
  const names = useNames()
  const format = useFormat()
  const headId = useId()
  const frame = useRef<HTMLElement>(null)
  const scroller = useRef<HTMLDivElement>(null)
  const isInView = useInView(frame)
  const loaded = useColumnCards(column, filter)
  const { cards, count, sumMinor } = withPending(stage.id, { ...column, cards: loaded.cards }, moves.pending)
  const [dropAt, setDropAt] = useState<number | null>(null)
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_PX,
    gap: GAP_PX,
    overscan: 1,
    paddingStart: 2,
    paddingEnd: GAP_PX,
    getItemKey: (index) => cards[index]?.id ?? index,
  })
  const items = isInView ? virtual.getVirtualItems() : []
  const lastSeen = items.at(-1)?.index ?? -1
  const { hasMore, more, onSee } = loaded
  const firstSeen = items[0]?.index ?? 0
  useEffect(() => {
    if (lastSeen >= 0) onSee(firstSeen, lastSeen)
  }, [onSee, firstSeen, lastSeen])
  useEffect(() => {
    if (hasMore && lastSeen >= cards.length - 8 && lastSeen >= 0) more()
  }, [hasMore, lastSeen, cards.length, more])
  const latest = useRef({ cards, moves, stage })
  useEffect(() => {
    latest.current = { cards, moves, stage }
    shown.current.set(stage.id, cards)
  })
  useEffect(() => {
    if (!wanted || wanted.stageId !== stage.id) return undefined
    frame.current?.scrollIntoView({ inline: 'nearest', block: 'nearest' })
    virtual.scrollToIndex(latest.current.cards.findIndex((card) => card.id === wanted.dealId))
    let tries = 0
    let next = 0
    const focus = (): void => {
      const title = frame.current?.querySelector<HTMLElement>(`[data-deal="${wanted.dealId}"] a`)
      if (title) title.focus({ preventScroll: true })
      else if (tries++ < 30) next = requestAnimationFrame(focus)
    }
    focus()
    return () => cancelAnimationFrame(next)
  }, [wanted, stage.id, virtual])
  useEffect(() => {
    const element = frame.current
    if (!element) return undefined
    // All cards are of one height: the pointer tells between which two it is.
    const placeAt = (clientY: number): number => {
      const list = scroller.current
      if (!list) return 0
      const y = clientY - list.getBoundingClientRect().top + list.scrollTop
      return Math.max(0, Math.min(latest.current.cards.length, Math.round(y / STEP_PX)))
    }
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => draggedIn(source.data) !== null,
      onDrag: ({ location }) => setDropAt(placeAt(location.current.input.clientY)),
      onDragLeave: () => setDropAt(null),
      onDrop: ({ source, location }) => {
        setDropAt(null)
        const deal = draggedIn(source.data)
        if (!deal) return
        const { cards: now, moves: engine, stage: goal } = latest.current
        const above = now.slice(0, placeAt(location.current.input.clientY)).filter((it) => it.id !== deal.id)
        const belowId = above.at(-1)?.id ?? null
        const was = now.findIndex((it) => it.id === deal.id)
        const isSamePlace = was >= 0 && (now[was - 1]?.id ?? null) === belowId
        if (!isSamePlace) engine.move(deal, goal, belowId)
      },
    })
  }, [])
  const name = names.stage(stage)
  const [shownCount, shownSum] = [format.number(count), format.moneyShort(sumMinor)]
  return (
    <section
      className={`g-col${dropAt === null ? '' : ' is-over'}`}
      aria-labelledby={headId}
      ref={frame}
      data-stage={stage.id}
    >
      <header className="g-col-head">
        <h2 id={headId} className="g-clip" title={name}>
          {name}
        </h2>
        <Link to="/deals" search={{ ...filter, view: 'list', stageId: stage.id }} className="g-figure">
          <span className="g-visually-hidden">{text.openStage(name)}</span>
          {shownCount} · {shownSum}
        </Link>
        {stage.normDays !== null && <span className="g-xs g-3">{text.norm(stage.normDays)}</span>}
      </header>
      <div className="g-col-cards" ref={scroller}>
        {cards.length === 0 && <p className="g-sm g-3 g-col-empty">{text.emptyColumn}</p>}
        <ul className="g-plain-list" style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const deal = cards[item.index]
            if (!deal) return null
            return (
              <li
                key={deal.id}
                aria-setsize={count}
                aria-posinset={item.index + 1}
                style={{ top: item.start, height: CARD_PX }}
              >
                <DealCard deal={deal} stage={stage} onPlan={moves.plan} onChoose={moves.choose} />
              </li>
            )
          })}
        </ul>
        {dropAt !== null && <div className="g-drop-line" style={{ top: dropAt * STEP_PX - 4 }} />}
      </div>
    </section>
  )
}
