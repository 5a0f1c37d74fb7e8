import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { Answer, ConflictNotice, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { RegistrySettings as Settings } from '../contract.ts'
import { registryTexts } from './text.ts'
import { TokenField, type TypedToken } from './token-field.tsx'

type Draft = Pick<Settings, 'isOn' | 'url'> & { token?: TypedToken }
const draftOf = ({ isOn, url }: Settings): Draft => ({ isOn, url })

function CheckButton() {
  const text = useTexts(registryTexts)
  const check = useMutation({ mutationFn: () => api.registry.check() })
  return (
    <div className="g-stack-tight">
      <button
        type="button"
        className="g-button"
        style={{ alignSelf: 'start' }}
        disabled={check.isPending}
        onClick={() => check.mutate()}
      >
        {text.check}
      </button>
      <div role="status">{check.data && text.checked(check.data.name)}</div>
      {check.error && <Failure error={check.error} />}
    </div>
  )
}

function Form({ settings: opened }: { settings: Settings }) {
  const text = useTexts(registryTexts)
  const toast = useToast()
  const cache = useQueryClient()
  // What the form was opened with: a change by somebody else is a conflict, not a new form.
  const [settings, setSettings] = useState(opened)
  const [draft, setDraft] = useState(() => draftOf(opened))
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change })
  const save = useMutation({
    mutationFn: () => {
      const { isOn, url, token } = draft
      const typed = token === undefined || token === '' ? {} : { token }
      return api.registry.saveSettings({ body: { rev: settings.rev, isOn, url, ...typed } })
    },
    onSuccess: async (saved) => {
      setSettings(saved)
      setDraft(draftOf(saved))
      toast(text.saved)
      await cache.invalidateQueries({ queryKey: ['registry'] })
    },
  })
  const refusal = save.error instanceof ApiError && save.error.code === 'conflict' ? save.error : null
  const theirs = (refusal?.data['current'] ?? null) as Settings | null
  const settle = (current: Settings, isMineKept: boolean): void => {
    setSettings(current)
    if (!isMineKept) setDraft(draftOf(current))
    save.reset()
  }
  return (
    <div className="g-stack">
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
            checked={draft.isOn}
            onChange={({ target }) => set({ isOn: target.checked })}
          />
          <span>{text.isOn}</span>
        </label>
        <TextField
          label={text.url}
          help={text.urlHelp}
          value={draft.url}
          onChange={(url) => set({ url })}
          isRequired
        />
        <TokenField token={settings.token} typed={draft.token} onChange={(token) => set({ token })} />
        {theirs && (
          <ConflictNotice
            onKeepMine={() => settle(theirs, true)}
            onTakeTheirs={() => settle(theirs, false)}
          />
        )}
        {save.error && !theirs && <Failure error={save.error} />}
        <button type="submit" className="g-button is-primary" disabled={save.isPending}>
          {text.save}
        </button>
      </form>
      {settings.token && <CheckButton />}
    </div>
  )
}

/** Which register of companies is asked by tax id, and with what. */
export function RegistrySettings() {
  const text = useTexts(registryTexts)
  const settings = useQuery({
    queryKey: ['registry', 'settings'],
    queryFn: () => api.registry.getSettings(),
  })
  return (
    <section className="g-stack">
      <h2>{text.title}</h2>
      <p className="g-2" style={{ maxWidth: 640 }}>
        {text.about}
      </p>
      <Answer query={settings} rows={3}>
        {(data) => <Form settings={data} />}
      </Answer>
    </section>
  )
}
