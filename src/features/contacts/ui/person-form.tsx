import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { ConflictNotice, Failure, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { type ContactPerson, type ContactRole, contactRoles } from '../contract.ts'
import { contactTexts } from './text.ts'

type Draft = Record<'name' | 'position' | 'phones' | 'emails' | 'note', string> & { role: ContactRole | '' }

const draftOf = (person: ContactPerson | null): Draft => ({
  name: person?.name ?? '',
  role: person?.role ?? '',
  position: person?.position ?? '',
  phones: person?.phones.join('\n') ?? '',
  emails: person?.emails.join('\n') ?? '',
  note: person?.note ?? '',
})
const listOf = (typed: string): string[] =>
  typed
    .split(/[,;\n]/)
    .map((it) => it.trim())
    .filter((it) => it !== '')

function bodyOf(draft: Draft, base: Draft) {
  const is = (name: keyof Draft): boolean => draft[name] !== base[name]
  return {
    ...(is('role') && { role: draft.role || null }),
    ...(is('position') && { position: draft.position || null }),
    ...(is('phones') && { phones: listOf(draft.phones) }),
    ...(is('emails') && { emails: listOf(draft.emails) }),
    ...(is('note') && { note: draft.note || null }),
  }
}

type Props = { clientId: string; person: ContactPerson | null; onClose: () => void }

/** Adding or editing a person at a client; somebody's change in between is shown, never overwritten in silence. */
export function PersonForm({ clientId, person, onClose }: Props) {
  const text = useTexts(contactTexts)
  const errorText = useErrorText()
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const [base, setBase] = useState(() => ({ person, draft: draftOf(person) }))
  const [draft, setDraft] = useState(base.draft)
  const save = useMutation({
    mutationFn: () =>
      base.person
        ? api.contacts.updatePerson({
            params: { id: base.person.id },
            body: {
              rev: base.person.rev,
              ...(draft.name !== base.draft.name && { name: draft.name }),
              ...bodyOf(draft, base.draft),
            },
          })
        : api.contacts.addPerson({
            params: { id: clientId },
            body: { name: draft.name, ...bodyOf(draft, base.draft) },
          }),
    onSuccess: async ({ id, rev, name }) => {
      await cache.invalidateQueries({ queryKey: ['contacts'] })
      toast(text.saved(name), () => void undo({ entity: 'contact', id, rev }))
      onClose()
    },
  })
  const remove = useMutation({
    mutationFn: (id: string) => api.contacts.removePerson({ params: { id } }),
    onSuccess: async ({ unitId }) => {
      await cache.invalidateQueries({ queryKey: ['contacts'] })
      toast(text.removed(draft.name), () => void undo(unitId))
      onClose()
    },
  })
  const refusal = save.error instanceof ApiError ? save.error : null
  const wrongField = refusal?.data['field']
  const current = refusal?.code === 'conflict' ? (refusal.data['current'] as ContactPerson) : null
  const settle = (keepMine: boolean): void => {
    if (!current) return
    setBase({ person: current, draft: draftOf(current) })
    if (!keepMine) setDraft(draftOf(current))
    save.reset()
  }
  const field = (name: Exclude<keyof Draft, 'role'>, rows?: number, help?: string) => (
    <TextField
      label={text[name]}
      help={help}
      value={draft[name]}
      onChange={(value) => setDraft({ ...draft, [name]: value })}
      error={wrongField === name ? errorText(save.error) : undefined}
      isRequired={name === 'name'}
      isAutofocused={name === 'name'}
      {...(rows && { rows })}
    />
  )
  return (
    <Drawer title={person ? text.editPerson : text.addPerson} onClose={onClose}>
      <form
        className="g-form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        {current && <ConflictNotice onKeepMine={() => settle(true)} onTakeTheirs={() => settle(false)} />}
        {field('name')}
        <div className="g-pair">
          <SelectField
            label={text.role}
            value={draft.role}
            options={[
              ['', text.noRole] as const,
              ...contactRoles.map((role) => [role, text.roles[role]] as const),
            ]}
            onChange={(role) => setDraft({ ...draft, role })}
          />
          {field('position')}
        </div>
        {field('phones', 2, text.several)}
        {field('emails', 2, text.several)}
        {field('note', 3)}
        {save.error && !wrongField && !current && <Failure error={save.error} />}
        {remove.error && <Failure error={remove.error} />}
        <div className="g-row-wide">
          <button type="submit" className="g-button is-primary" disabled={save.isPending || current !== null}>
            {text.save}
          </button>
          {person && (
            <button
              type="button"
              className="g-button"
              disabled={remove.isPending}
              onClick={() => remove.mutate(person.id)}
            >
              {text.remove}
            </button>
          )}
        </div>
      </form>
    </Drawer>
  )
}
