import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Answer, ConflictNotice, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { DossierSettings as Settings } from '../contract.ts'
import { type Requirable, requirable } from '../domain/fields.ts'
import { dossierTexts } from './text.ts'
import { useDossierSettings } from './use-dossier.ts'

function Form({ settings: opened }: { settings: Settings }) {
  const text = useTexts(dossierTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  // What the form was opened with: a change by somebody else is a conflict, not a new form.
  const [settings, setSettings] = useState(opened)
  const [draft, setDraft] = useState(opened)
  // What came since, an undo too, is taken over while nothing is being changed.
  if (opened.rev > settings.rev && draft === settings) {
    setSettings(opened)
    setDraft(opened)
  }
  const save = useMutation({
    mutationFn: () => api.dossier.saveSettings({ body: { ...draft, rev: settings.rev } }),
    onSuccess: async (saved) => {
      setSettings(saved)
      setDraft(saved)
      toast(text.settingsSaved, () => void undo({ entity: 'dossiers', id: null, rev: saved.rev }))
      await cache.invalidateQueries({ queryKey: ['dossier'] })
    },
  })
  const refusal = save.error instanceof ApiError && save.error.code === 'conflict' ? save.error : null
  const theirs = (refusal?.data['current'] ?? null) as Settings | null
  const settle = (current: Settings, isMineKept: boolean): void => {
    setSettings(current)
    if (!isMineKept) setDraft(current)
    save.reset()
  }
  const toggle = (name: Requirable, isOn: boolean): void =>
    setDraft({
      ...draft,
      required: requirable.filter((it) => (it === name ? isOn : draft.required.includes(it))),
    })
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (!save.isPending) save.mutate()
      }}
    >
      <label className="g-check">
        <input
          type="checkbox"
          checked={draft.isGateOn}
          onChange={(event) => setDraft({ ...draft, isGateOn: event.target.checked })}
        />
        {text.gate}
      </label>
      <fieldset className="g-stack-tight" style={{ border: 0, padding: 0, margin: 0 }}>
        <legend className="g-sm g-strong" style={{ padding: 0 }}>
          {text.required}
        </legend>
        <p className="g-xs g-3">{text.requiredHelp}</p>
        {requirable.map((name) => (
          <label key={name} className="g-check">
            <input
              type="checkbox"
              checked={draft.required.includes(name)}
              onChange={(event) => toggle(name, event.target.checked)}
            />
            {text.fields[name]}
          </label>
        ))}
      </fieldset>
      {theirs && (
        <ConflictNotice onKeepMine={() => settle(theirs, true)} onTakeTheirs={() => settle(theirs, false)} />
      )}
      {save.error && !theirs && <Failure error={save.error} />}
      <div>
        <button type="submit" className="g-button is-primary" disabled={save.isPending}>
          {text.save}
        </button>
      </div>
    </form>
  )
}

/** What must be known of a new company before the first talk. */
export function DossierSettings() {
  const text = useTexts(dossierTexts)
  const settings = useDossierSettings()
  return (
    <section className="g-stack">
      <h2>{text.settingsTitle}</h2>
      <p className="g-sm g-2" style={{ maxWidth: 560 }}>
        {text.settingsHelp}
      </p>
      <Answer query={settings}>{(data) => <Form settings={data} />}</Answer>
    </section>
  )
}
