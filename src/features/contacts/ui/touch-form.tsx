import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { type SentDossier, useFirstContact } from '#web/first-contact.tsx'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { MinutesField, minutesOf } from '#web/widgets/minutes-field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { type TouchKind, touchKinds } from '../contract.ts'
import { contactTexts } from './text.ts'

const blank = { text: '', result: '', nextStep: '', nextStepOn: '', contactId: '', minutes: '' }

/** What was said, in one line; result and next step open as soon as there is something to say. */
export function TouchForm({ clientId }: { clientId: string }) {
  const text = useTexts(contactTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const [kind, setKind] = useState<TouchKind>('call')
  const [draft, setDraft] = useState(blank)
  const minutes = minutesOf(draft.minutes)
  const people = useQuery({
    queryKey: ['contacts', 'people', clientId],
    queryFn: () => api.contacts.people({ params: { id: clientId } }),
  })
  const write = useMutation({
    mutationFn: (dossier: SentDossier | undefined) =>
      api.contacts.addTouch({
        params: { id: clientId },
        body: {
          kind,
          text: draft.text,
          result: draft.result || null,
          nextStep: draft.nextStep || null,
          nextStepOn: draft.nextStepOn || null,
          contactId: draft.contactId || null,
          dossier,
          minutes: minutes === 'bad' || kind === 'note' ? null : minutes,
        },
      }),
    onSuccess: async ({ id, rev }) => {
      setDraft(blank)
      first.reset()
      await cache.invalidateQueries({ queryKey: ['contacts', 'timeline', clientId] })
      await cache.invalidateQueries({ queryKey: ['dossier'] })
      toast(text.written, () => void undo({ entity: 'touch', id, rev }))
    },
  })
  const first = useFirstContact(write.error)
  const set = (change: Partial<typeof blank>): void => setDraft({ ...draft, ...change })
  const known = people.data?.rows ?? []
  return (
    <form
      className="g-stack-tight"
      onSubmit={(event) => {
        event.preventDefault()
        if (draft.text.trim() !== '' && minutes !== 'bad') write.mutate(first.dossier)
      }}
    >
      <span className="g-segmented" role="group" aria-label={text.kindLabel}>
        {touchKinds.map((it) => (
          <button key={it} type="button" aria-pressed={it === kind} onClick={() => setKind(it)}>
            {text.kinds[it]}
          </button>
        ))}
      </span>
      <TextField label={text.placeholder} value={draft.text} onChange={(it) => set({ text: it })} />
      {draft.text.trim() !== '' && (
        <>
          <div className="g-pair">
            {kind !== 'note' && (
              <TextField label={text.result} value={draft.result} onChange={(it) => set({ result: it })} />
            )}
            {known.length > 0 && kind !== 'note' && (
              <SelectField
                label={text.withWhom}
                value={draft.contactId}
                options={[
                  ['', text.noOne] as const,
                  ...known.map((person) => [person.id, person.name] as const),
                ]}
                onChange={(contactId) => set({ contactId })}
              />
            )}
          </div>
          <div className="g-pair">
            <TextField
              label={text.nextStep}
              value={draft.nextStep}
              onChange={(it) => set({ nextStep: it })}
            />
            <TextField
              label={text.nextStepOn}
              type="date"
              value={draft.nextStepOn}
              onChange={(it) => set({ nextStepOn: it })}
            />
          </div>
          {kind !== 'note' && (
            <div className="g-pair">
              <MinutesField value={draft.minutes} onChange={(it) => set({ minutes: it })} />
            </div>
          )}
          {first.fields}
          {write.error && !first.isAsked && <Failure error={write.error} />}
          <div>
            <button type="submit" className="g-button is-primary" disabled={write.isPending}>
              {text.write}
            </button>
          </div>
        </>
      )}
    </form>
  )
}
