import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { dayOf } from '#kernel/days.ts'
import { ApiError, api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { ConflictNotice, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Fact } from '../contract.ts'
import { type FactField, type FactMethod, factMethods } from '../domain/fields.ts'
import { FactHistory } from './fact-history.tsx'
import { longFields } from './long-fields.ts'
import { dossierTexts } from './text.ts'

type Known = Pick<Fact, 'id' | 'value' | 'source'> & { method: FactMethod }
type Props = { clientId: string; field: FactField; fact: Fact | null; onClose: () => void }

/** One fact, written in its place; somebody's newer one is shown, never passed over in silence. */
export function FactForm({ clientId, field, fact, onClose }: Props) {
  const text = useTexts(dossierTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const { timeZone } = useSession().workspace
  const [seen, setSeen] = useState<Known | null>(fact)
  const [value, setValue] = useState(fact?.value ?? '')
  const [source, setSource] = useState(fact?.source ?? '')
  const [method, setMethod] = useState<FactMethod>(fact?.method ?? 'byHand')
  // Whoever writes it down has looked today.
  const [checkedOn, setCheckedOn] = useState<string>(() => dayOf(new Date(), timeZone))
  const save = useMutation({
    mutationFn: (sent: string | null) =>
      api.dossier.record({
        params: { id: clientId },
        body: {
          facts: [
            {
              field,
              value: sent,
              source: source.trim() || null,
              method,
              checkedOn,
              seenId: seen?.id ?? null,
            },
          ],
        },
      }),
    onSuccess: async ({ unitId }) => {
      toast(text.saved(text.fields[field]), () => void undo(unitId))
      onClose()
      await cache.invalidateQueries({ queryKey: ['dossier'] })
    },
  })
  const refusal = save.error instanceof ApiError && save.error.code === 'conflict' ? save.error : null
  const theirs = refusal?.data['current'] as Known | null | undefined
  const settle = (isMineKept: boolean): void => {
    setSeen(theirs ?? null)
    if (!isMineKept) {
      setValue(theirs?.value ?? '')
      setSource(theirs?.source ?? '')
      setMethod(theirs?.method ?? 'byHand')
    }
    save.reset()
  }
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (value.trim() !== '' && !save.isPending) save.mutate(value.trim())
      }}
    >
      <TextField
        label={text.fields[field]}
        help={text.help[field]}
        value={value}
        onChange={setValue}
        isRequired
        isAutofocused
        {...(longFields.has(field) && { rows: 3 })}
      />
      <TextField label={text.source} help={text.sourceHelp} value={source} onChange={setSource} />
      <div className="g-pair">
        <SelectField
          label={text.method}
          value={method}
          options={factMethods.map((it) => [it, text.methods[it]] as const)}
          onChange={setMethod}
        />
        <TextField label={text.checkedOn} type="date" value={checkedOn} onChange={setCheckedOn} isRequired />
      </div>
      {refusal ? (
        <ConflictNotice onKeepMine={() => settle(true)} onTakeTheirs={() => settle(false)} />
      ) : (
        save.error && <Failure error={save.error} />
      )}
      <div className="g-row" style={{ flexWrap: 'wrap' }}>
        <button type="submit" className="g-button is-primary" disabled={save.isPending}>
          {text.save}
        </button>
        <button type="button" className="g-button" onClick={onClose}>
          {text.cancel}
        </button>
        {fact && (
          <button
            type="button"
            className="g-link"
            disabled={save.isPending}
            onClick={() => save.mutate(null)}
          >
            {text.forget}
          </button>
        )}
      </div>
      {fact && <FactHistory clientId={clientId} field={field} currentId={fact.id} />}
    </form>
  )
}
