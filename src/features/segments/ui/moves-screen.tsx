import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { addMonths } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { BaseViews, Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { Figure } from '#web/widgets/evidence.tsx'
import { TextField } from '#web/widgets/field.tsx'
import { ClassStamp } from '#web/widgets/marks.tsx'
import { Answer, Empty } from '#web/widgets/states.tsx'
import type { Move } from '../contract.ts'
import { segmentTexts } from './text.ts'

function MoveTable({
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

function Moves({ from, to }: { from: string; to: string }) {
  const text = useTexts(segmentTexts)
  const moves = useQuery({
    queryKey: ['segments', 'moves', from, to],
    queryFn: () => api.segments.moves({ query: { from, to } }),
  })
  return (
    <Answer query={moves}>
      {(data) => (
        <div className="g-stack" style={{ gap: 24 }}>
          <MoveTable title={text.down} sum={data.lostMinor} rows={data.down} count={data.downCount} to={to} />
          <MoveTable title={text.up} sum={data.gainedMinor} rows={data.up} count={data.upCount} to={to} />
        </div>
      )}
    </Answer>
  )
}

/** Who moved between classes from one day to another. */
export function MovesScreen() {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const snapshots = useQuery({ queryKey: ['segments', 'snapshots'], queryFn: () => api.segments.snapshots() })
  const [chosen, setChosen] = useState<{ from?: string; to?: string }>({})
  const asOf = snapshots.data?.asOf ?? null
  const to = chosen.to ?? asOf
  const from = chosen.from ?? (asOf && addMonths(asOf, -3))
  return (
    <Page title={text.movesTitle} note={from && to && text.movesNote(format.day(from), format.day(to))}>
      <BaseViews current="moves" />
      <Answer query={snapshots}>
        {() =>
          from && to ? (
            <>
              <div className="g-row-wide">
                <TextField
                  label={text.from}
                  type="date"
                  value={from}
                  onChange={(day) => day && setChosen({ ...chosen, from: day })}
                />
                <TextField
                  label={text.to}
                  type="date"
                  value={to}
                  onChange={(day) => day && setChosen({ ...chosen, to: day })}
                />
              </div>
              <Moves from={from} to={to} />
            </>
          ) : (
            <Empty title={text.emptyTitle}>{text.emptyText}</Empty>
          )
        }
      </Answer>
    </Page>
  )
}
