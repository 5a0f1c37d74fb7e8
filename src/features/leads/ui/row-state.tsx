import { IconPlus } from '@tabler/icons-react'
import { daysBetween } from '#kernel/days.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import type { QueueRow } from '../contract.ts'
import { type ClockBasis, ClockState } from './clock-ring.tsx'
import { nameOf } from './row-acts.ts'
import { leadTexts } from './text.ts'
import { useDays } from './use-days.ts'

/** How a row stands in time: by shape, word and colour; where nothing is planned, a button that plans. */
export function RowState({
  row,
  basis,
  onPlan,
}: {
  row: QueueRow
  basis: ClockBasis
  onPlan: (() => void) | null
}) {
  const text = useTexts(leadTexts)
  const format = useFormat()
  const { today, time } = useDays()
  const { part, clock, deal, why } = row
  if (part === 'waiting') return clock && <ClockState clock={clock} basis={basis} />
  if (part === 'step' && deal?.step) {
    const { step } = deal
    const late = daysBetween(step.on, today)
    if (late > 0) return <State kind="bad">{text.stepLate(late)}</State>
    if (step.time !== null && step.time < time) return <State kind="bad">{text.stepLateAt(step.time)}</State>
    return <State kind="planned">{text.today}</State>
  }
  if (part === 'play' && why.validUntil !== null) {
    const left = daysBetween(today, why.validUntil)
    if (left < 0) return <State kind="bad">{text.burnt(-left)}</State>
    return <State kind="warn">{text.burnsOn(left === 0 ? text.today : text.tomorrow)}</State>
  }
  if (part === 'late' && why.usualDays && why.daysSince !== null)
    return <State kind="warn">{text.times(format.number(why.daysSince / why.usualDays, 1))}</State>
  if (part !== 'noStep') return null
  return onPlan ? (
    <button type="button" className="g-no-plan" aria-label={text.noStepOf(nameOf(row))} onClick={onPlan}>
      <IconPlus size={12} /> {text.noStep}
    </button>
  ) : (
    <span className="g-no-plan">{text.noStep}</span>
  )
}
