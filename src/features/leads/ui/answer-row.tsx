import { useState } from 'react'
import { useTexts } from '#web/text.ts'
import { TextField } from '#web/widgets/field.tsx'
import type { AskedQuestion, Lead } from '../contract.ts'
import { type AnswerSource, answerSources } from '../domain/grade.ts'
import { leadTexts } from './text.ts'
import { type Given, useAnswer } from './use-answer.ts'

const yesNo = ['yes', 'no', 'unknown'] as const
const timing = ['urgent', 'notUrgent', 'unknown'] as const

/** One question with its answers, each a tap; how we know it is said before. */
export function AnswerRow({
  lead,
  question,
  onDone,
}: {
  lead: Lead
  question: AskedQuestion
  onDone?: () => void
}) {
  const text = useTexts(leadTexts)
  const [source, setSource] = useState<AnswerSource>('client')
  const [evidence, setEvidence] = useState('')
  const [neededBy, setNeededBy] = useState('')
  const answer = useAnswer(lead, question, onDone)
  const give = (value: Given['value'], day: string | null = null): void => {
    if (answer.isPending) return
    answer.mutate({ value, neededBy: day, evidence: evidence.trim() || null, source })
  }
  return (
    <fieldset className="g-ask">
      <legend className="g-strong">{text.asks[question]}</legend>
      <span className="g-row-wide">
        <span className="g-segmented" role="group" aria-label={text.source}>
          {answerSources.map((it) => (
            <button key={it} type="button" aria-pressed={it === source} onClick={() => setSource(it)}>
              {text.sources[it]}
            </button>
          ))}
        </span>
      </span>
      <TextField label={text.evidence} help={text.evidenceHelp} value={evidence} onChange={setEvidence} />
      {question === 'timing' && (
        <form
          className="g-row g-ask-date"
          onSubmit={(event) => {
            event.preventDefault()
            // The day decides whether it is urgent; the word beside it is what it was asked by.
            if (neededBy !== '') give('unknown', neededBy)
          }}
        >
          <TextField label={text.neededBy} type="date" value={neededBy} onChange={setNeededBy} />
          <button type="submit" className="g-button" disabled={neededBy === '' || answer.isPending}>
            {text.toDay}
          </button>
        </form>
      )}
      <span className="g-taps">
        {(question === 'timing' ? timing : yesNo).map((it) => (
          <button
            key={it}
            type="button"
            className="g-button"
            disabled={answer.isPending}
            onClick={() => give(it)}
          >
            {text.taps[it]}
          </button>
        ))}
      </span>
    </fieldset>
  )
}
