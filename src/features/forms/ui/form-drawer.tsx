import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useLanguage, useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { ConflictNotice, Failure, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { LeadForm } from '../contract.ts'
import { type FormField, formFields, formWords } from '../domain/form-words.ts'
import { formTexts } from './text.ts'

/** A pipeline under the name that its reader knows. */
export type Way = { id: string; name: string }
type Draft = {
  name: string
  language: 'ru' | 'en'
  pipelineId: string
  source: string
  ownerIds: string[]
  origins: string
  fields: FormField[]
  isConsentAsked: boolean
  consentText: string
  consentUrl: string
  isActive: boolean
}

const draftOf = (form: LeadForm): Draft => ({
  ...form,
  source: form.source ?? '',
  origins: form.origins.join('\n'),
  isConsentAsked: form.consentText !== null,
  consentText: form.consentText ?? formWords[form.language].consent,
  consentUrl: form.consentUrl ?? '',
})
const blank = (language: 'ru' | 'en', pipelineId: string): Draft => ({
  name: '',
  language,
  pipelineId,
  source: '',
  ownerIds: [],
  origins: '',
  fields: ['name', 'phone', 'want'],
  isConsentAsked: true,
  consentText: formWords[language].consent,
  consentUrl: '',
  isActive: true,
})
const sentOf = ({ isActive: _isActive, isConsentAsked, ...draft }: Draft) => ({
  ...draft,
  name: draft.name.trim(),
  source: draft.source.trim() || null,
  origins: draft.origins.split(/[\s,;]+/).filter(Boolean),
  consentText: isConsentAsked ? draft.consentText.trim() || null : null,
  consentUrl: draft.consentUrl.trim() || null,
})

type ChecksProps<T extends string> = {
  title: string
  help?: string
  options: readonly (readonly [T, string])[]
  chosen: readonly T[]
  onChange: (chosen: T[]) => void
}
function Checks<T extends string>({ title, help, options, chosen, onChange }: ChecksProps<T>) {
  return (
    <fieldset className="g-stack-tight" style={{ border: 0, padding: 0, margin: 0 }}>
      <legend className="g-sm g-strong" style={{ padding: 0 }}>
        {title}
      </legend>
      {options.map(([value, label]) => (
        <label key={value} className="g-check">
          <input
            type="checkbox"
            checked={chosen.includes(value)}
            onChange={({ target }) =>
              onChange(target.checked ? [...chosen, value] : chosen.filter((it) => it !== value))
            }
          />
          <span>{label}</span>
        </label>
      ))}
      {help && <span className="g-xs g-3">{help}</span>}
    </fieldset>
  )
}

type Props = {
  form: LeadForm | null
  ways: readonly Way[]
  onClose: () => void
  onAdded: (form: LeadForm) => void
}

/** A form, new or known: what it asks, where its leads go and on which sites it stands. */
export function FormDrawer({ form, ways, onClose, onAdded }: Props) {
  const text = useTexts(formTexts)
  const language = useLanguage()
  const errorText = useErrorText()
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  // What it was opened with: a change by somebody else is a conflict, not a new form.
  const [opened, setOpened] = useState(form)
  const [draft, setDraft] = useState<Draft>(() => (form ? draftOf(form) : blank(language, ways[0]?.id ?? '')))
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change })
  const save = useMutation({
    mutationFn: () =>
      opened
        ? api.forms.update({
            params: { id: opened.id },
            body: { ...sentOf(draft), rev: opened.rev, isActive: draft.isActive },
          })
        : api.forms.add({ body: sentOf(draft) }),
    onSuccess: async (saved) => {
      const { id, rev } = saved
      await cache.invalidateQueries({ queryKey: ['forms'] })
      onClose()
      toast(opened ? text.saved : text.added, () => void undo({ entity: 'form', id, rev }))
      if (!opened) onAdded(saved)
    },
  })
  const refusal = save.error instanceof ApiError ? save.error : null
  const theirs = refusal?.code === 'conflict' ? (refusal.data['current'] as LeadForm) : null
  const errorOf = (field: string): string | undefined =>
    refusal?.data['field'] === field ? errorText(refusal) : undefined
  const settle = (current: LeadForm, isMineKept: boolean): void => {
    setOpened(current)
    if (!isMineKept) setDraft(draftOf(current))
    save.reset()
  }
  const people = (users.data?.rows ?? []).filter((it) => it.isActive || draft.ownerIds.includes(it.id))
  return (
    <Drawer title={form ? text.editTitle : text.add} onClose={onClose}>
      <form
        className="g-form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        {theirs && (
          <ConflictNotice
            onKeepMine={() => settle(theirs, true)}
            onTakeTheirs={() => settle(theirs, false)}
          />
        )}
        <TextField
          label={text.name}
          help={text.nameHelp}
          value={draft.name}
          onChange={(name) => set({ name })}
          isRequired
          isAutofocused
        />
        <TextField
          label={text.origins}
          help={text.originsHelp}
          error={errorOf('origins')}
          value={draft.origins}
          onChange={(origins) => set({ origins })}
          rows={2}
        />
        <Checks
          title={text.fields}
          options={formFields.map((it) => [it, text.fieldNames[it] ?? it] as const)}
          chosen={draft.fields}
          onChange={(chosen) => set({ fields: formFields.filter((it) => chosen.includes(it)) })}
        />
        <Checks
          title={text.owners}
          help={draft.ownerIds.length === 0 ? text.noOwners : text.ownersHelp}
          options={people.map((it) => [it.id, it.name] as const)}
          chosen={draft.ownerIds}
          onChange={(ownerIds) => set({ ownerIds })}
        />
        <div className="g-pair">
          <SelectField
            label={text.pipeline}
            value={draft.pipelineId}
            options={ways.map((it) => [it.id, it.name] as const)}
            onChange={(pipelineId) => set({ pipelineId })}
          />
          <SelectField
            label={text.language}
            value={draft.language}
            options={[
              ['ru', text.languages.ru],
              ['en', text.languages.en],
            ]}
            onChange={(it) => set({ language: it })}
          />
        </div>
        <TextField
          label={text.source}
          help={text.sourceHelp}
          value={draft.source}
          onChange={(source) => set({ source })}
        />
        <label className="g-check">
          <input
            type="checkbox"
            checked={draft.isConsentAsked}
            onChange={({ target }) => set({ isConsentAsked: target.checked })}
          />
          <span>{text.consent}</span>
        </label>
        {draft.isConsentAsked && (
          <>
            <TextField
              label={text.consentText}
              help={text.consentHelp}
              value={draft.consentText}
              onChange={(consentText) => set({ consentText })}
              rows={2}
              isRequired
            />
            <TextField
              label={text.consentUrl}
              error={errorOf('consentUrl')}
              value={draft.consentUrl}
              onChange={(consentUrl) => set({ consentUrl })}
            />
          </>
        )}
        {opened && (
          <label className="g-check">
            <input
              type="checkbox"
              checked={draft.isActive}
              onChange={({ target }) => set({ isActive: target.checked })}
            />
            <span>{text.isActive}</span>
          </label>
        )}
        {save.error && !theirs && !['origins', 'consentUrl'].includes(String(refusal?.data['field'])) && (
          <Failure error={save.error} />
        )}
        <button type="submit" className="g-button is-primary" disabled={save.isPending}>
          {opened ? text.save : text.add}
        </button>
      </form>
    </Drawer>
  )
}
