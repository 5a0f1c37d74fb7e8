import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { contract } from '#contract.ts'
import { ApiError, api } from '#web/api.ts'
import { useCan } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Answer, ConflictNotice, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { LeadSettings as Settings } from '../contract.ts'
import { leadTexts } from './text.ts'
import { useLeadSettings } from './use-lead-settings.ts'

type Numbers = 'urgencyHorizonDays' | 'staleAfterDays' | 'responseMinutes' | 'recheckDays'
type Draft = Record<Numbers, string> & Pick<Settings, 'workFrom' | 'workTo'>
const most: Record<Numbers, number> = {
  urgencyHorizonDays: 365,
  staleAfterDays: 3650,
  responseMinutes: 10_000,
  recheckDays: 3650,
}

const draftOf = ({
  urgencyHorizonDays,
  staleAfterDays,
  responseMinutes,
  recheckDays,
  workFrom,
  workTo,
}: Settings): Draft => ({
  urgencyHorizonDays: String(urgencyHorizonDays),
  staleAfterDays: String(staleAfterDays),
  responseMinutes: String(responseMinutes),
  recheckDays: String(recheckDays),
  workFrom,
  workTo,
})

const isFine = (typed: string, name: Numbers): boolean =>
  /^\d{1,5}$/.test(typed.trim()) && Number(typed) >= 1 && Number(typed) <= most[name]

function Form({ settings: opened }: { settings: Settings }) {
  const text = useTexts(leadTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const mayEdit = useCan()(contract.leads.saveSettings)
  // What the form was opened with: a change by somebody else is a conflict, not a new form.
  const [settings, setSettings] = useState(opened)
  const [draft, setDraft] = useState(() => draftOf(opened))
  // What came since, an undo too, is taken over while nothing is being typed.
  if (opened.rev > settings.rev && JSON.stringify(draft) === JSON.stringify(draftOf(settings))) {
    setSettings(opened)
    setDraft(draftOf(opened))
  }
  const save = useMutation({
    mutationFn: () =>
      api.leads.saveSettings({
        body: {
          rev: settings.rev,
          urgencyHorizonDays: Number(draft.urgencyHorizonDays),
          staleAfterDays: Number(draft.staleAfterDays),
          responseMinutes: Number(draft.responseMinutes),
          recheckDays: Number(draft.recheckDays),
          workFrom: draft.workFrom,
          workTo: draft.workTo,
        },
      }),
    onSuccess: async (saved) => {
      setSettings(saved)
      toast(text.saved, () => void undo({ entity: 'leads', id: null, rev: saved.rev }))
      await cache.invalidateQueries({ queryKey: ['leads'] })
    },
  })
  const refusal = save.error instanceof ApiError && save.error.code === 'conflict' ? save.error : null
  const theirs = (refusal?.data['current'] ?? null) as Settings | null
  const settle = (current: Settings, isMineKept: boolean): void => {
    setSettings(current)
    if (!isMineKept) setDraft(draftOf(current))
    save.reset()
  }
  const areFine = (Object.keys(most) as Numbers[]).every((name) => isFine(draft[name], name))
  const number = (name: Numbers, label: string, help: string) => (
    <TextField
      label={label}
      help={help}
      value={draft[name]}
      isNumeric
      onChange={(it) => setDraft({ ...draft, [name]: it })}
      error={isFine(draft[name], name) ? undefined : text.wholeNumber(1, most[name])}
    />
  )
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (areFine && !save.isPending) save.mutate()
      }}
    >
      <fieldset className="g-form" disabled={!mayEdit} style={{ border: 0, padding: 0, margin: 0 }}>
        {number('urgencyHorizonDays', text.horizon, text.horizonHelp)}
        {number('staleAfterDays', text.stale, text.staleHelp)}
        {number('responseMinutes', text.response, text.responseHelp)}
        {number('recheckDays', text.recheckDays, text.recheckDaysHelp)}
        <div className="g-pair">
          <TextField
            label={text.workFrom}
            type="time"
            value={draft.workFrom}
            onChange={(workFrom) => setDraft({ ...draft, workFrom })}
            help={text.workHelp}
          />
          <TextField
            label={text.workTo}
            type="time"
            value={draft.workTo}
            onChange={(workTo) => setDraft({ ...draft, workTo })}
          />
        </div>
        {theirs && (
          <ConflictNotice
            onKeepMine={() => settle(theirs, true)}
            onTakeTheirs={() => settle(theirs, false)}
          />
        )}
        {save.error && !theirs && <Failure error={save.error} />}
        {mayEdit && (
          <button type="submit" className="g-button is-primary" disabled={save.isPending || !areFine}>
            {text.save}
          </button>
        )}
      </fieldset>
    </form>
  )
}

/** What makes a lead an A, and how soon it hears from us. */
export function LeadSettings() {
  const text = useTexts(leadTexts)
  const settings = useLeadSettings()
  return (
    <section className="g-stack">
      <h2>{text.settingsTitle}</h2>
      <Answer query={settings}>{(data) => <Form settings={data} />}</Answer>
    </section>
  )
}
