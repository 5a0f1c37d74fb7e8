import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Field } from '#features/fields/domain/field.ts'
import { ApiError, api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { Answer, ConflictNotice, Failure, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Client } from '../contract.ts'
import { changesOf, draftOf, type FieldName, listNow, lists, mineOver } from './client-draft.ts'
import { ContactRows } from './contact-rows.tsx'
import { useFieldDraft } from './field-draft.ts'
import { FieldInput } from './field-input.tsx'
import { LikeClients } from './like-clients.tsx'
import { clientTexts } from './text.ts'
import { useFields, useShowValue } from './use-fields.ts'

type Props = {
  client: Client | null
  onClose: () => void
  onSaved: (client: Client) => void
}

/** Adding or editing a client; a change by somebody else in between is shown, never overwritten in silence. */
export function ClientForm(props: Props) {
  const text = useTexts(clientTexts)
  const { fields, query } = useFields()
  return (
    <Drawer title={props.client ? text.editTitle : text.addTitle} onClose={props.onClose}>
      <Answer query={query} rows={8}>
        {() => <Form {...props} fields={fields} />}
      </Answer>
    </Drawer>
  )
}

function Form({ client, onSaved, fields }: Omit<Props, 'onClose'> & { fields: readonly Field[] }) {
  const text = useTexts(clientTexts)
  const errorText = useErrorText()
  const { user } = useSession()
  const cache = useQueryClient()
  const toast = useToast()
  const ownOwner = user.role === 'rep' ? user.id : ''
  const { toDraft, fromDraft } = useFieldDraft()
  const showValue = useShowValue()
  const drafted = (row: Client | null) =>
    draftOf(
      row,
      ownOwner,
      Object.fromEntries(fields.map((field) => [field.id, toDraft(field, row?.fields[field.id])])),
    )
  const [base, setBase] = useState(() => ({ client, draft: drafted(client) }))
  const [draft, setDraft] = useState(base.draft)
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  const undo = useUndo()
  const save = useMutation({
    mutationFn: async (): Promise<Client> => {
      const changes = changesOf(draft, base.draft, (id, typed) => {
        const field = fields.find((it) => it.id === id)
        return field ? fromDraft(field, typed) : null
      })
      if (!base.client)
        return api.clients.create({
          body: {
            ...changes,
            kind: draft.kind,
            name: draft.name,
            ownerId: draft.ownerId || null,
          },
        })
      return api.clients.update({
        params: { id: base.client.id },
        body: { ...changes, rev: base.client.rev },
      })
    },
    onSuccess: async (saved) => {
      await cache.invalidateQueries({ queryKey: ['clients'] })
      toast(
        base.client ? text.saved(saved.name) : text.created(saved.name),
        () => void undo({ entity: 'client', id: saved.id, rev: saved.rev }),
      )
      onSaved(saved)
    },
  })
  const refusal = save.error instanceof ApiError ? save.error : null
  const current = refusal?.code === 'conflict' ? (refusal.data['current'] as Client) : null
  const wrongField = refusal?.data['field']
  const errorOf = (name: FieldName): string | undefined =>
    wrongField === name
      ? errorText(save.error)
      : current && (current[name] ?? '') !== base.draft[name]
        ? text.nowIs(current[name] ?? text.empty)
        : undefined
  const field = (name: FieldName, rows?: number) => (
    <TextField
      label={text[name]}
      value={draft[name]}
      onChange={(value) => setDraft({ ...draft, [name]: value })}
      error={errorOf(name)}
      isRequired={name === 'name'}
      isAutofocused={name === 'name'}
      {...(rows && { rows })}
    />
  )
  const errorOfField = (own: Field): string | undefined => {
    if (wrongField === `fields.${own.id}`) return errorText(save.error)
    if (!current || current.fields[own.id] === base.client?.fields[own.id]) return undefined
    const value = current.fields[own.id]
    return text.nowIs(value === undefined ? text.empty : showValue(own, value))
  }
  const rowsOf = (list: (typeof lists)[number]) => {
    const now = current ? listNow(list, current, base.draft) : undefined
    return (
      <ContactRows
        key={list}
        list={list}
        values={draft[list]}
        onChange={(values) => setDraft({ ...draft, [list]: values })}
        errorOf={(value) =>
          wrongField === list && refusal?.data['value'] === value.trim() ? errorText(save.error) : undefined
        }
        note={now === undefined ? undefined : text.nowIs(now || text.empty)}
      />
    )
  }
  const settle = (keepMine: boolean): void => {
    if (!current) return
    const theirs = drafted(current)
    setBase({ client: current, draft: theirs })
    setDraft(keepMine ? mineOver(theirs, draft, base.draft) : theirs)
    save.reset()
  }
  const people = (users.data?.rows ?? []).filter((it) => it.isActive)
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate()
      }}
    >
      {current && <ConflictNotice onKeepMine={() => settle(true)} onTakeTheirs={() => settle(false)} />}
      {field('name')}
      {!client && <LikeClients name={draft.name} inn={draft.inn} phone={draft.phone} email={draft.email} />}
      <div className="g-pair">
        <SelectField
          label={text.kind}
          value={draft.kind}
          options={[
            ['company', text.kinds.company],
            ['person', text.kinds.person],
          ]}
          onChange={(kind) => setDraft({ ...draft, kind })}
        />
        {field('externalId')}
      </div>
      <div className="g-pair">
        {field('inn')}
        {field('kpp')}
      </div>
      {field('ogrn')}
      {user.role !== 'observer' && (
        <div className="g-pair">
          {field('phone')}
          {field('email')}
        </div>
      )}
      {user.role !== 'observer' && lists.map(rowsOf)}
      <div className="g-pair">
        {field('city')}
        {field('region')}
      </div>
      {user.role !== 'rep' && (
        <SelectField
          label={text.owner}
          value={draft.ownerId}
          options={[['', text.noOwner] as const, ...people.map((it) => [it.id, it.name] as const)]}
          onChange={(ownerId) => setDraft({ ...draft, ownerId })}
        />
      )}
      <TextField
        label={text.tags}
        help={text.tagsHelp}
        value={draft.tags}
        onChange={(tags) => setDraft({ ...draft, tags })}
      />
      {fields.map((own) => (
        <FieldInput
          key={own.id}
          field={own}
          value={draft.fields[own.id] ?? ''}
          onChange={(value) => setDraft({ ...draft, fields: { ...draft.fields, [own.id]: value } })}
          error={errorOfField(own)}
        />
      ))}
      {field('note', 3)}
      {save.error && !wrongField && !current && <Failure error={save.error} />}
      <button type="submit" className="g-button is-primary" disabled={save.isPending || current !== null}>
        {client ? text.save : text.create}
      </button>
    </form>
  )
}
