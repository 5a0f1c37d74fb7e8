import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addDays, daysBetween } from '#kernel/days.ts'
import { ApiError, api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { TextField } from '#web/widgets/field.tsx'
import { State } from '#web/widgets/marks.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Lead } from '../contract.ts'
import { turnTexts } from './turn-text.ts'
import { leadKey } from './use-answer.ts'
import { useDays } from './use-days.ts'
import { useRefresh } from './use-refresh.ts'

type Props = { lead: Pick<Lead, 'dealId' | 'recheckOn'>; onClose: () => void }

/** Moves the day on which a C is looked at again. */
export function RecheckForm({ lead, onClose }: Props) {
  const text = useTexts(turnTexts)
  const format = useFormat()
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const refresh = useRefresh()
  const { today } = useDays()
  const [on, setOn] = useState(lead.recheckOn && lead.recheckOn > today ? lead.recheckOn : addDays(today, 30))
  const put = useMutation({
    mutationFn: () =>
      api.leads.setRecheck({ params: { id: lead.dealId }, body: { on, seenOn: lead.recheckOn } }),
    onSuccess: async ({ unitId, ...saved }) => {
      cache.setQueryData(leadKey(lead.dealId), saved)
      onClose()
      toast(text.recheckMoved(format.day(on)), () => void undo(unitId))
      await refresh()
    },
    onError: async (error) => {
      // Somebody was faster: their day is shown.
      if (error instanceof ApiError && error.code === 'conflict') await refresh()
    },
  })
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (on !== '' && !put.isPending) put.mutate()
      }}
    >
      <TextField label={text.recheckOn} type="date" value={on} onChange={setOn} isRequired isAutofocused />
      <span className="g-row">
        {[30, 60, 90].map((days) => (
          <button
            key={days}
            type="button"
            className="g-tab"
            aria-pressed={on === addDays(today, days)}
            onClick={() => setOn(addDays(today, days))}
          >
            {text.inDays(days)}
          </button>
        ))}
      </span>
      {put.error && <Failure error={put.error} />}
      <div className="g-row">
        <button type="submit" className="g-button is-primary" disabled={put.isPending || on === ''}>
          {text.moveRecheck}
        </button>
        <button type="button" className="g-button" onClick={onClose}>
          {text.cancel}
        </button>
      </div>
    </form>
  )
}

/** When a C is looked at again, and what to do when the day has come. */
export function RecheckLine({ lead }: { lead: Lead }) {
  const text = useTexts(turnTexts)
  const format = useFormat()
  const { today } = useDays()
  const [isMoving, setMoving] = useState(false)
  if (lead.recheckOn === null || lead.wait === null) return null
  const left = daysBetween(today, lead.recheckOn)
  return (
    <section className="g-stack-tight" aria-label={text.recheck}>
      <div className="g-spread">
        <State kind={left <= 0 ? 'warn' : 'planned'}>
          {text.recheck}: {format.day(lead.recheckOn)}
        </State>
        {lead.mayEdit && !isMoving && (
          <button type="button" className="g-button" onClick={() => setMoving(true)}>
            {text.moveRecheck}
          </button>
        )}
      </div>
      <span className="g-xs g-3">{left <= 0 ? text.recheckDue : text.recheckNote}</span>
      {isMoving && <RecheckForm lead={lead} onClose={() => setMoving(false)} />}
    </section>
  )
}
