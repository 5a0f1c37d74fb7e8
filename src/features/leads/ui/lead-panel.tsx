import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { GradePill } from '#web/widgets/grade-pill.tsx'
import { Answer } from '#web/widgets/states.tsx'
import type { Lead } from '../contract.ts'
import { gradeDefaults } from '../domain/grade.ts'
import { AnswerRow } from './answer-row.tsx'
import { LeadAnswers } from './lead-answers.tsx'
import { LeadTurns } from './lead-turns.tsx'
import './leads.css'
import { marksOf } from './marks-of.ts'
import { Plays } from './plays.tsx'
import { RecheckLine } from './recheck-line.tsx'
import { leadTexts } from './text.ts'
import { TurnLine } from './turn-line.tsx'
import { leadKey } from './use-answer.ts'
import { useLeadSettings } from './use-lead-settings.ts'

const Note = ({ children }: { children: ReactNode }) => <p className="g-sm g-2">{children}</p>

/** Why the lead has this grade, in words with the answers, and what will change it. */
function Why({ lead }: { lead: Lead }) {
  const text = useTexts(leadTexts)
  const format = useFormat()
  const horizon = useLeadSettings().data?.urgencyHorizonDays ?? gradeDefaults.urgencyHorizonDays
  const { need, money, timing } = lead.effective
  const isByDate = lead.answers.some(({ question, neededBy }) => question === 'timing' && neededBy !== null)
  const rule = {
    need: need.value,
    money: money.value,
    timing: timing.value,
    horizon: isByDate ? horizon : null,
    grade: lead.grade,
  }
  return (
    <div className="g-stack-tight">
      {lead.answers.length > 0 && <Note>{text.rule(rule)}</Note>}
      {need.isImplied && <Note>{text.implied}</Note>}
      {lead.becomesUrgentOn !== null && (
        <Note>
          {lead.rule === 'allYesNotUrgent'
            ? text.becomesA(format.day(lead.becomesUrgentOn), horizon)
            : text.dateIsNear(format.day(lead.becomesUrgentOn))}
        </Note>
      )}
      {lead.rule === 'contradiction' && <div className="g-notice is-warn">{text.contradiction}</div>}
      {lead.heldBack && lead.nextQuestion && (
        <div className="g-notice is-warn">{text.heldBack[lead.nextQuestion]}</div>
      )}
      {lead.isOverdue && <div className="g-notice is-warn">{text.datePassed}</div>}
    </div>
  )
}

function Loaded({ lead }: { lead: Lead }) {
  const text = useTexts(leadTexts)
  const format = useFormat()
  return (
    <>
      <div className="g-row-wide">
        <GradePill grade={lead.grade} marks={marksOf(lead)} />
        {lead.since !== null && lead.grade !== null && (
          <span className="g-xs g-3">{text.since(format.instant(lead.since))}</span>
        )}
      </div>
      <Why lead={lead} />
      <TurnLine lead={lead} />
      <RecheckLine lead={lead} />
      {lead.mayEdit && lead.nextQuestion && (
        <div className="g-next">
          <AnswerRow key={lead.nextQuestion} lead={lead} question={lead.nextQuestion} />
        </div>
      )}
      <Plays lead={lead} />
      <LeadAnswers lead={lead} />
      <LeadTurns turns={lead.turns} />
    </>
  )
}

/** The lead of a deal: its grade with the rule and the answers behind it, the next question, reasons to decide now. */
export function LeadPanel({ dealId }: { dealId: string }) {
  const text = useTexts(leadTexts)
  const lead = useQuery({
    queryKey: leadKey(dealId),
    queryFn: () => api.leads.get({ params: { id: dealId } }),
  })
  return (
    <section className="g-card g-lead" aria-label={text.lead}>
      <h2>{text.lead}</h2>
      <Answer query={lead} rows={4}>
        {(row) => <Loaded lead={row} />}
      </Answer>
    </section>
  )
}
