import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import { type AskedAnswer, isAnswer, type Requirement } from '../domain/judge-move.ts'
import { answerTexts } from './answer-text.ts'
import type { GivenAnswer } from './wish.ts'

const yesNo = ['yes', 'no'] as const
const timing = ['urgent', 'notUrgent'] as const
const sources = ['client', 'document', 'guess'] as const

/** An answer about the lead as it is typed. */
export type AnswerDraft = {
  value: (typeof yesNo)[number] | (typeof timing)[number] | null
  neededBy: string
  source: GivenAnswer['source']
  evidence: string
}
export const blankAnswer: AnswerDraft = { value: null, neededBy: '', source: 'client', evidence: '' }

export const askedOf = (missing: readonly Requirement[]): AskedAnswer[] => missing.filter(isAnswer)

/** What is sent of an answer; null = it is not given yet. A day says more than the word beside it. */
export function givenOf(
  question: AskedAnswer,
  { value, neededBy, source, evidence }: AnswerDraft,
): GivenAnswer | null {
  const day = question === 'timing' && neededBy !== '' ? neededBy : null
  if (value === null && day === null) return null
  return { question, value: value ?? 'unknown', neededBy: day, source, evidence: evidence.trim() || null }
}

/** One question about the lead that a stage asks, with its answers and how we know. */
export function AnswerFields({
  question,
  draft,
  onChange,
  error,
}: {
  question: AskedAnswer
  draft: AnswerDraft
  onChange: (draft: AnswerDraft) => void
  error: string | undefined
}) {
  const text = useTexts(answerTexts)
  return (
    <fieldset className="g-stack g-plain-set">
      <legend className="g-strong">{text.asks[question]}</legend>
      <span className="g-row-wide">
        <span className="g-segmented" role="group" aria-label={text.asks[question]}>
          {(question === 'timing' ? timing : yesNo).map((value) => (
            <button
              key={value}
              type="button"
              aria-pressed={value === draft.value}
              onClick={() => onChange({ ...draft, value })}
            >
              {text.values[value]}
            </button>
          ))}
        </span>
        <span className="g-segmented" role="group" aria-label={text.source}>
          {sources.map((source) => (
            <button
              key={source}
              type="button"
              aria-pressed={source === draft.source}
              onClick={() => onChange({ ...draft, source })}
            >
              {text.sources[source]}
            </button>
          ))}
        </span>
      </span>
      {question === 'timing' && (
        <TextField
          label={text.neededBy}
          type="date"
          value={draft.neededBy}
          onChange={(neededBy) => onChange({ ...draft, neededBy })}
        />
      )}
      <TextField
        label={text.evidence}
        value={draft.evidence}
        onChange={(evidence) => onChange({ ...draft, evidence })}
      />
      {error && (
        <p className="g-sm g-bad" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}
