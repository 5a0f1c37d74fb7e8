import { useState } from 'react'
import { daysBetween } from '#kernel/days.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { type AskedQuestion, askedQuestions, type Lead, type LeadAnswer } from '../contract.ts'
import { questions } from '../domain/grade.ts'
import { AnswerRow } from './answer-row.tsx'
import { leadTexts } from './text.ts'
import { useAnswer } from './use-answer.ts'
import { useDays } from './use-days.ts'

const isGraded = (question: AskedQuestion) => questions.find((it) => it === question)

/** An answer grown old: it is confirmed by one tap, or given anew. */
function Recheck({ lead, answer, onChange }: { lead: Lead; answer: LeadAnswer; onChange: () => void }) {
  const text = useTexts(leadTexts)
  const { today, dayOf } = useDays()
  const again = useAnswer(lead, answer.question)
  const { value, neededBy, evidence, source } = answer
  const isPassed = neededBy !== null && neededBy < today
  return (
    <div className="g-notice is-warn">
      <span className="g-grow">{text.isOld(daysBetween(dayOf(answer.answeredAt), today))}</span>
      <span className="g-row">
        {!isPassed && (
          <button
            type="button"
            className="g-button"
            disabled={again.isPending}
            onClick={() => again.mutate({ value, neededBy, evidence, source })}
          >
            {text.stillSo}
          </button>
        )}
        <button type="button" className="g-button" onClick={onChange}>
          {text.change}
        </button>
      </span>
    </div>
  )
}

function Said({ answer }: { answer: LeadAnswer }) {
  const text = useTexts(leadTexts)
  const format = useFormat()
  const { evidence, source, answeredAt, authorName } = answer
  const from = [text.sourcesLower[source], format.instant(answeredAt), authorName].filter(Boolean).join(', ')
  return (
    <span className="g-xs g-3" style={{ overflowWrap: 'anywhere' }}>
      {evidence && <>{evidence} · </>}
      {from}
    </span>
  )
}

function Question({ lead, question }: { lead: Lead; question: AskedQuestion }) {
  const text = useTexts(leadTexts)
  const format = useFormat()
  const [isAsking, setAsking] = useState(false)
  const answer = lead.answers.find((it) => it.question === question)
  const label = answer ? text.change : text.toAnswer
  const graded = isGraded(question)
  // What is asked above anyway is not asked twice.
  const isOld = graded !== undefined && graded !== lead.nextQuestion && lead.recheck.includes(graded)
  const value =
    answer && (answer.neededBy ? text.byDay(format.day(answer.neededBy)) : text.values[answer.value])
  return (
    <li className="g-fact">
      <div className="g-spread">
        <span>
          <span className="g-3">{text.questions[question]}: </span>
          <b>{value ?? text.notAsked}</b>
        </span>
        {lead.mayEdit && !isAsking && !isOld && (
          <button
            type="button"
            className="g-link g-sm"
            aria-label={text.of(label, text.questions[question])}
            onClick={() => setAsking(true)}
          >
            {label}
          </button>
        )}
      </div>
      {answer && <Said answer={answer} />}
      {answer && isOld && lead.mayEdit && !isAsking && (
        <Recheck lead={lead} answer={answer} onChange={() => setAsking(true)} />
      )}
      {isAsking && <AnswerRow lead={lead} question={question} onDone={() => setAsking(false)} />}
    </li>
  )
}

/** What was answered, by whom and on what ground; each can be answered anew in place. */
export function LeadAnswers({ lead }: { lead: Lead }) {
  // What is asked next stands above, with its answers open.
  const shown = askedQuestions.filter(
    (it) => it !== lead.nextQuestion || lead.answers.some(({ question }) => question === it),
  )
  return (
    <ul className="g-plain-list">
      {shown.map((question) => (
        <Question key={question} lead={lead} question={question} />
      ))}
    </ul>
  )
}
