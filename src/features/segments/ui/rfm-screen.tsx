import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { BaseViews, Page } from '#web/shell/page.tsx'
import { useTexts } from '#web/text.ts'
import { Answer, Empty } from '#web/widgets/states.tsx'
import type { RfmSegment } from '../domain/rfm.ts'
import { segmentTexts } from './text.ts'

type Choice = { segment?: RfmSegment; r?: number; f?: number }
const scores = [1, 2, 3, 4, 5]

function Chosen({ choice, title }: { choice: Choice; title: string }) {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const list = useQuery({
    queryKey: ['segments', 'rfm', choice],
    queryFn: () => api.segments.rfmClients({ query: choice }),
  })
  return (
    <section className="g-stack">
      <h2>{title}</h2>
      <Answer query={list} rows={5}>
        {({ rows }) => (
          <table className="g-table">
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link to="/clients/$clientId" params={{ clientId: row.id }} className="g-plain">
                      {row.name}
                    </Link>
                    <br />
                    <span className="g-xs g-3">
                      {row.r}
                      {row.f}
                      {row.m} · {text.rfmOrders(row.orders)} · {text.ago(row.daysSince)}
                    </span>
                  </td>
                  <td className="g-num">{format.money(row.moneyMinor)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Answer>
    </section>
  )
}

/** Recency × frequency in quintiles, and the named segments. */
export function RfmScreen() {
  const text = useTexts(segmentTexts)
  const format = useFormat()
  const [choice, setChoice] = useState<Choice | null>(null)
  const query = useQuery({ queryKey: ['segments', 'rfm'], queryFn: () => api.segments.rfm() })
  const title = choice?.segment ? text.segments[choice.segment] : choice ? `R ${choice.r}, F ${choice.f}` : ''
  return (
    <Page title={text.rfmTitle} note={text.rfmNote}>
      <BaseViews current="rfm" />
      <Answer query={query}>
        {(rfm) => {
          if (rfm.clients === 0) return <Empty title={text.emptyTitle}>{text.emptyText}</Empty>
          const most = Math.max(1, ...rfm.grid.map((cell) => cell.clients))
          return (
            <div className="g-split">
              <div className="g-stack" style={{ gap: 20 }}>
                <div className="g-rfm" role="group" aria-label={`${text.recency} × ${text.rfmFrequency}`}>
                  <span />
                  {scores.map((f) => (
                    <span key={f} className="g-xs g-3" style={{ textAlign: 'center' }}>
                      F {f}
                    </span>
                  ))}
                  {[...scores].reverse().map((r) => [
                    <span key={r} className="g-xs g-3" style={{ alignSelf: 'center' }}>
                      R {r}
                    </span>,
                    ...scores.map((f) => {
                      const cell = rfm.grid.find((it) => it.r === r && it.f === f)
                      const depth = cell ? 12 + Math.round((cell.clients / most) * 40) : 0
                      return (
                        <button
                          key={`${r}${f}`}
                          type="button"
                          aria-pressed={choice?.r === r && choice.f === f}
                          style={{
                            background: `color-mix(in srgb, var(--g-c-2) ${depth}%, var(--g-sheet))`,
                            color: 'var(--g-ink)',
                          }}
                          onClick={() => setChoice({ r, f })}
                        >
                          <span className="g-visually-hidden">{`R ${r}, F ${f}:`}</span>
                          <span className="g-strong">{cell ? format.number(cell.clients) : '–'}</span>
                          {cell && <span className="g-xs">{format.moneyShort(cell.moneyMinor)}</span>}
                        </button>
                      )
                    }),
                  ])}
                </div>
                <div className="g-scroll-x">
                  <table className="g-table">
                    <thead>
                      <tr>
                        <th>{text.segment}</th>
                        <th className="g-num">{text.clients(5)}</th>
                        <th className="g-num">{text.money}</th>
                        <th className="g-num">{text.meanScores}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {rfm.segments
                        .filter((it) => it.clients > 0)
                        .map((it) => (
                          <tr key={it.segment}>
                            <td>
                              <button
                                type="button"
                                className="g-figure"
                                onClick={() => setChoice({ segment: it.segment })}
                              >
                                {text.segments[it.segment]}
                              </button>
                            </td>
                            <td className="g-num">{format.number(it.clients)}</td>
                            <td className="g-num">{format.money(it.moneyMinor)}</td>
                            <td className="g-num g-3">
                              {[it.r, it.f, it.m].map((score) => format.number(score, 1)).join(' · ')}
                            </td>
                          </tr>
                        ))}
                    </tbody>
                  </table>
                </div>
              </div>
              <aside className="g-side" aria-label={title || text.segment} aria-live="polite">
                {choice ? (
                  <Chosen choice={choice} title={title} />
                ) : (
                  <p className="g-sm g-3">{text.chooseSegment}</p>
                )}
              </aside>
            </div>
          )
        }}
      </Answer>
    </Page>
  )
}
