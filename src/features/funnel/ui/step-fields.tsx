import { addDays } from '#kernel/days.ts'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { type Step, type StepKind, stepKinds } from '../contract.ts'
import './deals.css'
import { funnelTexts } from './text.ts'
import { useClock } from './use-clock.ts'

/** A step as it is typed. */
export type StepDraft = { kind: StepKind; on: string; time: string; text: string }

export const stepDraftOf = (step: Step | null, today: string): StepDraft => ({
  kind: step?.kind ?? 'call',
  on: step?.on ?? addDays(today, 1),
  time: step?.time ?? '',
  text: step?.text ?? '',
})

/** What is sent of a step; null = its day is missing. */
export const sentStepOf = ({ kind, on, time, text }: StepDraft): Step | null =>
  on === '' ? null : { kind, on, time: time || null, text: text.trim() || null }

/** What we do next, on which day, at what hour and about what. */
export function StepFields({
  draft,
  onChange,
  error,
  isAutofocused = false,
}: {
  draft: StepDraft
  onChange: (draft: StepDraft) => void
  error?: string | undefined
  isAutofocused?: boolean
}) {
  const text = useTexts(funnelTexts)
  const { today } = useClock()
  const quick = [
    [today, text.today],
    [addDays(today, 1), text.tomorrow],
  ] as const
  return (
    <fieldset className="g-stack g-plain-set">
      <legend className="g-visually-hidden">{text.step}</legend>
      <span className="g-segmented g-kinds" role="group" aria-label={text.stepKind}>
        {stepKinds.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={kind === draft.kind}
            onClick={() => onChange({ ...draft, kind })}
          >
            {text.kinds[kind]}
          </button>
        ))}
      </span>
      <TextField
        label={text.stepText}
        value={draft.text}
        onChange={(it) => onChange({ ...draft, text: it })}
        isAutofocused={isAutofocused}
      />
      <div className="g-pair">
        <TextField
          label={text.stepOn}
          type="date"
          value={draft.on}
          onChange={(on) => onChange({ ...draft, on })}
          error={error}
        />
        <TextField
          label={text.stepTime}
          type="time"
          value={draft.time}
          onChange={(time) => onChange({ ...draft, time })}
        />
      </div>
      <span className="g-row">
        {quick.map(([day, name]) => (
          <button
            key={day}
            type="button"
            className="g-tab"
            aria-pressed={draft.on === day}
            onClick={() => onChange({ ...draft, on: day })}
          >
            {name}
          </button>
        ))}
      </span>
    </fieldset>
  )
}
