import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { ChartWithTable } from '#web/widgets/chart.tsx'
import { State } from '#web/widgets/marks.tsx'
import { Answer, Empty } from '#web/widgets/states.tsx'
import type { OpenStage } from '../conversion-contract.ts'
import { Door } from './conversion-door.tsx'
import { conversionTexts } from './conversion-text.ts'
import { ForecastTable } from './forecast-table.tsx'
import { useNames } from './use-pipelines.ts'
import { useToday } from './use-today.ts'

function OpenCount({ stage, name }: { stage: OpenStage; name: string }) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  if (stage.count === 0) return <>{format.number(0)}</>
  return (
    <Door behind={{ title: text.openTitle(name), query: { figure: 'openNow', stageId: stage.stageId } }}>
      {format.number(stage.count)}
    </Door>
  )
}

function Row({ stage, most }: { stage: OpenStage; most: number }) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const name = useNames().stageName(stage.stageId)
  return (
    <li className="g-cohort" aria-label={name}>
      <div className="g-cohort-head">
        <span className="g-strong">{name}</span>
        <span className="g-cohort-numbers">{format.moneyShort(stage.sumMinor)}</span>
      </div>
      <div className="g-cohort-line">
        <span className="g-cohort-count">
          <OpenCount stage={stage} name={name} />
        </span>
        <svg width="100%" height="18" role="img" aria-label={`${name}: ${text.deals(stage.count)}`}>
          <rect width={`${(stage.count / most) * 100}%`} height="18" rx="2" fill="var(--g-c-2)" />
        </svg>
      </div>
      <p className="g-sm g-3 g-row-wide">
        {stage.withoutAmount > 0 && <span>{text.withoutAmount(stage.withoutAmount)}</span>}
        {stage.overNorm > 0 && (
          <State kind="warn">
            <Door
              behind={{
                title: text.overNormTitle(name),
                query: { figure: 'overNorm', stageId: stage.stageId },
              }}
            >
              {format.number(stage.overNorm)} {text.slower}
            </Door>
          </State>
        )}
      </p>
    </li>
  )
}

/** Where the open deals stand today: counts of deals, not shares of those who passed. */
export function SnapshotView({ pipelineId }: { pipelineId: string }) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const names = useNames()
  const query = useToday(pipelineId)
  return (
    <Answer query={query}>
      {({ stages }) => {
        const most = Math.max(...stages.map((it) => it.count))
        if (most <= 0) return <Empty title={text.nowEmpty} />
        return (
          <div className="g-split">
            <ChartWithTable
              title={text.snapshotTitle}
              note={text.deals(stages.reduce((sum, it) => sum + it.count, 0))}
              chart={
                <ol className="g-cohorts">
                  {stages.map((stage) => (
                    <Row key={stage.stageId} stage={stage} most={most} />
                  ))}
                </ol>
              }
              table={
                <table className="g-table">
                  <thead>
                    <tr>
                      <th>{text.stage}</th>
                      <th className="g-num">{text.count}</th>
                      <th className="g-num">{text.sum}</th>
                      <th className="g-num">{text.overNorm}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {stages.map((stage) => (
                      <tr key={stage.stageId}>
                        <td>{names.stageName(stage.stageId)}</td>
                        <td className="g-num">
                          <OpenCount stage={stage} name={names.stageName(stage.stageId)} />
                        </td>
                        <td className="g-num">{format.money(stage.sumMinor)}</td>
                        <td className="g-num">{format.number(stage.overNorm)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              }
            />
            <aside className="g-side" aria-label={text.forecast}>
              <ForecastTable pipelineId={pipelineId} />
            </aside>
          </div>
        )
      }}
    </Answer>
  )
}
