import { plainNumber } from '#features/fields/domain/parse-value.ts'
import { currencyDigits, minorToDecimal } from '#kernel/money.ts'
import { useSession } from '#web/session.ts'
import { useLanguage } from '#web/text.ts'

/** Amounts to and from the line in which they are typed, in the workspace's currency. */
export function useAmount(): {
  toDraft: (amountMinor: number | null) => string
  /** null = nothing typed, 'bad' = no amount */
  fromDraft: (typed: string) => number | null | 'bad'
} {
  const language = useLanguage()
  const digits = currencyDigits(useSession().workspace.currency)
  return {
    toDraft: (amountMinor) => {
      if (amountMinor === null) return ''
      const text = minorToDecimal(amountMinor, digits).replace(/\.0+$/, '')
      return language === 'ru' ? text.replace('.', ',') : text
    },
    fromDraft: (typed) => {
      if (typed.trim() === '') return null
      // In English a comma before three digits parts the thousands.
      const text = language === 'en' ? typed.replace(/,(?=\d{3}(?!\d))/g, '') : typed
      const decimal = plainNumber(text)
      if (decimal === null || decimal.startsWith('-')) return 'bad'
      const [whole = '', fraction = ''] = decimal.split('.')
      if (/[1-9]/.test(fraction.slice(digits))) return 'bad'
      const minor = Number(whole + fraction.slice(0, digits).padEnd(digits, '0'))
      return minor <= 1e13 ? minor : 'bad'
    },
  }
}
