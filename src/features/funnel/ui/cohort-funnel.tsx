import type { OutputOf } from '#kernel/operation.ts'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import { ChartWithTable } from '#web/widgets/chart.tsx'
import { State } from '#web/widgets/marks.tsx'
import type { CohortStage, conversionContract, DealFigure } from '../conversion-contract.ts'
import { CohortBar } from './cohort-bar.tsx'
import { Door } from './conversion-door.tsx'
import { conversionTexts } from './conversion-text.ts'
import { RateText } from './rate-text.tsx'
import { nameOf } from '../domain/preset-names.ts'
import { stageTexts } from './stage-text.ts'

export type Conversion = OutputOf<typeof conversionContract.show>
const fates = ['advanced', 'handedOver', 'lost', 'movedBack', 'stillThere'] as const

/** A count of deals of a stage's cohort; none is no door. */
function Count({
  stage,
  figure,
  label,
}: {
  stage: CohortStage
  figure: DealFigure & keyof CohortStage
  label: string
}) {
  const format = useFormat()
  const names = useTexts(stageTexts)
  const count = Number(stage[figure])
  if (count === 0) return <>{format.number(0)}</>
  return (
    <Door
      behind={{
        title: `${nameOf(stage, names.stages)}: ${label}`,
        query: { figure, stageId: stage.stageId },
      }}
    >
      {format.number(count)}
    </Door>
  )
}

/** Every deal that entered has one fate: written out, with the numbers adding up. */
function Identity({ stage }: { stage: CohortStage }) {
  const text = useTexts(conversionTexts)
  const shown = stage.kind === 'won' ? fates.filter((it) => it !== 'advanced') : fates
  return (
    <p className="g-sm g-2 g-identity">
      <Count stage={stage} figure="entered" label={text.entered} /> {text.entered} ={' '}
      {shown.map((fate, index) => {
        const word = stage.kind === 'won' && fate === 'stillThere' ? text.wonStill : text.fates[fate]
        return (
          <span key={fate}>
            {index > 0 && ' + '}
            <Count stage={stage} figure={fate} label={word} /> {word}
          </span>
        )
      })}
    </p>
  )
}

function StageRow({ stage, most, isWeakest }: { stage: CohortStage; most: number; isWeakest: boolean }) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const names = useTexts(stageTexts)
  const name = nameOf(stage, names.stages)
  return (
    <li className="g-cohort" aria-label={name}>
      <div className="g-cohort-head">
        <span className="g-strong">{name}</span>
        {stage.isRemoved && <span className="g-xs g-3">{text.removedStage}</span>}
        {isWeakest && <State kind="warn">{text.weakest(name)}</State>}
        <span className="g-cohort-numbers">
          {stage.kind === 'open' && (
            <>
              <span className="g-sm g-2">{text.onward}</span> <RateText rate={stage.next} withAll />
            </>
          )}
        </span>
      </div>
      <div className="g-cohort-line">
        <span className="g-cohort-count">
          <Count stage={stage} figure="entered" label={text.entered} />
        </span>
        <CohortBar
          rate={
            stage.kind === 'won' ? { ...stage.next, count: stage.entered, low: null, high: null } : stage.next
          }
          most={most}
          label={`${name}: ${text.deals(stage.entered)} ${text.entered}, ${text.fates.advanced} ${format.number(stage.advanced)}`}
        />
      </div>
      <Identity stage={stage} />
      {stage.kind === 'open' && (
        <p className="g-sm g-3 g-row-wide">
          <span>
            {stage.medianDays === null
              ? text.noMedian
              : text.median(text.days(format.number(stage.medianDays, 1)), stage.medianOf)}
          </span>
          {stage.skipped > 0 && (
            <State kind="planned">
              <Door
                behind={{
                  title: `${name}: ${text.skippedTitle}`,
                  query: { figure: 'skipped', stageId: stage.stageId },
                }}
              >
                {text.skipped(stage.skipped)}
              </Door>
            </State>
          )}
        </p>
      )}
    </li>
  )
}

function Table({ stages }: { stages: readonly CohortStage[] }) {
  const text = useTexts(conversionTexts)
  const format = useFormat()
  const names = useTexts(stageTexts)
  return (
    <table className="g-table">
      <thead>
        <tr>
          <th>{text.stage}</th>
          <th className="g-num">{text.entered}</th>
          <th className="g-num">{text.table.share}</th>
          <th className="g-num">{text.table.interval}</th>
          <th className="g-num">{text.table.won}</th>
          {fates.map((fate) => (
            <th key={fate} className="g-num">
              {text.fates[fate]}
            </th>
          ))}
          <th className="g-num">{text.table.median}</th>
          <th className="g-num">{text.table.n}</th>
        </tr>
      </thead>
      <tbody>
        {stages.map((stage) => {
          const { next, won } = stage
          const shareOf = (rate: typeof next): string =>
            rate.share === null ? `${rate.count} / ${rate.of}` : format.share(rate.share)
          const isOpen = stage.kind === 'open'
          return (
            <tr key={stage.stageId}>
              <td>{nameOf(stage, names.stages)}</td>
              <td className="g-num">
                <Count stage={stage} figure="entered" label={text.entered} />
              </td>
              <td className="g-num">{isOpen && shareOf(next)}</td>
              <td className="g-num g-3">
                {isOpen && next.low !== null && next.high !== null
                  ? text.interval(format.number(next.low * 100, 1), format.number(next.high * 100, 1))
                  : ''}
              </td>
              <td className="g-num">
                {isOpen && won.count > 0 ? (
                  <Door
                    behind={{
                      title: `${nameOf(stage, names.stages)}: ${text.wonOf}`,
                      query: { figure: 'won', stageId: stage.stageId },
                    }}
                  >
                    {shareOf(won)}
                  </Door>
                ) : (
                  isOpen && shareOf(won)
                )}
              </td>
              {fates.map((fate) => (
                <td key={fate} className="g-num">
                  <Count stage={stage} figure={fate} label={text.fates[fate]} />
                </td>
              ))}
              <td className="g-num">
                {stage.medianDays === null ? '–' : format.number(stage.medianDays, 1)}
              </td>
              <td className="g-num g-3">{format.number(stage.medianOf)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** The funnel by cohort: each stage with who entered it and what became of them. */
export function CohortFunnel({ shown, period }: { shown: Conversion; period: string }) {
  const text = useTexts(conversionTexts)
  const most = Math.max(...shown.stages.map((it) => it.entered))
  return (
    <ChartWithTable
      title={text.chart}
      note={period}
      chart={
        <>
          <ol className="g-cohorts">
            {shown.stages.map((stage) => (
              <StageRow
                key={stage.stageId}
                stage={stage}
                most={most}
                isWeakest={stage.stageId === shown.weakest?.stageId}
              />
            ))}
          </ol>
          <p className="g-xs g-3">{text.whisker}</p>
        </>
      }
      table={<Table stages={shown.stages} />}
    />
  )
}
