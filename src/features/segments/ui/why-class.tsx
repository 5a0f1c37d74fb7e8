import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { daysBetween } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Figure } from '#web/widgets/evidence.tsx'
import { Rhythm } from '#web/widgets/marks.tsx'
import { Answer } from '#web/widgets/states.tsx'
import { widgetTexts } from '#web/widgets/text.ts'
import type { Explanation } from '../contract.ts'
import { segmentTexts } from './text.ts'

type Props = { why: Explanation; clientId: string }

function ShareBar({ why }: { why: Explanation }) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const { shareA, shareB, shareBefore } = why
  const [width, height] = [300, 52]
  const x = (share: number): number => share * width
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
          <path d={`M${x(shareBefore) - 4} 10h8l-4 7z`} fill="var(--g-ink)" />
          <text className="is-strong" x={Math.min(x(shareBefore) + 8, width - 120)} y="12">
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
  const name = (letter: string): string => (letter === 'none' ? text.noClassWord : letter)
  return (
    <section className="g-card">
      <h2>{text.cardWhy(why.valueClass)}</h2>
      <div className="g-row-wide" style={{ alignItems: 'baseline' }}>
        <span style={{ fontSize: 28, lineHeight: '34px', fontWeight: 600 }}>
          <Figure evidence={{ title: text.inWindow(text.measures[why.measure]), note: '', orders }}>
            {format.money(why.measureMinor)}
          </Figure>
        </span>
        <span className="g-sm g-2">{text.inWindow(text.measures[why.measure])}</span>
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

function OrderStrip({ why }: { why: Explanation }) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  if (!why.asOf || why.orderDays.length === 0) return null
  const [width, height] = [420, 44]
  const days = why.orderDays.slice(-24)
  const first = days[0] ?? why.asOf
  const end = why.expectedOn && why.expectedOn > why.asOf ? why.expectedOn : why.asOf
  const span = Math.max(1, daysBetween(first, end))
  const x = (day: string): number => 6 + (daysBetween(first, day) / span) * (width - 12)
  return (
    <svg
      className="g-chart"
      viewBox={`0 0 ${width} ${height}`}
      width="100%"
      role="img"
      aria-label={`${text.orderStrip}: ${days.map((day) => format.day(day)).join(', ')}`}
    >
      <path d={`M6 14H${width - 6}`} stroke="var(--g-line-2)" />
      {days.map((day) => (
        <path key={day} d={`M${x(day)} 5v18`} stroke="var(--g-c-1)" strokeWidth="2.5" />
      ))}
      {why.expectedOn && (
        <>
          <rect
            x={x(why.expectedOn) - 5}
            y="5"
            width="10"
            height="18"
            fill="none"
            stroke="var(--g-line-ctl)"
            strokeDasharray="2 2"
            rx="2"
          />
          <text
            x={Math.min(Math.max(x(why.expectedOn), 60), width - 60)}
            y="38"
            textAnchor="middle"
            style={{ fontSize: 11 }}
          >
            {text.expected(format.day(why.expectedOn))}
          </text>
        </>
      )}
      <path d={`M${x(why.asOf)} 2v24`} stroke="var(--g-bad-mark)" strokeWidth="2.5" />
      <text x="6" y="38" style={{ fontSize: 11 }}>
        {format.day(first, 'month')}
      </text>
    </svg>
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
