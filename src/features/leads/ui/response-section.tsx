import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { LeadReport } from '../report-contract.ts'
import { RateCell } from './rate-cell.tsx'
import { Door } from './report-door.tsx'
import { reportTexts } from './report-text.ts'

/** How soon those who became A heard from us: all together, and by who leads them. */
export function ResponseSection({ report }: { report: LeadReport }) {
  const text = useTexts(reportTexts)
  const format = useFormat()
  const { response, byRep, responseMinutes } = report
  const late = response.inTime.of - response.inTime.count
  return (
    <section className="g-stack">
      <h2>{text.response}</h2>
      {response.became === 0 ? (
        <p className="g-2">{text.responseNone}</p>
      ) : (
        <>
          <p className="g-sm g-2">{text.responseNote(response.became, responseMinutes)}</p>
          <dl className="g-lead-figures">
            <div>
              <dt>{text.median}</dt>
              <dd>
                {response.medianMinutes === null ? (
                  <span className="g-3">{text.noMedian}</span>
                ) : (
                  <>
                    <Door behind={{ title: text.answered, query: { figure: 'answered' } }}>
                      {text.span(response.medianMinutes)}
                    </Door>{' '}
                    <span className="g-xs g-3">{text.medianOf(response.answered)}</span>
                  </>
                )}
              </dd>
            </div>
            <div>
              <dt>{text.inTime}</dt>
              <dd>
                <RateCell
                  rate={response.inTime}
                  behind={{ title: text.inTime, query: { figure: 'inTime' } }}
                />
              </dd>
            </div>
            <div>
              <dt>{text.late}</dt>
              <dd>
                <Door behind={{ title: text.late, query: { figure: 'late' } }} isNone={late === 0}>
                  {format.number(late)}
                </Door>
              </dd>
            </div>
          </dl>
          <div className="g-scroll-x" tabIndex={0} role="group" aria-label={text.response}>
            <table className="g-table">
              <thead>
                <tr>
                  <th>{text.person}</th>
                  <th className="g-num">{text.became}</th>
                  <th className="g-num">{text.median}</th>
                  <th>{text.inTime}</th>
                </tr>
              </thead>
              <tbody>
                {byRep.map((row) => {
                  const owner = row.ownerId ?? 'none'
                  const name = row.ownerName ?? text.nobody
                  return (
                    <tr key={owner}>
                      <td>{name}</td>
                      <td className="g-num">
                        <Door
                          behind={{ title: `${name}: ${text.became}`, query: { figure: 'became', owner } }}
                        >
                          {format.number(row.became)}
                        </Door>
                      </td>
                      <td className="g-num">
                        {row.medianMinutes === null ? (
                          <span className="g-3">–</span>
                        ) : (
                          <Door
                            behind={{
                              title: `${name}: ${text.answered.toLowerCase()}`,
                              query: { figure: 'answered', owner },
                            }}
                          >
                            {text.span(row.medianMinutes)}
                          </Door>
                        )}
                      </td>
                      <td>
                        <RateCell
                          rate={row.inTime}
                          behind={{ title: `${name}: ${text.inTime}`, query: { figure: 'inTime', owner } }}
                        />
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  )
}
