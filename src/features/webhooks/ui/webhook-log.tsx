import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { SelectField } from '#web/widgets/field.tsx'
import { State, type StateKind } from '#web/widgets/marks.tsx'
import { MoreButton } from '#web/widgets/more-button.tsx'
import { Answer, Empty, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Delivery, DeliveryState, Webhook } from '../contract.ts'
import { DeliveryDrawer } from './delivery-drawer.tsx'
import { webhookTexts } from './text.ts'

const kinds: Record<DeliveryState, StateKind> = { waiting: 'planned', delivered: 'good', failed: 'bad' }

function DeliveryRow({ delivery, onOpen }: { delivery: Delivery; onOpen: () => void }) {
  const text = useTexts(webhookTexts)
  const format = useFormat()
  const { at, event, name, state, attempts, nextAttemptAt } = delivery
  return (
    <tr>
      <td className="g-3">{format.instant(at)}</td>
      <td>
        <button type="button" className="g-link" onClick={onOpen}>
          {text.events[event] ?? event}
        </button>{' '}
        {name}
      </td>
      <td>
        <State kind={state === 'waiting' && attempts > 0 ? 'warn' : kinds[state]}>{text.states[state]}</State>
        {nextAttemptAt && <div className="g-sm g-2">{text.next(format.instant(nextAttemptAt))}</div>}
      </td>
      <td className="g-num">{format.number(attempts)}</td>
    </tr>
  )
}

/** What was sent by one webhook, or will be; what failed can be sent again. */
export function WebhookLog({ webhook }: { webhook: Webhook }) {
  const text = useTexts(webhookTexts)
  const toast = useToast()
  const cache = useQueryClient()
  const [state, setState] = useState<DeliveryState | ''>('')
  const [opened, setOpened] = useState<string | null>(null)
  const params = { id: webhook.id }
  const pages = useInfiniteQuery({
    queryKey: ['webhooks', 'deliveries', webhook.id, state],
    queryFn: ({ pageParam }) =>
      api.webhooks.listDeliveries({
        params,
        query: { ...(state && { state }), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor,
  })
  const replay = useMutation({
    mutationFn: () => api.webhooks.replayFailed({ params }),
    onSuccess: async ({ count }) => {
      await cache.invalidateQueries({ queryKey: ['webhooks'] })
      toast(text.replayed(count))
    },
  })
  const states = Object.entries(text.states) as [DeliveryState, string][]
  return (
    <section className="g-stack-tight" aria-label={text.logOf(webhook.url)}>
      <h2 style={{ overflowWrap: 'anywhere' }}>{text.logOf(webhook.url)}</h2>
      <div className="g-row-wide">
        <SelectField
          label={text.state}
          value={state}
          options={[['', text.anyState] as const, ...states]}
          onChange={setState}
        />
        {webhook.failed > 0 && webhook.isActive && (
          <button
            type="button"
            className="g-button"
            disabled={replay.isPending}
            onClick={() => replay.mutate()}
          >
            {text.replayFailed}
          </button>
        )}
      </div>
      {replay.error && <Failure error={replay.error} />}
      <Answer query={pages}>
        {({ pages: loaded }) => {
          const rows = loaded.flatMap((page) => page.rows)
          if (rows.length === 0) return <Empty title={text.nothing}>{text.nothingHelp}</Empty>
          return (
            <div className="g-scroll-x" role="region" aria-label={text.log} tabIndex={0}>
              <table className="g-table">
                <thead>
                  <tr>
                    <th>{text.when}</th>
                    <th>{text.event}</th>
                    <th>{text.state}</th>
                    <th className="g-num">{text.attempts}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <DeliveryRow key={row.id} delivery={row} onOpen={() => setOpened(row.id)} />
                  ))}
                </tbody>
              </table>
            </div>
          )
        }}
      </Answer>
      <MoreButton of={pages}>{text.more}</MoreButton>
      {opened && <DeliveryDrawer id={opened} mayReplay={webhook.isActive} onClose={() => setOpened(null)} />}
    </section>
  )
}
