import {
  type DayStyle,
  formatDay,
  formatInstant,
  formatMoment,
  formatMoney,
  formatMoneyShort,
  formatNumber,
  formatShare,
  type Language,
} from '#kernel/format.ts'
import { useSession } from './session.ts'
import { useLanguage } from './text.ts'

export type Format = {
  language: Language
  money(minor: number, exact?: boolean): string
  moneyShort(minor: number): string
  number(value: number, digits?: number): string
  share(share: number, digits?: number): string
  day(day: string, style?: DayStyle): string
  instant(instant: string): string
  /** an instant that may be a day alone */
  moment(instant: string): string
}

/** Numbers, money and dates as the reader writes them, in the workspace's currency and zone. */
export function useFormat(): Format {
  const language = useLanguage()
  const { currency, timeZone } = useSession().workspace
  return {
    language,
    money: (minor, exact) => formatMoney(language, minor, currency, exact),
    moneyShort: (minor) => formatMoneyShort(language, minor, currency),
    number: (value, digits) => formatNumber(language, value, digits),
    share: (share, digits) => formatShare(language, share, digits),
    day: (day, style) => formatDay(language, day, style),
    instant: (instant) => formatInstant(language, instant, timeZone),
    moment: (instant) => formatMoment(language, instant, timeZone),
  }
}
