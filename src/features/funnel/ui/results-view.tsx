import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { addDays, addMonths } from '#kernel/days.ts'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Answer, Empty } from '#web/widgets/states.tsx'
import { addResults, type Ended } from '../domain/add-results.ts'
import { rateOf } from '../domain/wilson.ts'
import type { Result } from '../conversion-contract.ts'
import { type Asked, type Behind, Door } from './conversion-door.tsx'
import { RateText } from './rate-text.tsx'
import { resultTexts } from './result-text.ts'

const MONTHS_OF_QUARTER = 3

/** How deals ended in the period: all of them, by quarter and by rep. */
export function ResultsView({ asked }: { asked: Asked }) {
  const text = useTexts(resultTexts)
  const query = useQuery({
    queryKey: ['conversion', 'results', asked],
    queryFn: () => api.conversion.results({ query: asked }),
  })
  return (
    <Answer query={query}>
      {({ rows, withoutHistory }) => {
        const [all] = addResults(rows, () => 'all')
        if (!all) return <Empty title={text.none}>{text.noneText}</Empty>
        const name = (row: Result): string => row.ownerName ?? text.nobody
        const quarters = addResults(
          rows.toSorted((a, b) => a.quarter.localeCompare(b.quarter)),
          (it) => it.quarter,
        )
        const reps = addResults(rows, (it) => it.ownerId).toSorted((a, b) => b.sum.wonMinor - a.sum.wonMinor)
        return (
          <div className="g-stack g-conversion">
            <p className="g-sm g-2">{text.note}</p>
            {withoutHistory > 0 && <p className="g-sm g-2">{text.withoutHistory(withoutHistory)}</p>}
            <Table title={text.byQuarter} column={text.quarter}>
              {quarters.map(({ key, sum }) => (
                <Line
                  key={key}
                  label={text.quarterOf(key)}
                  sum={sum}
                  behind={{
                    period: {
                      from: key < asked.from ? asked.from : key,
                      to: earlier(addDays(addMonths(key, MONTHS_OF_QUARTER), -1), asked.to),
                    },
                  }}
                />
              ))}
              <Line label={text.all} sum={all.sum} behind={{}} />
            </Table>
            <Table title={text.byRep} column={text.rep}>
              {reps.map(({ key, first, sum }) => (
                <Line
                  key={key ?? 'none'}
                  label={name(first)}
                  sum={sum}
                  behind={{ query: { by: 'rep', ...(key !== null && { value: key }) } }}
                />
              ))}
            </Table>
          </div>
        )
      }}
    </Answer>
  )
}

const earlier = (a: string, b: string): string => (a < b ? a : b)

function Table({ title, column, children }: { title: string; column: string; children: ReactNode }) {
  const text = useTexts(resultTexts)
  return (
    <section className="g-stack">
      <h2>{title}</h2>
      <div className="g-scroll-x" tabIndex={0} role="group" aria-label={title}>
        <table className="g-table">
          <thead>
            <tr>
              <th>{column}</th>
              <th className="g-num">{text.won}</th>
              <th className="g-num">{text.lost}</th>
              <th>{text.rate}</th>
              <th className="g-num">{text.money}</th>
            </tr>
          </thead>
          <tbody>{children}</tbody>
        </table>
      </div>
    </section>
  )
}

type Part = Pick<Behind, 'period'> & { query?: Omit<Behind['query'], 'figure'> }

function Line({ label, sum, behind }: { label: string; sum: Ended; behind: Part }) {
  const text = useTexts(resultTexts)
  const format = useFormat()
  const door = (figure: 'closedWon' | 'closedLost', word: string, count: number): ReactNode =>
    count === 0 ? (
      '0'
    ) : (
      <Door behind={{ ...behind, title: `${label}: ${word}`, query: { ...behind.query, figure } }}>
        {format.number(count)}
      </Door>
    )
  return (
    <tr>
      <td className="g-strong">{label}</td>
      <td className="g-num">{door('closedWon', text.wonWord, sum.won)}</td>
      <td className="g-num">{door('closedLost', text.lostWord, sum.lost)}</td>
      <td>
        <RateText rate={rateOf(sum.won, sum.won + sum.lost)} digits={2} />
      </td>
      <td className="g-num">{format.money(sum.wonMinor)}</td>
    </tr>
  )
}
