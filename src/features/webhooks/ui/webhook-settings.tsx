import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { Answer, Empty } from '#web/widgets/states.tsx'
import type { Webhook } from '../contract.ts'
import { SecretDrawer } from './secret-drawer.tsx'
import { webhookTexts } from './text.ts'
import { WebhookCard } from './webhook-card.tsx'
import { WebhookForm } from './webhook-form.tsx'
import { WebhookLog } from './webhook-log.tsx'

/** Whom Gorn tells of changes, how that goes, and the log. */
export function WebhookSettings() {
  const text = useTexts(webhookTexts)
  const [edited, setEdited] = useState<Webhook | 'new' | null>(null)
  const [secret, setSecret] = useState<string | null>(null)
  const [logged, setLogged] = useState<string | null>(null)
  const webhooks = useQuery({ queryKey: ['webhooks', 'list'], queryFn: () => api.webhooks.list() })
  const add = (
    <button type="button" className="g-button is-primary" onClick={() => setEdited('new')}>
      {text.add}
    </button>
  )
  return (
    <section className="g-stack">
      <p className="g-2">{text.about}</p>
      <Answer query={webhooks} rows={3}>
        {({ rows }) => {
          if (rows.length === 0)
            return (
              <Empty title={text.none} action={add}>
                {text.noneHelp}
              </Empty>
            )
          return (
            <>
              <div>{add}</div>
              <ul className="g-plain-list g-stack">
                {rows.map((webhook) => (
                  <li key={webhook.id} className="g-stack">
                    <WebhookCard
                      webhook={webhook}
                      isOpen={webhook.id === logged}
                      onEdit={() => setEdited(webhook)}
                      onLog={() => setLogged(webhook.id === logged ? null : webhook.id)}
                      onSecret={setSecret}
                    />
                    {webhook.id === logged && <WebhookLog webhook={webhook} />}
                  </li>
                ))}
              </ul>
            </>
          )
        }}
      </Answer>
      {edited && (
        <WebhookForm
          webhook={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSecret={setSecret}
        />
      )}
      {secret && <SecretDrawer secret={secret} onClose={() => setSecret(null)} />}
    </section>
  )
}
