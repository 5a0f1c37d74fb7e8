import { daysBetween } from '#kernel/days.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { QueueRow } from '../contract.ts'
import { leadTexts } from './text.ts'
import { turnTexts } from './turn-text.ts'
import { useDays } from './use-days.ts'

/** Why a row stands in the queue, in words with the numbers. */
export function useWhy(): (row: QueueRow) => string {
  const text = useTexts(leadTexts)
  const words = useTexts(turnTexts)
  const format = useFormat()
  const { today, dayOf, timeOf, dayInWords } = useDays()

  const whenOf = (instant: string): string =>
    dayOf(instant) === today ? text.todayAt(timeOf(instant)) : dayInWords(dayOf(instant))

  const ofWaiting = ({ clock, wait, why: { gradeCause, neededBy } }: QueueRow): string => {
    if (wait?.on === 'us' && wait.cause === 'said')
      return [words.waits.us, wait.note].filter(Boolean).join(': ')
    const when = clock ? whenOf(clock.since) : text.today
    const left = neededBy === null ? null : daysBetween(today, neededBy)
    const day = neededBy === null ? '' : dayInWords(neededBy)
    if (gradeCause === 'day' && left !== null) {
      const since = clock && dayOf(clock.since) === today ? text.today : when
      return text.becameA(since, left, day)
    }
    const turned = gradeCause === 'settings' ? text.resettled(when) : null
    if (left === null) return turned ?? text.graded(when)
    return `${text.needed(left, day)} ${turned ?? text.gradedAt(when)}`
  }

  const ofTouch = (at: string | null): string =>
    at === null ? text.neverTouched : text.lastTouch(Math.max(0, daysBetween(dayOf(at), today)))

  return (row) => {
    const { part, why, deal } = row
    if (part === 'waiting') return ofWaiting(row)
    if (part === 'play') return why.terms ?? ''
    if (part === 'late' && why.usualDays !== null && why.daysSince !== null)
      return text.rhythm(text.days(why.usualDays), format.number(why.daysSince))
    if (part === 'recheck')
      return [
        why.recheckOn !== null && words.dueC(dayInWords(why.recheckOn)),
        why.questions.length > 0 && text.recheck(why.questions.map((it) => text.questionsLower[it])),
      ]
        .filter(Boolean)
        .join(' ')
    const about = part === 'step' ? row.clientName : null
    const title = part === 'step' && !deal?.step?.text ? null : deal?.title
    return [about, title, ofTouch(why.lastTouchAt)].filter(Boolean).join(' · ')
  }
}
