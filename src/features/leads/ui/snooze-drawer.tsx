import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { addDays } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { TextField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { QueueRow } from '../contract.ts'
import { nameOf } from './row-acts.ts'
import { leadTexts } from './text.ts'
import { useDays } from './use-days.ts'
import { useRefresh } from './use-refresh.ts'

/** Puts a row off until a day; why is said, for the head sees what is put off. */
export function SnoozeDrawer({ row, onClose }: { row: QueueRow; onClose: () => void }) {
  const text = useTexts(leadTexts)
  const format = useFormat()
  const toast = useToast()
  const undo = useUndo()
  const refresh = useRefresh()
  const { today } = useDays()
  const [until, setUntil] = useState(addDays(today, 1))
  const [reason, setReason] = useState('')
  const [isTried, setTried] = useState(false)
  const snooze = useMutation({
    mutationFn: () =>
      api.leads.snooze({
        body: { ...(row.deal ? { dealId: row.deal.id } : { clientId: row.clientId }), until, reason },
      }),
    onSuccess: async ({ unitId }) => {
      onClose()
      toast(text.snoozed(nameOf(row), format.day(until)), () => void undo(unitId))
      await refresh()
    },
  })
  const quick = [
    [1, text.tomorrow],
    [3, text.inDays(3)],
    [7, text.inDays(7)],
  ] as const
  return (
    <Drawer title={text.snoozeTitle(nameOf(row))} onClose={onClose}>
      <form
        className="g-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (reason.trim() !== '' && until !== '' && !snooze.isPending) snooze.mutate()
        }}
      >
        <TextField
          label={text.reason}
          help={text.reasonHelp}
          value={reason}
          onChange={setReason}
          error={isTried && reason.trim() === '' ? text.reasonNeeded : undefined}
          isAutofocused
        />
        <TextField
          label={text.until}
          type="date"
          value={until}
          onChange={setUntil}
          error={isTried && until === '' ? text.dayNeeded : undefined}
        />
        <span className="g-row">
          {quick.map(([days, name]) => (
            <button
              key={days}
              type="button"
              className="g-tab"
              aria-pressed={until === addDays(today, days)}
              onClick={() => setUntil(addDays(today, days))}
            >
              {name}
            </button>
          ))}
        </span>
        {snooze.error && <Failure error={snooze.error} />}
        <div className="g-row">
          <button type="submit" className="g-button is-primary" disabled={snooze.isPending}>
            {text.snooze}
          </button>
          <button type="button" className="g-button" onClick={onClose}>
            {text.cancel}
          </button>
        </div>
      </form>
    </Drawer>
  )
}
