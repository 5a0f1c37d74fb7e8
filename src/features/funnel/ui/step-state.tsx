import { IconPlus } from '@tabler/icons-react'
import { daysBetween } from '#kernel/days.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import type { DealCard, Step } from '../contract.ts'
import { funnelTexts } from './text.ts'
import { useClock } from './use-clock.ts'

const shortDay = (language: 'ru' | 'en', day: string): string =>
  new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`))

/** A step by shape, word and colour: late as a diamond, planned as a ring with its day. */
export function StepState({ step }: { step: Step }) {
  const text = useTexts(funnelTexts)
  const format = useFormat()
  const { today, time } = useClock()
  const away = daysBetween(today, step.on)
  if (away < 0) return <State kind="bad">{text.late(-away)}</State>
  if (away === 0 && step.time !== null && step.time < time)
    return <State kind="bad">{text.lateToday(step.time)}</State>
  const day = away === 0 ? text.today : away === 1 ? text.tomorrow : shortDay(format.language, step.on)
  const said = step.time === null ? day : text.at(day, step.time)
  return <State kind="planned">{away === 0 ? <b>{said}</b> : said}</State>
}

/** The state of a deal's next step; where there is none, a button that plans one. */
export function NextStep({ deal, onPlan }: { deal: DealCard; onPlan: ((deal: DealCard) => void) | null }) {
  const text = useTexts(funnelTexts)
  if (deal.closedAt !== null) return null
  if (deal.step) {
    return (
      <span className="g-row" style={{ gap: 6, minWidth: 0 }}>
        <StepState step={deal.step} />
        <span className="g-xs g-3 g-clip">{deal.step.text ?? text.kinds[deal.step.kind]}</span>
      </span>
    )
  }
  if (!deal.mayEdit || !onPlan) return <span className="g-no-step">{text.noStep}</span>
  return (
    <button type="button" className="g-no-step" onClick={() => onPlan(deal)}>
      <IconPlus size={12} /> {text.noStep}
      <span className="g-visually-hidden">{text.planStepOf(deal.title)}</span>
    </button>
  )
}
