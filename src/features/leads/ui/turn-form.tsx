import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { type Side } from '../domain/waits.ts'
import { turnTexts } from './turn-text.ts'
import { leadKey } from './use-answer.ts'
import { useRefresh } from './use-refresh.ts'

/** Says that it is the turn of a side, with a word what is waited for. */
export function TurnForm({ dealId, side, onClose }: { dealId: string; side: Side; onClose: () => void }) {
  const text = useTexts(turnTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const refresh = useRefresh()
  const [note, setNote] = useState('')
  const turn = useMutation({
    mutationFn: () =>
      api.leads.setTurn({ params: { id: dealId }, body: { waitsOn: side, note: note.trim() || null } }),
    onSuccess: async ({ unitId, ...saved }) => {
      cache.setQueryData(leadKey(dealId), saved)
      onClose()
      toast(text.turned[side], () => void undo(unitId))
      await refresh()
    },
  })
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!turn.isPending) turn.mutate()
      }}
    >
      <TextField label={text.note[side]} value={note} onChange={setNote} isAutofocused />
      {turn.error && <Failure error={turn.error} />}
      <div className="g-row">
        <button type="submit" className="g-button is-primary" disabled={turn.isPending}>
          {text.write}
        </button>
        <button type="button" className="g-button" onClick={onClose}>
          {text.cancel}
        </button>
      </div>
    </form>
  )
}
