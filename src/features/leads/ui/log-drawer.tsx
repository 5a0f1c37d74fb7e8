import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { type SentDossier, useFirstContact } from '#web/first-contact.tsx'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { TextField } from '#web/widgets/field.tsx'
import { MinutesField, minutesOf } from '#web/widgets/minutes-field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { QueueRow } from '../contract.ts'
import { nameOf } from './row-acts.ts'
import { leadTexts } from './text.ts'
import { useRefresh } from './use-refresh.ts'

const kinds = ['call', 'meeting', 'message', 'email'] as const

/** What was said, in one line: it goes to the client's talks, and an A that waited has been answered. */
export function LogDrawer({ row, onClose }: { row: QueueRow; onClose: () => void }) {
  const text = useTexts(leadTexts)
  const toast = useToast()
  const undo = useUndo()
  const refresh = useRefresh()
  const [kind, setKind] = useState<(typeof kinds)[number]>('call')
  const [said, setSaid] = useState('')
  const [result, setResult] = useState('')
  const [typed, setTyped] = useState('')
  const minutes = minutesOf(typed)
  const write = useMutation({
    mutationFn: (dossier: SentDossier | undefined) =>
      api.contacts.addTouch({
        params: { id: row.clientId },
        body: {
          kind,
          text: said.trim(),
          result: result.trim() || null,
          dealId: row.deal?.id ?? null,
          dossier,
          minutes: minutes === 'bad' ? null : minutes,
        },
      }),
    onSuccess: async ({ id, rev }) => {
      onClose()
      toast(text.written(nameOf(row)), () => void undo({ entity: 'touch', id, rev }))
      await refresh()
    },
  })
  const first = useFirstContact(write.error)
  return (
    <Drawer title={text.logTitle(nameOf(row))} onClose={onClose}>
      <form
        className="g-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (said.trim() !== '' && minutes !== 'bad' && !write.isPending) write.mutate(first.dossier)
        }}
      >
        <span className="g-segmented g-kinds" role="group" aria-label={text.kindLabel}>
          {kinds.map((it) => (
            <button key={it} type="button" aria-pressed={it === kind} onClick={() => setKind(it)}>
              {text.kinds[it]}
            </button>
          ))}
        </span>
        <TextField label={text.said} value={said} onChange={setSaid} isRequired isAutofocused />
        <TextField label={text.result} value={result} onChange={setResult} />
        <MinutesField value={typed} onChange={setTyped} />
        {first.fields}
        {write.error && !first.isAsked && <Failure error={write.error} />}
        <div className="g-row">
          <button type="submit" className="g-button is-primary" disabled={write.isPending}>
            {text.write}
          </button>
          <button type="button" className="g-button" onClick={onClose}>
            {text.cancel}
          </button>
        </div>
      </form>
    </Drawer>
  )
}
