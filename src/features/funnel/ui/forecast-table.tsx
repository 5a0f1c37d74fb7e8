import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { Answer } from '#web/widgets/states.tsx'
import { Door } from './conversion-door.tsx'
import { conversionTexts } from './conversion-text.ts'
import { RateText } from './rate-text.tsx'
import { useNames } from './use-pipelines.ts'
import { useToday } from './use-today.ts'

/** What the open deals will bring by our own history, stage by stage, with the range. */
export function ForecastTable({ pipelineId }: { pipelineId: string }) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const names = useNames()
  const query = useToday(pipelineId)
  return (
    <section className="g-stack">
      <h2>{text.forecast}</h2>
      <Answer query={query} rows={4}>
        {(today) => {
          const stages = today.stages.filter((it) => it.count > 0)
          if (stages.length === 0) return <p className="g-sm g-3">{text.forecastNone}</p>
          return (
            <>
              <p>
                <span className="g-forecast-sum">{format.moneyShort(today.expectedMinor)}</span>{' '}
                <span className="g-sm g-2">
                  {text.forecastRange(format.moneyShort(today.lowMinor), format.moneyShort(today.highMinor))}
                </span>
              </p>
              <table className="g-table">
                <thead>
                  <tr>
                    <th>{text.stage}</th>
                    <th className="g-num">{text.sum}</th>
                    <th className="g-num">{text.expected}</th>
                  </tr>
                </thead>
                <tbody>
                  {stages.map(({ stageId, count, sumMinor, won, expected }) => {
                    const name = names.stageName(stageId)
                    return (
                      <tr key={stageId}>
                        <td>
                          {name}
                          <br />
                          <span className="g-xs g-3">
                            {text.wonShare} <RateText rate={won} withAll />
                          </span>
                        </td>
                        <td className="g-num">
                          <Door
                            behind={{ title: text.openTitle(name), query: { figure: 'openNow', stageId } }}
                          >
                            {format.moneyShort(sumMinor)}
                          </Door>
                          <br />
                          <span className="g-xs g-3">{text.deals(count)}</span>
                        </td>
                        <td className="g-num">
                          {expected ? format.moneyShort(expected.expectedMinor) : '–'}
                        </td>
                      </tr>
                    )
                  })}
                </tbody>
              </table>
              {today.tooFew.count > 0 && (
                <p className="g-sm g-2">
                  {text.forecastTooFew(today.tooFew.count)} {format.moneyShort(today.tooFew.sumMinor)}
                </p>
              )}
              <p className="g-xs g-3">{text.forecastHow(format.day(today.from), format.day(today.to))}</p>
            </>
          )
        }}
      </Answer>
    </section>
  )
}
