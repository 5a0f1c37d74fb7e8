import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { ConflictNotice, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Deal, DealCard, Step } from '../contract.ts'
import { StepFields, sentStepOf, stepDraftOf } from './step-fields.tsx'
import { funnelTexts } from './text.ts'
import { useClock } from './use-clock.ts'

const isSame = (a: Step | null, b: Step | null): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Plans the next step of a deal, changes it or drops it. */
export function StepDrawer({ deal, onClose }: { deal: DealCard; onClose: () => void }) {
  const text = useTexts(funnelTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const { today } = useClock()
  const [base, setBase] = useState<Pick<DealCard, 'rev' | 'step'>>(deal)
  const [draft, setDraft] = useState(() => stepDraftOf(deal.step, today))
  const step = sentStepOf(draft)
  const write = async (sent: Step | null, rev: number, isRepeat: boolean): Promise<Deal> => {
    try {
      return await api.funnel.update({ params: { id: deal.id }, body: { rev, step: sent } })
    } catch (error) {
      const current =
        error instanceof ApiError && error.code === 'conflict' ? (error.data['current'] as Deal) : null
      // Something else of the deal was changed: our step stands all the same.
      if (current && !isRepeat && isSame(current.step, base.step)) return write(sent, current.rev, true)
      throw error
    }
  }
  const save = useMutation({
    mutationFn: (sent: Step | null) => write(sent, base.rev, false),
    onSuccess: async ({ id, rev, title }, sent) => {
      onClose()
      toast(
        sent ? text.stepSaved(title) : text.stepDropped(title),
        () => void undo({ entity: 'deal', id, rev }),
      )
      await cache.invalidateQueries({ queryKey: ['funnel'] })
    },
  })
  const theirs =
    save.error instanceof ApiError && save.error.code === 'conflict'
      ? (save.error.data['current'] as Deal)
      : null
  const settle = (current: Deal, isMineKept: boolean): void => {
    setBase(current)
    if (!isMineKept) setDraft(stepDraftOf(current.step, today))
    save.reset()
  }
  return (
    <Drawer title={deal.step ? text.changeStep : text.planStep} onClose={onClose}>
      <form
        className="g-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (step) save.mutate(step)
        }}
      >
        {theirs && (
          <ConflictNotice
            onKeepMine={() => settle(theirs, true)}
            onTakeTheirs={() => settle(theirs, false)}
          />
        )}
        <p className="g-sm g-2">
          {deal.title} · {deal.clientName}
        </p>
        <StepFields
          draft={draft}
          onChange={setDraft}
          error={step ? undefined : text.stepDateNeeded}
          isAutofocused
        />
        {save.error && !theirs && <Failure error={save.error} />}
        <div className="g-row-wide">
          <button
            type="submit"
            className="g-button is-primary"
            disabled={save.isPending || !step || theirs !== null}
          >
            {deal.step ? text.changeStep : text.planStep}
          </button>
          {base.step && (
            <button
              type="button"
              className="g-button"
              disabled={save.isPending}
              onClick={() => save.mutate(null)}
            >
              {text.dropStep}
            </button>
          )}
        </div>
      </form>
    </Drawer>
  )
}
