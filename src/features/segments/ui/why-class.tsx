import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { addDays, type Day, windowStart } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Figure } from '#web/widgets/evidence.tsx'
import { Rhythm } from '#web/widgets/marks.tsx'
import { Answer } from '#web/widgets/states.tsx'
import { widgetTexts } from '#web/widgets/text.ts'
import type { Explanation } from '../contract.ts'
import { OrderStrip } from './order-strip.tsx'
import { segmentTexts } from './text.ts'

type Props = { why: Explanation; clientId: string }

/** How many whole months lie between the two ends of a window; null when it has no beginning. */
function monthsOf(from: Day | null, asOf: Day | null): number | null {
  if (!from || !asOf) return null
  const [year, month] = addDays(asOf, 1).split('-').map(Number) as [number, number]
  const [fromYear, fromMonth] = from.split('-').map(Number) as [number, number]
  const months = (year - fromYear) * 12 + month - fromMonth
  // The window of a long month may begin on the first of the next.
  return windowStart(asOf, months) < from ? months - 1 : months
}

function ShareBar({ why }: { why: Explanation }) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const { shareA, shareB, shareBefore } = why
  const [width, height] = [300, 52]
  const x = (share: number): number => share * width
  // Beside the mark, on the side with room for the words.
  const [room, gap] = [150, 10]
  const markX = shareBefore === null ? 0 : Math.min(Math.max(x(shareBefore), 5), width - 5)
  const zones = [
    ['A', 0, shareA, 'var(--g-c-1)', 'var(--g-sheet)'],
    ['B', shareA, shareB, 'var(--g-c-2)', 'var(--g-ink)'],
    ['C', shareB, 1, 'var(--g-c-3)', 'var(--g-ink)'],
  ] as const
  return (
    <svg
      className="g-chart"
      viewBox={`0 0 ${width} ${height}`}
      width="100%"
      style={{ maxWidth: 340 }}
      role="img"
      aria-label={shareBefore === null ? '' : text.shareBefore(format.share(shareBefore))}
    >
      {zones.map(([letter, from, to, fill, ink]) => (
        <g key={letter}>
          <rect x={x(from)} y="18" width={x(to) - x(from)} height="16" fill={fill} />
          <text x={x(from) + 4} y="30" style={{ fill: ink, fontWeight: 600, fontSize: 11 }}>
            {letter}
          </text>
        </g>
      ))}
      {shareBefore !== null && (
        <>
          <path d={`M${markX - 5} 9h10l-5 8z`} fill="var(--g-ink)" />
          <text
            className="is-strong"
            x={markX > width - room ? markX - gap : markX + gap}
            y="12"
            textAnchor={markX > width - room ? 'end' : 'start'}
          >
            {text.shareBefore(format.share(shareBefore))}
          </text>
        </>
      )}
      <text x="0" y="48">
        0
      </text>
      <text x={x(shareA)} y="48" textAnchor="end">
        {Math.round(shareA * 100)}
      </text>
      <text x={x(shareB)} y="48" textAnchor="middle">
        {Math.round(shareB * 100)}
      </text>
    </svg>
  )
}

function ClassCard({ why, clientId }: Props) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const orders = {
    clientId,
    ...(why.windowFrom && { from: why.windowFrom }),
    ...(why.asOf && { to: why.asOf }),
  }
  const [a, b] = [format.share(why.shareA, 0), format.share(why.shareB, 0)]
  const verdict = { A: text.whyA(a), B: text.whyB(a, b), C: text.whyC(b), none: text.noClass }[why.valueClass]
  const measured = text.inWindow(text.measures[why.measure], monthsOf(why.windowFrom, why.asOf))
  const name = (letter: string): string => (letter === 'none' ? text.noClassWord : letter)
  return (
    <section className="g-card">
      <h2>{text.cardWhy(why.valueClass)}</h2>
      <div className="g-row-wide" style={{ alignItems: 'baseline' }}>
        <span style={{ fontSize: 28, lineHeight: '34px', fontWeight: 600 }}>
          <Figure evidence={{ title: measured, note: '', orders }}>{format.money(why.measureMinor)}</Figure>
        </span>
        <span className="g-sm g-2">{measured}</span>
      </div>
      {why.shareBefore !== null && <ShareBar why={why} />}
      <p className="g-sm">
        {why.share !== null && why.shareBefore !== null && why.largerClients !== null ? (
          <>
            {text.whyShare(format.share(why.share))}{' '}
            {why.largerClients === 0 ? (
              text.whyLargest
            ) : (
              <>
                {text.whyLarger}
                <Link to="/clients" search={{ sort: 'measure' }}>
                  {text.larger(why.largerClients)}
                </Link>
                {text.whyTogether(format.share(why.shareBefore))}
              </>
            )}{' '}
            {verdict}
          </>
        ) : why.valueClass === 'none' ? (
          verdict
        ) : (
          text.noShare
        )}
      </p>
      <p className="g-xs g-3">
        {why.previousClass && why.changedOn
          ? text.since(
              name(why.valueClass),
              format.day(why.changedOn),
              name(why.previousClass),
              why.previousShareBefore === null ? null : format.share(why.previousShareBefore),
            )
          : why.valueClass !== 'none' && text.always(why.valueClass)}
      </p>
    </section>
  )
}

function RhythmCard({ why, clientId }: Props) {
  const text = useTexts(segmentTexts)
  const words = useTexts(widgetTexts)
  const format = useFormat()
  const gap = why.gapDays === null ? null : text.days(Math.round(why.gapDays))
  const orders = {
    clientId,
    ...(why.windowFrom && { from: why.windowFrom }),
    ...(why.asOf && { to: why.asOf }),
  }
  return (
    <section className="g-card">
      <div className="g-spread">
        <h2>{text.rhythm}</h2>
        <Rhythm state={why.rhythm} ratio={why.rhythmRatio} />
      </div>
      {why.daysSince === null ? (
        <p className="g-sm">{text.noOrders}</p>
      ) : (
        <p className="g-sm">
          {gap !== null && (why.isClassGap ? text.usuallyClass(gap) : text.usually(gap, why.gapCount))}{' '}
          {why.rhythmRatio !== null &&
            text.passed(text.days(why.daysSince), format.number(why.rhythmRatio, 1))}{' '}
          {text.states[why.rhythm]}
        </p>
      )}
      <OrderStrip why={why} />
      <p className="g-sm g-2">
        <Figure evidence={{ title: text.orderStrip, note: '', orders }}>
          {text.orderDaysInWindow(why.orderDaysInWindow, words.frequency[why.frequencyClass])}
        </Figure>
      </p>
    </section>
  )
}

/** Why this class and where the client stands in their rhythm: every number that decides, each leading to its orders. */
export function WhyClass({ clientId }: { clientId: string }) {
  const why = useQuery({
    queryKey: ['segments', 'explain', clientId],
    queryFn: () => api.segments.explain({ params: { id: clientId } }),
  })
  return (
    <Answer query={why} rows={6}>
      {(explanation) => (
        <div className="g-cards">
          <ClassCard why={explanation} clientId={clientId} />
          <RhythmCard why={explanation} clientId={clientId} />
        </div>
      )}
    </Answer>
  )
}
