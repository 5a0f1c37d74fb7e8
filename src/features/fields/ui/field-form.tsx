import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { ConflictNotice, Failure, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { type Field, type FieldKind, fieldKinds } from '../domain/field.ts'
import { ChoiceRows, type ChoiceDraft } from './choice-rows.tsx'
import { fieldTexts } from './text.ts'

type Draft = { name: string; kind: FieldKind; description: string; choices: readonly ChoiceDraft[] }

const draftOf = (field: Field | null): Draft => ({
  name: field?.name ?? '',
  kind: field?.kind ?? 'text',
  description: field?.description ?? '',
  choices: field ? field.choices.filter((it) => !it.isRemoved).map(({ id, name }) => ({ id, name })) : [],
})

const filled = (choices: readonly ChoiceDraft[]): ChoiceDraft[] =>
  choices.map((it) => ({ ...it, name: it.name.trim() })).filter((it) => it.name !== '')

/** A field, new or known: its name, what it holds, the hint under it, its choices. */
export function FieldForm({ field, onClose }: { field: Field | null; onClose: () => void }) {
  const text = useTexts(fieldTexts)
  const errorText = useErrorText()
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  // What the form was opened with: a change by somebody else is a conflict, not a new form.
  const [opened, setOpened] = useState(field)
  const [draft, setDraft] = useState(() => draftOf(field))
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change })
  const isChoice = draft.kind === 'choice'
  const save = useMutation({
    mutationFn: () => {
      const { name, kind, description } = draft
      const choices = filled(draft.choices)
      if (!opened) {
        const named = isChoice ? { choices: choices.map((it) => it.name) } : {}
        return api.fields.create({ body: { name, kind, description: description || null, ...named } })
      }
      // Only what was changed here: the rest may have been changed by somebody else.
      const before = draftOf(opened)
      const isSame = JSON.stringify(choices) === JSON.stringify(before.choices)
      return api.fields.update({
        params: { id: opened.id },
        body: {
          rev: opened.rev,
          ...(name !== before.name && { name }),
          ...(description !== before.description && { description: description || null }),
          ...(isChoice && !isSame && { choices }),
        },
      })
    },
    onError: (error) => {
      // A choice that clients have stays: it returns to its line, and the reason stands under it.
      const id = error instanceof ApiError && error.code === 'choiceInUse' ? error.data['choiceId'] : null
      const known = opened?.choices.find((it) => it.id === id)
      if (known) set({ choices: [...draft.choices, { id: known.id, name: known.name }] })
    },
    onSuccess: async (saved) => {
      await cache.invalidateQueries()
      onClose()
      toast(
        opened ? text.saved(saved.name) : text.created(saved.name),
        () => void undo({ entity: 'field', id: saved.id, rev: saved.rev }),
      )
    },
  })
  const refusal = save.error instanceof ApiError ? save.error : null
  const theirs = refusal?.code === 'conflict' ? (refusal.data['current'] as Field) : null
  const wrong = refusal?.data['field']
  const settle = (current: Field, isMineKept: boolean): void => {
    setOpened(current)
    setDraft(isMineKept ? { ...draft, kind: current.kind } : draftOf(current))
    save.reset()
  }
  const wrongName = refusal?.data['choice'] ?? refusal?.data['name']
  const choiceError = wrong === 'choices' ? errorText(save.error) : undefined
  return (
    <Drawer title={field ? text.edit : text.add} onClose={onClose}>
      <form
        className="g-form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <TextField
          label={text.name}
          help={field ? undefined : text.nameHelp}
          value={draft.name}
          onChange={(name) => set({ name })}
          error={wrong === 'name' ? errorText(save.error) : undefined}
          isRequired
          isAutofocused
        />
        {!field && (
          <SelectField
            label={text.kind}
            help={text.kindFixed}
            value={draft.kind}
            options={fieldKinds.map((kind) => [kind, text.kinds[kind]] as const)}
            onChange={(kind) =>
              set({ kind, choices: draft.choices.length > 0 ? draft.choices : [{ name: '' }, { name: '' }] })
            }
          />
        )}
        {isChoice && (
          <ChoiceRows
            choices={draft.choices}
            onChange={(choices) => set({ choices })}
            error={choiceError}
            wrongName={wrongName === undefined ? undefined : String(wrongName)}
          />
        )}
        <TextField
          label={text.description}
          help={text.descriptionHelp}
          value={draft.description}
          onChange={(description) => set({ description })}
        />
        {theirs ? (
          <ConflictNotice
            onKeepMine={() => settle(theirs, true)}
            onTakeTheirs={() => settle(theirs, false)}
          />
        ) : (
          save.error && wrong !== 'name' && wrong !== 'choices' && <Failure error={save.error} />
        )}
        <button type="submit" className="g-button is-primary" disabled={save.isPending || theirs !== null}>
          {opened ? text.save : text.create}
        </button>
      </form>
    </Drawer>
  )
}
