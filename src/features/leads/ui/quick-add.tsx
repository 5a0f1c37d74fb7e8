import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDeferredValue, useMemo, useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useSession } from '#web/session.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { SelectField, TextField } from '#web/widgets/field.tsx'
import { Failure, useErrorText } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import { readLine } from '../domain/read-line.ts'
import { KnownClients, useKnown } from './known-clients.tsx'
import { draftOfLine, type QuickDraft } from './quick-draft.ts'
import { quickTexts } from './quick-text.ts'

type Props = { onClose: () => void }

/** An enquiry in one line: shows what was understood, lets it be corrected, and saves with Enter. */
export function QuickAdd({ onClose }: Props) {
  const text = useTexts(quickTexts)
  return (
    <Drawer title={text.title} onClose={onClose}>
      <Form onClose={onClose} />
    </Drawer>
  )
}

function OwnerField({ value, onChange }: { value: string; onChange: (id: string) => void }) {
  const text = useTexts(quickTexts)
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  const people = (users.data?.rows ?? []).filter((it) => it.isActive || it.id === value)
  return (
    <SelectField
      label={text.owner}
      value={value}
      options={people.map((it) => [it.id, it.name] as const)}
      onChange={onChange}
    />
  )
}

function useSave(onClose: () => void) {
  const text = useTexts(quickTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  return useMutation({
    mutationFn: api.leads.quickAdd,
    onSuccess: async ({ deal, client, unitId }) => {
      onClose()
      toast(text.added(deal.title, client.name), () => void undo(unitId))
      await cache.invalidateQueries({ predicate: ({ queryKey: [slice] }) => slice !== 'team' })
    },
  })
}

function Form({ onClose }: Props) {
  const text = useTexts(quickTexts)
  const errorText = useErrorText()
  const { user, workspace } = useSession()
  const [line, setLine] = useState('')
  // What was corrected by hand stays, however the line goes on.
  const [corrected, setCorrected] = useState<Partial<QuickDraft>>({})
  const [chosen, setChosen] = useState<string | null | undefined>(undefined)
  const [ownerId, setOwnerId] = useState<string | null>(null)
  const shownLine = useDeferredValue(line)
  const read = useMemo(() => readLine(shownLine, workspace.country), [shownLine, workspace.country])
  const draft = { ...draftOfLine(read), ...corrected }
  const known = useKnown(draft.phone, draft.email)
  const first = known.find((it) => it.mayEdit)?.id ?? null
  // A choice among those who are not reached any more is none.
  const clientId =
    chosen === undefined || (chosen !== null && !known.some((it) => it.id === chosen)) ? first : chosen
  const save = useSave(onClose)
  const refusal = save.error instanceof ApiError ? save.error : null
  const errorOf = (field: string): string | undefined =>
    refusal?.data['field'] === field ? errorText(refusal) : undefined
  const set = (change: Partial<QuickDraft>): void => setCorrected({ ...corrected, ...change })
  const send = (): void => {
    if (save.isPending) return
    // Enter may come before the fields have followed the line.
    const { kind, name, person, phone, email, want } = {
      ...draftOfLine(readLine(line, workspace.country)),
      ...corrected,
    }
    save.mutate({
      body: {
        line,
        kind,
        name,
        person: kind === 'company' ? person : null,
        want,
        ...('phone' in corrected && { phone }),
        ...('email' in corrected && { email }),
        ...((chosen !== undefined || first !== null) && { clientId }),
        ...(ownerId !== null && { ownerId }),
      },
    })
  }
  return (
    <form
      className="g-form"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <TextField
        label={text.line}
        help={text.lineHelp}
        placeholder={text.example}
        value={line}
        onChange={setLine}
        autoComplete="off"
        isAutofocused
      />
      <div className="g-field">
        <span id="quick-kind" className="g-sm g-strong">
          {text.kind}
        </span>
        <span className="g-segmented" role="group" aria-labelledby="quick-kind">
          {(['person', 'company'] as const).map((kind) => (
            <button key={kind} type="button" aria-pressed={draft.kind === kind} onClick={() => set({ kind })}>
              {text.kinds[kind]}
            </button>
          ))}
        </span>
      </div>
      <TextField
        label={draft.kind === 'company' ? text.companyName : text.personName}
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      {draft.kind === 'company' && (
        <TextField label={text.contact} value={draft.person} onChange={(person) => set({ person })} />
      )}
      <div className="g-pair">
        <TextField
          label={text.phone}
          type="tel"
          value={draft.phone}
          onChange={(phone) => set({ phone })}
          error={errorOf('phone')}
        />
        <TextField
          label={text.email}
          value={draft.email}
          onChange={(email) => set({ email })}
          error={errorOf('email')}
        />
      </div>
      <TextField label={text.want} value={draft.want} onChange={(want) => set({ want })} />
      <KnownClients rows={known} chosen={clientId} onChoose={setChosen} />
      {user.role !== 'rep' && clientId === null && (
        <OwnerField value={ownerId ?? user.id} onChange={setOwnerId} />
      )}
      {refusal && !['phone', 'email'].includes(String(refusal.data['field'])) && <Failure error={refusal} />}
      <button type="submit" className="g-button is-primary" disabled={save.isPending}>
        {text.save}
      </button>
    </form>
  )
}
