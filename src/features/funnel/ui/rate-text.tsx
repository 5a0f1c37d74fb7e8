import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { Rate } from '../domain/wilson.ts'
import { conversionTexts } from './conversion-text.ts'

/** A share in words: the percentage with its interval and n, or the counts where there are too few. */
export function RateText({
  rate,
  withAll = false,
  digits = 1,
}: {
  rate: Rate
  withAll?: boolean
  digits?: number
}) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const { share, low, high, count, of } = rate
  if (share === null || low === null || high === null)
    return <span className="g-sm g-2">{text.tooFew(count, of)}</span>
  return (
    <span className="g-row-rate">
      <span className="g-strong">{format.share(share, digits)}</span>{' '}
      <span className="g-sm g-3">
        {text.interval(format.number(low * 100, 1), format.share(high))}
        {withAll && `, ${text.ofAll(of)}`}
      </span>
    </span>
  )
}
