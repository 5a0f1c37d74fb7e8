import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type TouchKind, touchKinds } from '#features/contacts/contract.ts'
import { api } from '#web/api.ts'
import { type SentDossier, useFirstContact } from '#web/first-contact.tsx'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { TextField } from '#web/widgets/field.tsx'
import { MinutesField, minutesOf } from '#web/widgets/minutes-field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { DealCard, Step } from '../contract.ts'
import { type StepDraft, StepFields, sentStepOf, stepDraftOf } from './step-fields.tsx'
import { funnelTexts } from './text.ts'
import { useClock } from './use-clock.ts'

const touchOf = (step: Step): TouchKind => touchKinds.find((it) => it === step.kind) ?? 'note'

/** What came of a step, in one line that goes to the client's talks, and the step after it. */
export function DoneForm({ deal, step, onClose }: { deal: DealCard; step: Step; onClose: () => void }) {
  const text = useTexts(funnelTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const { today } = useClock()
  const [said, setSaid] = useState('')
  const [typed, setTyped] = useState('')
  const minutes = minutesOf(typed)
  const [next, setNext] = useState<StepDraft | null>(() => stepDraftOf(null, today))
  const sentNext = next && sentStepOf(next)
  const write = useMutation({
    mutationFn: (dossier: SentDossier | undefined) =>
      api.funnel.completeStep({
        params: { id: deal.id },
        body: {
          rev: deal.rev,
          kind: touchOf(step),
          text: said.trim(),
          step: sentNext,
          minutes: minutes === 'bad' ? null : minutes,
          dossier,
        },
      }),
    onSuccess: async ({ unitId }) => {
      toast(text.written(deal.title), () => void undo(unitId))
      onClose()
      await cache.invalidateQueries({
        predicate: ({ queryKey: [slice] }) => ['funnel', 'contacts', 'dossier'].includes(String(slice)),
      })
    },
  })
  const first = useFirstContact(write.error)
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        const isFine = said.trim() !== '' && minutes !== 'bad' && (!next || sentNext)
        if (isFine && !write.isPending) write.mutate(first.dossier)
      }}
    >
      <TextField label={text.doneText} value={said} onChange={setSaid} isRequired isAutofocused />
      {touchOf(step) !== 'note' && <MinutesField value={typed} onChange={setTyped} />}
      <label className="g-check">
        <input
          type="checkbox"
          checked={next !== null}
          onChange={(event) => setNext(event.target.checked ? stepDraftOf(null, today) : null)}
        />
        {text.doneNext}
      </label>
      {next && (
        <StepFields draft={next} onChange={setNext} error={sentNext ? undefined : text.stepDateNeeded} />
      )}
      {first.fields}
      {write.error && !first.isAsked && <Failure error={write.error} />}
      <div className="g-row">
        <button type="submit" className="g-button is-primary" disabled={write.isPending}>
          {text.write}
        </button>
        <button type="button" className="g-button" onClick={onClose}>
          {text.cancel}
        </button>
      </div>
    </form>
  )
}
