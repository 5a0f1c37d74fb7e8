import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { SelectField } from '#web/widgets/field.tsx'
import { Failure } from '#web/widgets/states.tsx'
import type { Pipeline } from '../contract.ts'
import type { ManyChange } from './many-change.ts'
import { manyTexts } from './many-text.ts'
import { ReasonFields } from './reason-fields.tsx'
import { StepFields, sentStepOf, stepDraftOf } from './step-fields.tsx'
import { funnelTexts } from './text.ts'
import { useClock } from './use-clock.ts'
import { useNames, usePipelines } from './use-pipelines.ts'

type Props = {
  act: 'move' | 'owner' | 'step'
  pipeline: Pipeline | undefined
  isPending: boolean
  error: Error | null
  label: string
  onSubmit: (change: ManyChange) => void
}

/** What is to be done with many deals: their stage, with the reason of a loss; who leads them; their next step. */
export function ManyForm({ act, pipeline, isPending, error, label, onSubmit }: Props) {
  const text = useTexts(funnelTexts)
  const words = useTexts(manyTexts)
  const names = useNames()
  const { today } = useClock()
  const reasons = usePipelines().data?.lostReasons ?? []
  const users = useQuery({ queryKey: ['team', 'users'], queryFn: () => api.team.listUsers() })
  const people = (users.data?.rows ?? []).filter((it) => it.isActive)
  const stages = pipeline?.stages ?? []
  const [stageId, setStage] = useState(stages[0]?.id ?? '')
  const [ownerId, setOwner] = useState('')
  const [ending, setEnding] = useState({ reasonId: '', note: '' })
  const [step, setStep] = useState(() => stepDraftOf(null, today))
  const [isTried, setTried] = useState(false)
  const isLoss = act === 'move' && stages.find((it) => it.id === stageId)?.kind === 'lost'
  const reason = reasons.find((it) => it.id === ending.reasonId)
  const note = ending.note.trim()
  const sentStep = sentStepOf(step)
  const faults = {
    reason: isLoss && !reason ? text.reasonNeeded : undefined,
    note: isLoss && reason?.needsNote && note === '' ? text.noteNeeded : undefined,
    step: act === 'step' && !sentStep ? text.stepDateNeeded : undefined,
  }
  const change = (): ManyChange => {
    if (act === 'owner') return { kind: 'owner', ownerId: ownerId || null }
    if (act === 'step') return { kind: 'step', step: sentStep }
    return {
      kind: 'stage',
      stageId,
      ...(isLoss && reason && { lostReasonId: reason.id }),
      ...(isLoss && note && { note }),
    }
  }
  return (
    <form
      className="g-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (Object.values(faults).every((it) => it === undefined)) onSubmit(change())
      }}
    >
      {act === 'move' && (
        <SelectField
          label={words.stage}
          value={stageId}
          options={stages.map((it) => [it.id, names.stage(it)] as const)}
          onChange={setStage}
        />
      )}
      {isLoss && (
        <ReasonFields
          reasons={reasons}
          reasonId={ending.reasonId}
          note={ending.note}
          onChange={setEnding}
          errors={
            isTried ? { reason: faults.reason, note: faults.note } : { reason: undefined, note: undefined }
          }
        />
      )}
      {act === 'owner' && (
        <SelectField
          label={words.newOwner}
          value={ownerId}
          options={[['', words.nobody] as const, ...people.map((it) => [it.id, it.name] as const)]}
          onChange={setOwner}
        />
      )}
      {act === 'step' && (
        <StepFields draft={step} onChange={setStep} error={isTried ? faults.step : undefined} isAutofocused />
      )}
      {error && <Failure error={error} />}
      <button type="submit" className="g-button is-primary" disabled={isPending}>
        {label}
      </button>
    </form>
  )
}
