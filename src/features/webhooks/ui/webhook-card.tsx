import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { State } from '#web/widgets/marks.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { Webhook } from '../contract.ts'
import { webhookTexts } from './text.ts'

function Going({ webhook }: { webhook: Webhook }) {
  const text = useTexts(webhookTexts)
  const format = useFormat()
  if (!webhook.isActive) return <State kind={webhook.pauseReason ? 'bad' : 'planned'}>{text.stopped}</State>
  if (webhook.failingSince)
    return <State kind="warn">{text.failing(format.instant(webhook.failingSince))}</State>
  return <State kind="good">{text.going}</State>
}

type Props = {
  webhook: Webhook
  isOpen: boolean
  onEdit: () => void
  onLog: () => void
  onSecret: (secret: string) => void
}

/** One webhook: where it goes, how that goes, and what can be done with it. */
export function WebhookCard({ webhook, isOpen, onEdit, onLog, onSecret }: Props) {
  const text = useTexts(webhookTexts)
  const format = useFormat()
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const { id, url, note, events, waiting, failed, rev, isActive, pauseReason, previousUntil } = webhook
  const params = { id }
  const onSuccess = () => cache.invalidateQueries({ queryKey: ['webhooks'] })
  const act = useMutation({ mutationFn: (run: () => Promise<void>) => run(), onSuccess })
  const button = (label: string, run: () => Promise<void>) => (
    <button
      type="button"
      className="g-button"
      aria-label={`${label}: ${url}`}
      disabled={act.isPending}
      onClick={() => act.mutate(run)}
    >
      {label}
    </button>
  )
  return (
    <div className="g-card g-stack-tight">
      <div className="g-spread">
        <h2 className="g-mono" style={{ overflowWrap: 'anywhere' }}>
          {url}
        </h2>
        <Going webhook={webhook} />
      </div>
      <p className="g-sm g-2">
        {[
          note,
          text.eventCount(events.length),
          waiting > 0 && text.waitingCount(waiting),
          failed > 0 && text.failedCount(failed),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {pauseReason && (
        <div className="g-notice is-bad" role="status">
          {pauseReason === 'gone' ? text.pausedGone : text.pausedFailing} {text.pauseNote}
        </div>
      )}
      {previousUntil && <p className="g-sm g-2">{text.previousUntil(format.instant(previousUntil))}</p>}
      {act.error && <Failure error={act.error} />}
      <div className="g-row" style={{ flexWrap: 'wrap' }}>
        <button
          type="button"
          className="g-button"
          aria-label={text.logOf(url)}
          aria-expanded={isOpen}
          onClick={onLog}
        >
          {text.log}
        </button>
        {isActive
          ? button(text.test, async () => {
              await api.webhooks.sendTest({ params })
              toast(text.tested)
            })
          : button(text.start, async () => {
              const saved = await api.webhooks.update({ params, body: { rev, isActive: true } })
              toast(text.saved, () => void undo({ entity: 'webhook', id, rev: saved.rev }))
            })}
        <button type="button" className="g-button" aria-label={`${text.edit}: ${url}`} onClick={onEdit}>
          {text.edit}
        </button>
        <button
          type="button"
          className="g-button"
          aria-label={`${text.renew}: ${url}`}
          aria-expanded={isAsked}
          onClick={() => setAsked(!isAsked)}
        >
          {text.renew}
        </button>
        {button(text.remove, async () => {
          const { unitId } = await api.webhooks.remove({ params })
          toast(text.removed, () => void undo(unitId))
        })}
      </div>
      {isAsked && (
        <div className="g-notice is-warn" role="status">
          <div className="g-stack-tight">
            <span>{text.renewAsk}</span>
            <span className="g-row">
              {button(text.renewYes, async () => {
                const { secret } = await api.webhooks.renewSecret({ params })
                setAsked(false)
                onSecret(secret)
              })}
              <button type="button" className="g-button" onClick={() => setAsked(false)}>
                {text.cancel}
              </button>
            </span>
          </div>
        </div>
      )}
    </div>
  )
}
