import { dayOf } from '#kernel/days.ts'
import { useSession } from '#web/session.ts'
import { useLanguage } from '#web/text.ts'
import { useNow } from './use-now.ts'

const locales = { ru: 'ru-RU', en: 'en-GB' } as const

/** Days and hours on the clock of the company. */
export function useDays(): {
  today: string
  time: string
  dayOf: (instant: string) => string
  timeOf: (instant: string) => string
  /** a day of this year without its year */
  dayInWords: (day: string) => string
} {
  const { timeZone } = useSession().workspace
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone })
  const language = useLanguage()
  const now = new Date(useNow(60_000))
  const today = dayOf(now, timeZone)
  return {
    today,
    time: clock.format(now),
    dayOf: (instant) => dayOf(instant, timeZone),
    dayInWords: (day) => {
      const isNear = day.slice(0, 4) === today.slice(0, 4)
      const style: Intl.DateTimeFormatOptions = {
        day: 'numeric',
        month: 'long',
        ...(!isNear && { year: 'numeric' }),
        timeZone: 'UTC',
      }
      return new Intl.DateTimeFormat(locales[language], style).format(new Date(`${day}T00:00:00Z`))
    },
    timeOf: (instant) => clock.format(new Date(instant)),
  }
}
