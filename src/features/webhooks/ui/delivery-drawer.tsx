import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { State } from '#web/widgets/marks.tsx'
import { Answer, Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Attempt } from '../contract.ts'
import { webhookTexts } from './text.ts'

function AttemptItem({ attempt: { at, durationMs, status, failure, detail, answer } }: { attempt: Attempt }) {
  const text = useTexts(webhookTexts)
  const format = useFormat()
  const words =
    failure === null
      ? text.received(status ?? 0)
      : (text.failures[failure]?.(detail ?? '', String(status ?? '–')) ?? failure)
  return (
    <li className="g-stack-tight">
      <div className="g-sm g-3">
        {format.instant(at)}, {text.took(durationMs)}
      </div>
      <State kind={failure === null ? 'good' : 'bad'}>{words}</State>
      {answer && (
        <pre className="g-well" role="region" aria-label={text.answer} tabIndex={0}>
          {answer}
        </pre>
      )}
    </li>
  )
}

/** One delivery: what is sent, each attempt with its answer, and the way to send it again. */
export function DeliveryDrawer({
  id,
  mayReplay,
  onClose,
}: {
  id: string
  mayReplay: boolean
  onClose: () => void
}) {
  const text = useTexts(webhookTexts)
  const toast = useToast()
  const cache = useQueryClient()
  const params = { id }
  const found = useQuery({
    queryKey: ['webhooks', 'delivery', id],
    queryFn: () => api.webhooks.getDelivery({ params }),
  })
  const replay = useMutation({
    mutationFn: () => api.webhooks.replay({ params }),
    onSuccess: async ({ count }) => {
      await cache.invalidateQueries({ queryKey: ['webhooks'] })
      toast(text.replayed(count))
    },
  })
  const event = found.data?.delivery.event ?? ''
  return (
    <Drawer title={text.details(text.events[event] ?? event)} onClose={onClose} isWide>
      <Answer query={found} rows={4}>
        {({ delivery, body, attempts }) => (
          <div className="g-stack">
            <ul className="g-plain-list g-stack">
              {attempts.length === 0 && <li className="g-2">{text.noAttempts}</li>}
              {attempts.map((attempt, index) => (
                // oxlint-disable-next-line react/no-array-index-key
                <AttemptItem key={index} attempt={attempt} />
              ))}
            </ul>
            {replay.error && <Failure error={replay.error} />}
            {mayReplay && delivery.state !== 'waiting' && (
              <div>
                <button
                  type="button"
                  className="g-button"
                  disabled={replay.isPending}
                  onClick={() => replay.mutate()}
                >
                  {text.replay}
                </button>
              </div>
            )}
            <h3>{text.body}</h3>
            <pre className="g-well" role="region" aria-label={text.body} tabIndex={0}>
              {body}
            </pre>
          </div>
        )}
      </Answer>
    </Drawer>
  )
}
