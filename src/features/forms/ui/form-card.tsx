import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { useUndo } from '#web/undo.ts'
import { State } from '#web/widgets/marks.tsx'
import { Failure } from '#web/widgets/states.tsx'
import { useToast } from '#web/widgets/toasts.tsx'
import type { LeadForm } from '../contract.ts'
import { formTexts } from './text.ts'

type Props = { form: LeadForm; onEdit: () => void; onCode: () => void }

/** One form: whether it takes requests, what it brought and kept back, and what can be done with it. */
export function FormCard({ form, onEdit, onCode }: Props) {
  const text = useTexts(formTexts)
  const format = useFormat()
  const toast = useToast()
  const undo = useUndo()
  const cache = useQueryClient()
  const [isAsked, setAsked] = useState(false)
  const { id, name, leads, waiting, heldBack, heldBackSince, lastLeadAt, isActive } = form
  const act = useMutation({
    mutationFn: (run: () => Promise<void>) => run(),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['forms'] }),
  })
  const button = (label: string, run: () => void) => (
    <button
      type="button"
      className="g-button"
      aria-label={`${label}: ${name}`}
      disabled={act.isPending}
      onClick={run}
    >
      {label}
    </button>
  )
  const remove = async (): Promise<void> => {
    const { unitId } = await api.forms.remove({ params: { id } })
    toast(text.removed(name), () => void undo(unitId))
  }
  const renew = async (): Promise<void> => {
    await api.forms.renewToken({ params: { id } })
    setAsked(false)
    toast(text.renewed)
  }
  const facts = [
    lastLeadAt === null ? text.noLeads : text.leads(leads),
    lastLeadAt !== null && text.lastLead(format.instant(lastLeadAt)),
    waiting > 0 && text.waiting(waiting),
  ]
  return (
    <div className="g-card g-stack-tight">
      <div className="g-spread">
        <h2 style={{ overflowWrap: 'anywhere' }}>{name}</h2>
        <State kind={isActive ? 'good' : 'planned'}>{isActive ? text.working : text.closed}</State>
      </div>
      <p className="g-sm g-2">{facts.filter(Boolean).join(' · ')}</p>
      {heldBack > 0 && (
        <p className="g-sm">
          {text.heldBack(heldBack, format.moment(heldBackSince))}{' '}
          <span className="g-3">{text.heldBackHelp}</span>
        </p>
      )}
      {act.error && <Failure error={act.error} />}
      <div className="g-row" style={{ flexWrap: 'wrap' }}>
        {button(text.code, onCode)}
        {button(text.edit, onEdit)}
        {button(text.renew, () => setAsked(!isAsked))}
        {button(text.remove, () => act.mutate(remove))}
      </div>
      {isAsked && (
        <div className="g-notice is-warn" role="status">
          <div className="g-stack-tight">
            <span>{text.renewAsk}</span>
            <span className="g-row">
              {button(text.renewYes, () => act.mutate(renew))}
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
