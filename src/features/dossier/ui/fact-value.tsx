import { currencyDigits } from '#kernel/money.ts'
import { useFormat } from '#web/format.ts'
import { useSession } from '#web/session.ts'
import type { FactField } from '../domain/fields.ts'

/** The value of a fact as people read it: money, a number, an address to open, words. */
export function FactValue({ field, value }: { field: FactField; value: string }) {
  const format = useFormat()
  const { currency } = useSession().workspace
  if (field === 'revenue') return <>{format.moneyShort(Number(value) * 10 ** currencyDigits(currency))}</>
  if (field === 'headcount') return <>{format.number(Number(value))}</>
  if (field !== 'site') return <>{value}</>
  const href = /^https?:\/\//i.test(value) ? value : `https://${value}`
  return (
    <a href={href} target="_blank" rel="noreferrer">
      {value}
    </a>
  )
}

/** Where a fact was read: an address opens, words stand. */
export function FactSource({ source }: { source: string }) {
  if (!/^https?:\/\/\S+$/i.test(source)) return <>{source}</>
  return (
    <a href={source} target="_blank" rel="noreferrer">
      {source.replace(/^https?:\/\/(www\.)?/i, '')}
    </a>
  )
}
