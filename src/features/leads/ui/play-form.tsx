import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { addDays } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { type PlayKind, playKinds } from '../domain/plays.ts'
import { leadTexts } from './text.ts'
import { useDays } from './use-days.ts'
import { useRefresh } from './use-refresh.ts'

/** What is offered to a B, and until when. */
export function PlayForm({ dealId, onClose }: { dealId: string; onClose: () => void }) {
  const text = useTexts(leadTexts)
  const toast = useToast()
  const undo = useUndo()
  const refresh = useRefresh()
  const { today } = useDays()
  const [kind, setKind] = useState<PlayKind>('priceDeadline')
  const [terms, setTerms] = useState('')
  const [validUntil, setValidUntil] = useState(addDays(today, 7))
  const [isTried, setTried] = useState(false)
  const isFilled = terms.trim() !== '' && validUntil !== ''
  const start = useMutation({
    mutationFn: () => api.leads.startPlay({ params: { id: dealId }, body: { kind, terms, validUntil } }),
    onSuccess: async ({ plays }) => {
      const play = plays[0]
      onClose()
      toast(
        text.started(text.playKinds[kind]),
        play && (() => void undo({ entity: 'play', id: play.id, rev: play.rev })),
      )
      await refresh()
    },
  })
  return (
    <form
      className="g-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (isFilled && !start.isPending) start.mutate()
      }}
    >
      <span className="g-segmented g-kinds" role="group" aria-label={text.playKind}>
        {playKinds.map((it) => (
          <button key={it} type="button" aria-pressed={it === kind} onClick={() => setKind(it)}>
            {text.playKinds[it]}
          </button>
        ))}
      </span>
      <TextField
        label={text.terms}
        value={terms}
        onChange={setTerms}
        error={isTried && terms.trim() === '' ? text.termsNeeded : undefined}
        isAutofocused
      />
      <TextField
        label={text.validUntil}
        type="date"
        value={validUntil}
        onChange={setValidUntil}
        error={isTried && validUntil === '' ? text.dayNeeded : undefined}
      />
      {start.error && <Failure error={start.error} />}
      <div className="g-row">
        <button type="submit" className="g-button is-primary" disabled={start.isPending}>
          {text.start}
        </button>
        <button type="button" className="g-button" onClick={onClose}>
          {text.cancel}
        </button>
      </div>
    </form>
  )
}
