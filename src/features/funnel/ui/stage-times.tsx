import { useQuery } from '@tanstack/react-query'
import { api } from '#web/api.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import { Answer } from '#web/widgets/states.tsx'
import { type Asked, Door } from './conversion-door.tsx'
import { conversionTexts } from './conversion-text.ts'
import { useNames } from './use-pipelines.ts'
import { useToday } from './use-today.ts'

/** How long deals stay at each stage, against the norm, and how many open ones stay longer. */
export function StageTimes({ asked }: { asked: Asked }) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const names = useNames()
  const today = useToday(asked.pipelineId)
  const query = useQuery({
    queryKey: ['conversion', 'times', asked],
    queryFn: () => api.conversion.stageTimes({ query: asked }),
  })
  return (
    <section className="g-stack">
      <h2>{text.times}</h2>
      <p className="g-sm g-3">{text.timesNote}</p>
      <Answer query={query} rows={5}>
        {({ rows }) => (
          <div className="g-scroll-x">
            <table className="g-table">
              <thead>
                <tr>
                  <th>{text.stage}</th>
                  <th className="g-num">{text.table.median}</th>
                  <th className="g-num g-hide-phone">{text.stays}</th>
                  <th className="g-num">{text.norm}</th>
                  <th className="g-num">{text.overNorm}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ stageId, medianDays, stays }) => {
                  const now = today.data?.stages.find((it) => it.stageId === stageId)
                  const name = names.stageName(stageId)
                  const isSlow = now?.normDays != null && medianDays !== null && medianDays > now.normDays
                  return (
                    <tr key={stageId}>
                      <td>
                        {name}{' '}
                        {now?.normDays != null && medianDays !== null && (
                          <State kind={isSlow ? 'warn' : 'good'}>{isSlow ? text.slower : text.within}</State>
                        )}
                      </td>
                      <td className="g-num">{medianDays === null ? '–' : format.number(medianDays, 1)}</td>
                      <td className="g-num g-3 g-hide-phone">{format.number(stays)}</td>
                      <td className="g-num">{now?.normDays ?? '–'}</td>
                      <td className="g-num">
                        {now && now.overNorm > 0 ? (
                          <Door
                            behind={{
                              title: text.overNormTitle(name),
                              query: { figure: 'overNorm', stageId },
                            }}
                          >
                            {format.number(now.overNorm)}
                          </Door>
                        ) : (
                          format.number(now?.overNorm ?? 0)
                        )}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
        )}
      </Answer>
    </section>
  )
}
