import { daysBetween } from '#kernel/days.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Plot } from '#web/widgets/chart.tsx'
import type { Explanation } from '../contract.ts'
import { segmentTexts } from './text.ts'

const SHOWN = 24
const [HEIGHT, EDGE] = [44, 6]

/** The last days with orders on a line, today, and the day on which the next was expected. */
export function OrderStrip({ why }: { why: Explanation }) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const { asOf, expectedOn } = why
  if (!asOf || why.orderDays.length === 0) return null
  const days = why.orderDays.slice(-SHOWN)
  const first = days[0] ?? asOf
  const end = expectedOn && expectedOn > asOf ? expectedOn : asOf
  const span = Math.max(1, daysBetween(first, end))
  const draw = (width: number) => {
    const x = (day: string): number => EDGE + (daysBetween(first, day) / span) * (width - 2 * EDGE)
    return (
      <>
        <path d={`M${EDGE} 14H${width - EDGE}`} stroke="var(--g-line-2)" />
        {days.map((day) => (
          <path key={day} d={`M${x(day)} 5v18`} stroke="var(--g-c-1)" strokeWidth="2.5" />
        ))}
        {expectedOn && (
          <>
            <rect
              x={x(expectedOn) - 5}
              y="5"
              width="10"
              height="18"
              fill="none"
              stroke="var(--g-line-ctl)"
              strokeDasharray="2 2"
              rx="2"
            />
            <text x={Math.min(Math.max(x(expectedOn) + 6, width / 2 + 70), width)} y="39" textAnchor="end">
              {text.expected(format.day(expectedOn))}
            </text>
          </>
        )}
        <path d={`M${x(asOf)} 2v24`} stroke="var(--g-bad-mark)" strokeWidth="2.5" />
        <text x={EDGE - 2} y="39">
          {format.day(first, 'month')}
        </text>
      </>
    )
  }
  return (
    <Plot height={HEIGHT} label={`${text.orderStrip}: ${days.map((day) => format.day(day)).join(', ')}`}>
      {draw}
    </Plot>
  )
}
