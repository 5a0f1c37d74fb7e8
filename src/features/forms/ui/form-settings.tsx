import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { Answer, Empty } from '#web/widgets/states.tsx'
import type { LeadForm } from '../contract.ts'
import { CodeDrawer } from './code-drawer.tsx'
import { FormCard } from './form-card.tsx'
import { FormDrawer, type Way } from './form-drawer.tsx'
import { Quarantine } from './quarantine.tsx'
import { formTexts } from './text.ts'

// Junk comes without a word: how much of it is asked for now and then.
const REFRESH_MS = 30_000

/** Forms on sites: what they bring, their code, and what they kept back. */
export function FormSettings({ ways }: { ways: readonly Way[] }) {
  const text = useTexts(formTexts)
  const [edited, setEdited] = useState<LeadForm | 'new' | null>(null)
  const [coded, setCoded] = useState<string | null>(null)
  const forms = useQuery({
    queryKey: ['forms', 'list'],
    queryFn: () => api.forms.list(),
    refetchInterval: REFRESH_MS,
  })
  const add = (
    <button type="button" className="g-button is-primary" onClick={() => setEdited('new')}>
      {text.add}
    </button>
  )
  const shown = forms.data?.rows.find((it) => it.id === coded)
  return (
    <section className="g-stack">
      <p className="g-2">{text.about}</p>
      <Answer query={forms} rows={3}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title={text.none} action={add}>
              {text.noneHelp}
            </Empty>
          ) : (
            <>
              <div>{add}</div>
              <ul className="g-plain-list g-stack">
                {rows.map((form) => (
                  <li key={form.id}>
                    <FormCard form={form} onEdit={() => setEdited(form)} onCode={() => setCoded(form.id)} />
                  </li>
                ))}
              </ul>
              <Quarantine />
            </>
          )
        }
      </Answer>
      {edited && (
        <FormDrawer
          form={edited === 'new' ? null : edited}
          ways={ways}
          onClose={() => setEdited(null)}
          onAdded={(form) => setCoded(form.id)}
        />
      )}
      {shown && <CodeDrawer form={shown} onClose={() => setCoded(null)} />}
    </section>
  )
}
