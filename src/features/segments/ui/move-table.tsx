import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { addMonths, type Day } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Figure } from '#web/widgets/evidence.tsx'
import { ClassStamp } from '#web/widgets/marks.tsx'
import type { Move } from '../contract.ts'
import { segmentTexts } from './text.ts'

/** Who moved in one direction, with the money and what the orders show. */
export function MoveTable({
  title,
  sum,
  rows,
  count,
  to,
}: {
  title: string
  sum: number
  rows: readonly Move[]
  count: number
  to: string
}) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  return (
    <section className="g-stack">
      <div className="g-row-wide">
        <h2>{title}</h2>
        <span className="g-sm g-3">
          {format.number(count)} {text.clients(count)}, {format.money(sum)}
        </span>
      </div>
      {rows.length === 0 ? (
        <p className="g-sm g-3">{text.nobodyMoved}</p>
      ) : (
        <div className="g-scroll-x">
          <table className="g-table">
            <thead>
              <tr>
                <th>{text.client}</th>
                <th>{text.class}</th>
                <th className="g-num">{text.difference}</th>
                <th>{text.seen}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.clientId}>
                  <td>
                    <Link to="/clients/$clientId" params={{ clientId: row.clientId }} className="g-plain">
                      {row.name}
                    </Link>
                  </td>
                  <td>
                    <span className="g-row">
                      <ClassStamp value={row.before} /> → <ClassStamp value={row.after} />
                    </span>
                  </td>
                  <td className="g-num">
                    <Figure
                      evidence={{
                        title: row.name,
                        note: text.difference,
                        orders: { clientId: row.clientId, to },
                      }}
                    >
                      {format.money(row.differenceMinor)}
                    </Figure>
                  </td>
                  <td className="g-2">
                    {text.reasons[row.reason]?.(row.daysSince, row.orderDaysBefore, row.orderDaysAfter)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

const QUARTER_MONTHS = 3
const SHOWN = 5

/** The largest of those who moved down in the last quarter; nothing where nobody did or the orders are too young. */
export function MovedDown({ asOf }: { asOf: Day }) {
  const text = useTexts(segmentTexts)
  const from = addMonths(asOf, -QUARTER_MONTHS)
  const moves = useQuery({
    queryKey: ['segments', 'moves', from, asOf],
    queryFn: () => api.segments.moves({ query: { from, to: asOf } }),
  })
  if (!moves.data || moves.data.down.length === 0) return null
  const { down, downCount, lostMinor } = moves.data
  return (
    <div className="g-stack" style={{ marginTop: 8 }}>
      <MoveTable title={text.down} sum={lostMinor} rows={down.slice(0, SHOWN)} count={downCount} to={asOf} />
      <Link to="/clients/moves" className="g-sm">
        {text.allMoves}
      </Link>
    </div>
  )
}
