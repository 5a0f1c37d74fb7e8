import { useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Deal, DealCard, Requirement, Stage } from '../contract.ts'
import { refreshMoved } from './column-pages.ts'
import { funnelTexts } from './text.ts'
import { useNames } from './use-pipelines.ts'
import type { Asked, Conflict, Pending, Wish } from './wish.ts'

const FactsDrawer = lazy(async () => ({ default: (await import('./facts-drawer.tsx')).FactsDrawer }))
const ConflictDrawer = lazy(async () => ({ default: (await import('./conflict-drawer.tsx')).ConflictDrawer }))
const StageDrawer = lazy(async () => ({ default: (await import('./stage-drawer.tsx')).StageDrawer }))
const StepDrawer = lazy(async () => ({ default: (await import('./step-drawer.tsx')).StepDrawer }))

/** Which drawer lies over the screen. */
type Open =
  | { kind: 'facts'; asked: Asked }
  | { kind: 'conflict'; conflict: Conflict }
  | { kind: 'stages'; deal: DealCard }
  | { kind: 'step'; deal: DealCard }

export type Moves = {
  pending: ReadonlyMap<string, Pending>
  move: (deal: DealCard, stage: Stage, belowId?: string | null) => void
  /** opens the choice of a stage */
  choose: (deal: DealCard) => void
  /** opens the planning of the next step */
  plan: (deal: DealCard) => void
  /** what lies over the screen */
  drawers: ReactNode
}

const sameFacts = ['factsMissing', 'lostReasonMissing', 'lostNoteMissing']

/** Moves deals: shown at once, asked for what is missing, told when somebody was faster, taken back from the toast. */
export function useMoves(): Moves {
  const text = useTexts(funnelTexts)
  const names = useNames()
  const errorText = useErrorText()
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const [pending, setPending] = useState<ReadonlyMap<string, Pending>>(new Map())
  const [open, setOpen] = useState<Open | null>(null)
  // A second move of the same card waits for the first.
  const running = useRef(new Map<string, Promise<DealCard | null>>())

  const refused = async (wish: Wish, error: unknown, isRepeat: boolean): Promise<DealCard | null> => {
    const refusal = error instanceof ApiError ? error : null
    if (refusal && sameFacts.includes(refusal.code)) {
      const missing = (refusal.data['missing'] as Requirement[] | undefined) ?? []
      const mayWaive = refusal.data['mayWaive'] === true
      const isAsked = Object.keys(wish.given).length > 0
      const needsReason = wish.stage.kind === 'lost'
      setOpen({
        kind: 'facts',
        asked: { ...wish, missing, mayWaive, needsReason, error: isAsked ? error : null },
      })
      return null
    }
    if (refusal?.code === 'conflict') {
      const current = refusal.data['current'] as Deal
      if (current.stageId === wish.deal.stageId && !isRepeat)
        return send({ ...wish, deal: { ...wish.deal, rev: current.rev } }, true)
      setOpen({ kind: 'conflict', conflict: { ...wish, current } })
    } else toast(errorText(error))
    await cache.invalidateQueries({ queryKey: ['funnel'] })
    return null
  }

  const send = async (wish: Wish, isRepeat = false): Promise<DealCard | null> => {
    const { deal, stage, belowId, given } = wish
    let saved: Deal
    try {
      const { answers, ...rest } = given
      const params = { id: deal.id }
      const body = { rev: deal.rev, stageId: stage.id, belowId, ...rest }
      saved = answers
        ? await api.leads.answeredMove({ params, body: { ...body, answers } })
        : await api.funnel.move({ params, body })
    } catch (error) {
      return refused(wish, error, isRepeat)
    }
    setOpen(null)
    const { id, rev } = saved
    const said =
      stage.id === deal.stageId ? text.reordered(saved.title) : text.moved(saved.title, names.stage(stage))
    toast(said, () => void undo({ entity: 'deal', id, rev }))
    await refreshMoved(cache, saved, belowId)
    return saved
  }

  const act = async (wish: Wish): Promise<void> => {
    const { deal, stage, belowId } = wish
    const shown = { deal, stageId: stage.id, belowId }
    setPending((all) => new Map(all).set(deal.id, shown))
    const before = running.current.get(deal.id)
    const mine = (async () => {
      const first = before ? await before : deal
      return first ? send({ ...wish, deal: { ...deal, rev: first.rev } }) : null
    })()
    running.current.set(deal.id, mine)
    await mine
    if (running.current.get(deal.id) === mine) running.current.delete(deal.id)
    setPending((all) => {
      if (all.get(deal.id) !== shown) return all
      const left = new Map(all)
      left.delete(deal.id)
      return left
    })
  }

  const move = (deal: DealCard, stage: Stage, belowId: string | null = null): void => {
    const wish = { deal, stage, belowId, given: {} }
    // A loss needs its reason: it is asked for before anything moves.
    if (stage.kind === 'lost' && deal.stageId !== stage.id)
      setOpen({
        kind: 'facts',
        asked: { ...wish, missing: [], mayWaive: false, needsReason: true, error: null },
      })
    else void act(wish)
  }

  const close = (): void => setOpen(null)
  const drawers = open && (
    <Suspense>
      {open.kind === 'facts' && (
        <FactsDrawer
          key={open.asked.missing.join()}
          asked={open.asked}
          onClose={close}
          onSend={(given) => act({ ...open.asked, given: { ...open.asked.given, ...given } })}
        />
      )}
      {open.kind === 'conflict' && (
        <ConflictDrawer
          conflict={open.conflict}
          onClose={close}
          onMove={() => {
            const { current, stage, given } = open.conflict
            close()
            if (Object.keys(given).length > 0) void act({ deal: current, stage, belowId: null, given })
            else move(current, stage)
          }}
        />
      )}
      {open.kind === 'stages' && (
        <StageDrawer
          deal={open.deal}
          onClose={close}
          onChoose={(stage) => {
            close()
            move(open.deal, stage)
          }}
        />
      )}
      {open.kind === 'step' && <StepDrawer deal={open.deal} onClose={close} />}
    </Suspense>
  )
  return {
    pending,
    move,
    choose: (deal) => setOpen({ kind: 'stages', deal }),
    plan: (deal) => setOpen({ kind: 'step', deal }),
    drawers,
  }
}
