import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useShortcuts } from '#web/shortcuts.ts'
import { useTexts } from '#web/text.ts'
import { FootKeys } from '#web/widgets/foot-keys.tsx'
import { Tabs } from '#web/widgets/tabs.tsx'
import type { BoardColumn as Column, DealCard, DealFilter, Pipeline } from '../contract.ts'
import { BoardColumn, type Wanted } from './board-column.tsx'
import { BoardEnd } from './board-ends.tsx'
import { draggedIn } from './deal-card.tsx'
import { funnelTexts } from './text.ts'
import type { Moves } from './use-moves.tsx'
import { useNames } from './use-pipelines.ts'

type Props = {
  pipeline: Pipeline
  columns: readonly Column[]
  filter: DealFilter
  moves: Moves
  mayMove: boolean
  isPhone: boolean
  /** the column that a phone shows */
  stageId: string | undefined
  onStage: (stageId: string) => void
}

/** Passes a key on to whoever knows it after G. */
const passOn = (): boolean => false

/** The deals of a way, a column for each stage; by pointer, by keys, or one column at a time on a phone. */
export function Board({ pipeline, columns, filter, moves, mayMove, isPhone, stageId, onStage }: Props) {
  const text = useTexts(funnelTexts)
  const names = useNames()
  const shown = useRef(new Map<string, readonly DealCard[]>())
  const [wanted, setWanted] = useState<Wanted | null>(null)
  // Nothing moves under a card that is being carried.
  const [frozen, setFrozen] = useState<readonly Column[] | null>(null)
  const latest = useRef(columns)
  useEffect(() => {
    latest.current = columns
  })
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => draggedIn(source.data) !== null,
        onDragStart: () => setFrozen(latest.current),
        onDrop: () => setFrozen(null),
      }),
    [],
  )
  const now = frozen ?? columns
  const open = useMemo(() => pipeline.stages.filter((it) => it.kind === 'open'), [pipeline])
  const current = open.find((it) => it.id === stageId) ?? open[0]
  const visible = isPhone ? open.filter((it) => it === current) : open

  const focused = (): { deal: DealCard; stage: number; index: number } | null => {
    const card = document.activeElement?.closest('[data-deal]')
    const id = card?.getAttribute('data-deal')
    const stage = open.findIndex((it) => it.id === card?.closest('[data-stage]')?.getAttribute('data-stage'))
    const cards = shown.current.get(open[stage]?.id ?? '') ?? []
    const index = cards.findIndex((it) => it.id === id)
    const deal = cards[index]
    return deal ? { deal, stage, index } : null
  }
  const want = (at: number, index: number): boolean => {
    const stage = open[at]
    const cards = shown.current.get(stage?.id ?? '') ?? []
    const deal = cards[Math.max(0, Math.min(cards.length - 1, index))]
    if (stage && deal) setWanted({ stageId: stage.id, dealId: deal.id })
    return deal !== undefined
  }
  const walk = (by: number): boolean => {
    const at = focused()
    if (at) return want(at.stage, at.index + by)
    return open.some((_stage, index) => want(index, 0))
  }
  const cross = (by: number): boolean => {
    const at = focused()
    if (!at) return false
    for (let to = at.stage + by; to >= 0 && to < open.length; to += by) if (want(to, at.index)) return true
    return true
  }
  const last = useRef<string | null>(null)
  const carry = (by: number): boolean => {
    const at = focused()
    const goal = at && open[at.stage + by]
    if (!at) return false
    if (!goal || !at.deal.mayEdit || isPhone) return true
    last.current = at.deal.id
    moves.move(at.deal, goal)
    setWanted({ stageId: goal.id, dealId: at.deal.id })
    return true
  }
  const withDeal = (act: (deal: DealCard) => void) => (): boolean => {
    const at = focused()
    if (!at?.deal.mayEdit) return false
    last.current = at.deal.id
    act(at.deal)
    return true
  }
  const end = (kind: 'won' | 'lost') =>
    withDeal((deal) => {
      const stage = pipeline.stages.find((it) => it.kind === kind)
      if (stage) moves.move(deal, stage)
    })
  useShortcuts({
    KeyJ: () => walk(1),
    KeyK: () => walk(-1),
    ArrowDown: () => focused() !== null && walk(1),
    ArrowUp: () => focused() !== null && walk(-1),
    ArrowRight: () => cross(1),
    ArrowLeft: () => cross(-1),
    ...(mayMove && {
      BracketRight: () => carry(1),
      BracketLeft: () => carry(-1),
      'Shift+ArrowRight': () => carry(1),
      'Shift+ArrowLeft': () => carry(-1),
      KeyM: withDeal(moves.choose),
      KeyW: end('won'),
      'Shift+KeyW': end('lost'),
      'KeyG KeyM': passOn,
    }),
  })
  // Whoever was asked something comes back to the card, wherever it stands now.
  const isAsked = Boolean(moves.drawers)
  useEffect(() => {
    if (isAsked) return undefined
    const comeBack = (): void => {
      const id = last.current
      if (id === null || document.activeElement !== document.body) return
      for (const [stage, cards] of shown.current)
        if (cards.some((it) => it.id === id)) setWanted({ stageId: stage, dealId: id })
    }
    const timer = setTimeout(comeBack, 50)
    return () => clearTimeout(timer)
  }, [isAsked, last, shown])

  const columnOf = (id: string): Column =>
    now.find((it) => it.stageId === id) ?? { stageId: id, count: 0, sumMinor: 0, cards: [], nextCursor: null }
  return (
    <>
      {isPhone && (
        <Tabs label={text.stages} current={current?.id}>
          {open.map((stage) => (
            <button
              key={stage.id}
              type="button"
              className="g-tab"
              aria-current={stage === current ? 'page' : undefined}
              onClick={() => onStage(stage.id)}
            >
              {names.stage(stage)} <span className="g-3">{columnOf(stage.id).count}</span>
            </button>
          ))}
        </Tabs>
      )}
      <div className="g-board">
        {visible.map((stage) => (
          <BoardColumn
            key={`${stage.id} ${JSON.stringify(filter)}`}
            column={columnOf(stage.id)}
            stage={stage}
            filter={filter}
            moves={moves}
            wanted={wanted}
            shown={shown}
          />
        ))}
      </div>
      <div className={`g-ends${frozen ? ' is-open' : ''}`}>
        {pipeline.stages
          .filter((it) => it.kind !== 'open')
          .map((stage) => (
            <BoardEnd
              key={stage.id}
              column={columnOf(stage.id)}
              stage={stage}
              filter={filter}
              moves={moves}
            />
          ))}
      </div>
      {mayMove && (
        <FootKeys
          hints={[
            [['J', 'K'], text.keys.walk],
            [['[', ']'], text.keys.move],
            [['M'], text.keys.menu],
            [['W'], text.keys.won],
            [['Shift W'], text.keys.lost],
            [['N'], text.keys.add],
          ]}
        />
      )}
    </>
  )
}
