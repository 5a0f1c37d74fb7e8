import { currencyDigits } from './money.ts'

export type Language = 'ru' | 'en'

const locales = { ru: 'ru-RU', en: 'en-GB' } as const
const cache = new Map<string, unknown>()

function cached<T>(key: string, make: () => T): T {
  let found = cache.get(key) as T | undefined
  if (!found) cache.set(key, (found = make()))
  return found
}

/** The form of a noun for a count: ru [один, два, пять], en [one, many]. */
export function plural(language: Language, count: number, forms: readonly string[]): string {
  const rule = cached(`plural ${language}`, () => new Intl.PluralRules(locales[language])).select(count)
  const index = rule === 'one' ? 0 : language === 'ru' && rule === 'few' ? 1 : forms.length - 1
  return forms[index] ?? ''
}

/** A number by the locale: 8 412,5 or 8,412.5. */
export function formatNumber(language: Language, value: number, digits = 0): string {
  return cached(
    `number ${language} ${digits}`,
    () =>
      new Intl.NumberFormat(locales[language], {
        maximumFractionDigits: digits,
        minimumFractionDigits: digits,
      }),
  ).format(value)
}

/** Money from minor units; fractions are shown only when asked for. */
export function formatMoney(
  language: Language,
  amountMinor: number,
  currency: string,
  exact = false,
): string {
  const digits = currencyDigits(currency)
  const shown = exact ? digits : 0
  return cached(
    `money ${language} ${currency} ${shown}`,
    () =>
      new Intl.NumberFormat(locales[language], {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        minimumFractionDigits: shown,
        maximumFractionDigits: shown,
      }),
  ).format(amountMinor / 10 ** digits)
}

/** Money in short: 121,4 млн ₽ or ₽121.4M; exact below ten thousand. */
export function formatMoneyShort(language: Language, amountMinor: number, currency: string): string {
  const value = amountMinor / 10 ** currencyDigits(currency)
  if (Math.abs(value) < 10_000) return formatMoney(language, amountMinor, currency)
  return cached(
    `short ${language} ${currency}`,
    () =>
      new Intl.NumberFormat(locales[language], {
        style: 'currency',
        currency,
        currencyDisplay: 'narrowSymbol',
        notation: 'compact',
        minimumFractionDigits: 0,
        maximumFractionDigits: 1,
      }),
  ).format(value)
}

/** A share 0…1 as a percentage with one digit. */
export function formatShare(language: Language, share: number, digits = 1): string {
  return cached(
    `share ${language} ${digits}`,
    () =>
      new Intl.NumberFormat(locales[language], {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
  ).format(share)
}

export type DayStyle = 'short' | 'long' | 'month' | 'numeric'
const dayStyles: Record<DayStyle, Intl.DateTimeFormatOptions> = {
  short: { day: 'numeric', month: 'short', year: 'numeric' },
  long: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'short', year: '2-digit' },
  numeric: { day: '2-digit', month: '2-digit', year: 'numeric' },
}

/** A plain day in words; the zone plays no part in it. */
export function formatDay(language: Language, day: string, style: DayStyle = 'short'): string {
  return cached(
    `day ${language} ${style}`,
    () => new Intl.DateTimeFormat(locales[language], { ...dayStyles[style], timeZone: 'UTC' }),
  )
    .format(new Date(`${day.slice(0, 10)}T00:00:00Z`))
    .replace(/\s?г\.$/, '')
}

/** An instant as date and time in a zone; one that begins a day as its date, since most systems give orders a day alone. */
export function formatMoment(language: Language, instant: string, timeZone: string): string {
  const clock = cached(
    `clock ${timeZone}`,
    () => new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone }),
  )
  const date = cached(
    `date ${language} ${timeZone}`,
    () => new Intl.DateTimeFormat(locales[language], { dateStyle: 'short', timeZone }),
  )
  const at = new Date(instant)
  return clock.format(at) === '00:00:00' ? date.format(at) : formatInstant(language, at, timeZone)
}

/** An instant as date and time in a zone. */
export function formatInstant(language: Language, instant: string | Date, timeZone: string): string {
  return cached(
    `instant ${language} ${timeZone}`,
    () => new Intl.DateTimeFormat(locales[language], { dateStyle: 'short', timeStyle: 'short', timeZone }),
  ).format(typeof instant === 'string' ? new Date(instant) : instant)
}
