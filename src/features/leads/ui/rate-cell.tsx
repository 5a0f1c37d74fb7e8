import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { LeadReport } from '../report-contract.ts'
import { type Behind, Door } from './report-door.tsx'
import { reportTexts } from './report-text.ts'

type Rate = LeadReport['response']['inTime']

/** A share with its interval, or the counts where there are too few; it opens the deals that it counts. */
export function RateCell({ rate: { share, low, high, count, of }, behind }: { rate: Rate; behind: Behind }) {
  const text = useTexts(reportTexts)
  const format = useFormat()
  if (of === 0) return <span className="g-3">–</span>
  if (share === null || low === null || high === null)
    return (
      <Door behind={behind} isNone={count === 0}>
        {text.tooFew(count, of)}
      </Door>
    )
  return (
    <>
      <Door behind={behind} isNone={count === 0}>
        {format.share(share)}
      </Door>{' '}
      <span className="g-xs g-3">
        {text.interval(format.number(low * 100, 1), format.share(high))}, {text.tooFew(count, of)}
      </span>
    </>
  )
}
