import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { ConflictNotice, Failure, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Client } from '../contract.ts'
import { LikeClients } from './like-clients.tsx'
import { tagsOf } from './tags.ts'
import { clientTexts } from './text.ts'

const names = [
  'name',
  'city',
  'region',
  'externalId',
  'inn',
  'kpp',
  'ogrn',
  'phone',
  'email',
  'note',
] as const
type FieldName = (typeof names)[number]
type Draft = Record<FieldName, string> & { ownerId: string; kind: 'company' | 'person'; tags: string }

const draftOf = (client: Client | null, ownerId: string): Draft => ({
  ...(Object.fromEntries(names.map((name) => [name, client?.[name] ?? ''])) as Record<FieldName, string>),
  kind: client?.kind ?? 'company',
  ownerId: client ? (client.ownerId ?? '') : ownerId,
  tags: client?.tags.join(', ') ?? '',
})

/** What differs from the row the form was opened with: only that is sent. */
function changesOf(draft: Draft, base: Draft) {
  const changed = names
    .filter((name) => draft[name] !== base[name])
    .map((name) => [name, draft[name] || null])
  return {
    ...Object.fromEntries(changed),
    ...(draft.kind !== base.kind && { kind: draft.kind }),
    ...(draft.ownerId !== base.ownerId && { ownerId: draft.ownerId || null }),
    ...(draft.tags !== base.tags && { tags: tagsOf(draft.tags) }),
  }
}

/** Adding or editing a client; a change by somebody else in between is shown, never overwritten in silence. */
export function ClientForm({
  client,
  onClose,
  onSaved,
}: {
  client: Client | null
  onClose: () => void
  onSaved: (client: Client) => void
}) {
  const text = useTexts(clientTexts)
  const errorText = useErrorText()
  const { user } = useSession()
  const cache = useQueryClient()
  const toast = useToast()
  const ownOwner = user.role === 'rep' ? user.id : ''
  const [base, setBase] = useState(() => ({ client, draft: draftOf(client, ownOwner) }))
  const [draft, setDraft] = useState(base.draft)
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  const undo = useUndo()
  const save = useMutation({
    mutationFn: (): Promise<Client> => {
      if (!base.client)
        return api.clients.create({
          body: {
            ...changesOf(draft, base.draft),
            kind: draft.kind,
            name: draft.name,
            ownerId: draft.ownerId || null,
          },
        })
      return api.clients.update({
        params: { id: base.client.id },
        body: { ...changesOf(draft, base.draft), rev: base.client.rev },
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
  const settle = (keepMine: boolean): void => {
    if (!current) return
    const theirs = draftOf(current, ownOwner)
    // Mine wins only where I changed something; the rest follows the newer row.
    const mine = Object.fromEntries(
      (Object.keys(draft) as (keyof Draft)[])
        .filter((key) => draft[key] !== base.draft[key])
        .map((key) => [key, draft[key]]),
    )
    setBase({ client: current, draft: theirs })
    setDraft(keepMine ? { ...theirs, ...mine } : theirs)
    save.reset()
  }
  const people = (users.data?.rows ?? []).filter((it) => it.isActive)
  return (
    <Drawer title={client ? text.editTitle : text.addTitle} onClose={onClose}>
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
        {field('note', 3)}
        {save.error && !wrongField && !current && <Failure error={save.error} />}
        <button type="submit" className="g-button is-primary" disabled={save.isPending || current !== null}>
          {client ? text.save : text.create}
        </button>
      </form>
    </Drawer>
  )
}
