import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Answer } from '#web/widgets/states.tsx'
import { type Asked, Door } from './conversion-door.tsx'
import { conversionTexts } from './conversion-text.ts'
import { useNames } from './use-pipelines.ts'

const SHORT = 8

/** Why deals were lost in the period, and from which stage. */
export function LostReasons({ asked }: { asked: Asked }) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const names = useNames()
  const [isWhole, setWhole] = useState(false)
  const query = useQuery({
    queryKey: ['conversion', 'lost', asked],
    queryFn: () => api.conversion.lostReasons({ query: asked }),
  })
  return (
    <section className="g-stack">
      <h2>{text.lostTitle}</h2>
      <Answer query={query} rows={4}>
        {({ rows, count, sumMinor }) => {
          if (count === 0) return <p className="g-sm g-3">{text.lostNone}</p>
          return (
            <>
              <p className="g-sm g-2">
                <Door behind={{ title: text.lostTitle, query: { figure: 'lostInPeriod' } }}>
                  {text.lostTotal(count)} {format.moneyShort(sumMinor)}
                </Door>
              </p>
              <table className="g-table">
                <thead>
                  <tr>
                    <th>{text.reason}</th>
                    <th className="g-num">{text.count}</th>
                    <th className="g-num">{text.sum}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.slice(0, isWhole ? rows.length : SHORT).map(({ stageId, reasonId, ...row }) => {
                    const reason = reasonId ? names.reasonName(reasonId) : text.noReason
                    const stage = stageId ? names.stageName(stageId) : text.otherWay
                    return (
                      <tr key={`${stageId} ${reasonId}`}>
                        <td>
                          {reason}
                          <br />
                          <span className="g-xs g-3">{stage}</span>
                        </td>
                        <td className="g-num">
                          {stageId ? (
                            <Door
                              behind={{
                                title: reason,
                                note: stage,
                                query: { figure: 'lostInPeriod', stageId, reasonId: reasonId ?? 'none' },
                              }}
                            >
                              {format.number(row.count)}
                            </Door>
                          ) : (
                            format.number(row.count)
                          )}
                        </td>
                        <td className="g-num">{format.moneyShort(row.sumMinor)}</td>
                      </tr>
                    )
                  })}
                </tbody>
              </table>
              {!isWhole && rows.length > SHORT && (
                <button type="button" className="g-link" onClick={() => setWhole(true)}>
                  {text.moreReasons(rows.length - SHORT)}
                </button>
              )}
            </>
          )
        }}
      </Answer>
    </section>
  )
}
