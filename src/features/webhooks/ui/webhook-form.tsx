import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { TextField } from '#web/widgets/field.tsx'
import { ConflictNotice, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Webhook } from '../contract.ts'
import { eventGroups } from '../domain/events.ts'
import { webhookTexts } from './text.ts'

type Draft = Pick<Webhook, 'url' | 'note' | 'events' | 'isActive'>
const blank: Draft = { url: '', note: '', events: ['client.created', 'order.created'], isActive: true }

function Events({ chosen, onChange }: { chosen: string[]; onChange: (events: string[]) => void }) {
  const text = useTexts(webhookTexts)
  return (
    <>
      <h3>{text.whichEvents}</h3>
      {Object.entries(eventGroups).map(([group, events]) => (
        <fieldset key={group} className="g-stack-tight" style={{ border: 0, padding: 0, margin: 0 }}>
          <legend className="g-sm g-strong" style={{ padding: 0 }}>
            {text.groups[group as keyof typeof eventGroups]}
          </legend>
          {events.map((event) => (
            <label key={event} className="g-check">
              <input
                type="checkbox"
                checked={chosen.includes(event)}
                onChange={({ target }) =>
                  onChange(target.checked ? [...chosen, event] : chosen.filter((it) => it !== event))
                }
              />
              <span>
                {text.events[event]} <span className="g-mono g-3">{event}</span>
              </span>
            </label>
          ))}
        </fieldset>
      ))}
    </>
  )
}

/** A webhook, new or known: where it goes and what it is told of. A new one has a secret, told once. */
export function WebhookForm({
  webhook,
  onClose,
  onSecret,
}: {
  webhook: Webhook | null
  onClose: () => void
  onSecret: (secret: string) => void
}) {
  const text = useTexts(webhookTexts)
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  // What the form was opened with: a change by somebody else is a conflict, not a new form.
  const [opened, setOpened] = useState(webhook)
  const [draft, setDraft] = useState<Draft>(webhook ?? blank)
  const set = (change: Partial<Draft>): void => setDraft({ ...draft, ...change })
  const save = useMutation({
    mutationFn: async () => {
      const { url, note, events, isActive } = draft
      if (!opened) return api.webhooks.add({ body: { url, note, events } })
      const body = { rev: opened.rev, note, events, ...(url !== opened.url && { url }) }
      const isSwitched = isActive !== opened.isActive
      return {
        webhook: await api.webhooks.update({
          params: { id: opened.id },
          body: { ...body, ...(isSwitched && { isActive }) },
        }),
        secret: null,
      }
    },
    onSuccess: async ({ webhook: { id, rev }, secret }) => {
      await cache.invalidateQueries({ queryKey: ['webhooks'] })
      onClose()
      if (secret === null) toast(text.saved, () => void undo({ entity: 'webhook', id, rev }))
      else onSecret(secret)
    },
  })
  const refusal = save.error instanceof ApiError && save.error.code === 'conflict' ? save.error : null
  const theirs = (refusal?.data['current'] ?? null) as Webhook | null
  const settle = (current: Webhook, isMineKept: boolean): void => {
    setOpened(current)
    if (!isMineKept) setDraft(current)
    save.reset()
  }
  return (
    <Drawer title={webhook ? text.edit : text.add} onClose={onClose}>
      <form
        className="g-form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate()
        }}
      >
        <TextField
          label={text.url}
          help={text.urlHelp}
          value={draft.url}
          onChange={(url) => set({ url })}
          isRequired
          isAutofocused
        />
        <TextField
          label={text.note}
          help={text.noteHelp}
          value={draft.note}
          onChange={(note) => set({ note })}
        />
        {opened && (
          <label className="g-check">
            <input
              type="checkbox"
              checked={draft.isActive}
              onChange={({ target }) => set({ isActive: target.checked })}
            />
            <span>
              {text.isActive}
              {!draft.isActive && <span className="g-2"> {text.pauseNote}</span>}
            </span>
          </label>
        )}
        <Events chosen={draft.events} onChange={(events) => set({ events })} />
        {theirs ? (
          <ConflictNotice
            onKeepMine={() => settle(theirs, true)}
            onTakeTheirs={() => settle(theirs, false)}
          />
        ) : (
          save.error && <Failure error={save.error} />
        )}
        <button
          type="submit"
          className="g-button is-primary"
          disabled={save.isPending || draft.events.length === 0}
        >
          {opened ? text.save : text.add}
        </button>
      </form>
    </Drawer>
  )
}
