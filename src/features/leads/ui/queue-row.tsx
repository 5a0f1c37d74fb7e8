import {
  IconCalendar,
  IconCheck,
  IconClockPause,
  IconDots,
  IconMessage,
  IconPhone,
  IconQuestionMark,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { memo, type ReactNode } from 'react'
import type { StepKind } from '#features/funnel/contract.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Figure } from '#web/widgets/evidence.tsx'
import { GradePill } from '#web/widgets/grade-pill.tsx'
import type { QueueRow as Row } from '../contract.ts'
import { type ClockBasis, ClockRing } from './clock-ring.tsx'
import { marksOf } from './marks-of.ts'
import { keyOf, mainActOf, nameOf, type RowAct } from './row-acts.ts'
import { RowState } from './row-state.tsx'
import { leadTexts } from './text.ts'
import { useWhy } from './use-why.ts'

type Props = {
  row: Row
  basis: ClockBasis
  isCurrent: boolean
  /** the first of the queue: what is to be done now */
  isFirst: boolean
  /** null = it may only be read */
  onAct: ((act: RowAct, row: Row) => void) | null
}

/** The way into a row: its deal, or the client where it is about the client. */
export function RowLink({ row, className, children }: { row: Row; className: string; children: ReactNode }) {
  return row.deal ? (
    <Link to="/deals/$dealId" params={{ dealId: row.deal.id }} className={className}>
      {children}
    </Link>
  ) : (
    <Link to="/clients/$clientId" params={{ clientId: row.clientId }} className={className}>
      {children}
    </Link>
  )
}

function Amount({ row }: { row: Row }) {
  const text = useTexts(leadTexts)
  const format = useFormat()
  if (row.amountMinor === null) return null
  const sum = format.money(row.amountMinor)
  return row.deal ? (
    <RowLink row={row} className="g-figure">
      {sum}
    </RowLink>
  ) : (
    <Figure
      evidence={{
        title: text.stakeOf(row.clientName),
        note: text.stakeNote,
        orders: { clientId: row.clientId },
      }}
    >
      {sum}
    </Figure>
  )
}

function MainAct({
  row,
  isFirst,
  onAct,
}: Pick<Props, 'row' | 'isFirst'> & { onAct: NonNullable<Props['onAct']> }) {
  const text = useTexts(leadTexts)
  const act = mainActOf(row)
  const className = `g-button${isFirst ? ' is-primary' : ''}`
  const acts = {
    call: [text.call, <IconPhone key="i" />],
    log: [text.logShort, <IconMessage key="i" />],
    done: [text.done, <IconCheck key="i" />],
    plan: [text.planStep, <IconCalendar key="i" />],
    lead: [text.answer, <IconQuestionMark key="i" />],
  } as const
  const [label, icon] = acts[act]
  const name = text.of(label, nameOf(row))
  if (act === 'call')
    return (
      // What came of the call is asked as soon as it is begun.
      <a className={className} href={`tel:${row.phone}`} aria-label={name} onClick={() => onAct('log', row)}>
        {icon} {label}
      </a>
    )
  return (
    <button type="button" className={className} aria-label={name} onClick={() => onAct(act, row)}>
      {icon} {label}
    </button>
  )
}

/** One row of the queue: what it is, why it stands here, what is at stake, and the next action in place. */
export const QueueRow = memo(function QueueRow({ row, basis, isCurrent, isFirst, onAct }: Props) {
  const text = useTexts(leadTexts)
  const why = useWhy()
  const { part, deal, clock } = row
  const step = part === 'step' ? deal?.step : null
  // A thing to do needs no word before it.
  const nameOfStep = (kind: StepKind): string =>
    kind === 'task' ? nameOf(row) : text.stepOf(text.stepKinds[kind], nameOf(row))
  const title = step ? (step.text ?? nameOfStep(step.kind)) : row.clientName
  const extra = part === 'waiting' || part === 'play' || part === 'recheck' ? deal?.title : null
  return (
    <li className={`g-work${isCurrent ? ' is-current' : ''}`} data-row={keyOf(row)}>
      <div className="g-work-lead">
        {clock ? (
          <ClockRing clock={clock} basis={basis} />
        ) : (
          step?.time && <span className="g-3">{step.time}</span>
        )}
      </div>
      <div className="g-work-main">
        <span className="g-work-title">
          <RowLink row={row} className="g-plain">
            {title}
          </RowLink>
          {part !== 'late' && part !== 'step' && (row.grade || part === 'recheck') && (
            <GradePill grade={row.grade} marks={row.effective && marksOf({ effective: row.effective })} />
          )}
          {extra && <span className="g-sm g-2 g-clip">{extra}</span>}
        </span>
        <span className="g-xs g-2 g-work-why">{why(row)}</span>
      </div>
      <div className="g-work-state">
        <RowState row={row} basis={basis} onPlan={onAct && (() => onAct('plan', row))} />
      </div>
      <div className="g-work-sum g-num">
        <Amount row={row} />
      </div>
      {onAct && (
        <div className="g-work-acts">
          <MainAct row={row} isFirst={isFirst} onAct={onAct} />
          <button
            type="button"
            className="g-button is-square is-snooze"
            aria-label={text.of(text.snooze, nameOf(row))}
            onClick={() => onAct('snooze', row)}
          >
            <IconClockPause />
          </button>
          <button
            type="button"
            className="g-button is-square"
            aria-label={text.of(text.more, nameOf(row))}
            onClick={() => onAct('more', row)}
          >
            <IconDots />
          </button>
        </div>
      )}
    </li>
  )
})
