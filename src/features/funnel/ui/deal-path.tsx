import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import type { Deal, Stage } from '../contract.ts'
import { type PathStep, stagePath } from '../domain/stage-path.ts'
import { funnelTexts } from './text.ts'
import { useClock } from './use-clock.ts'
import { useNames, usePipelines } from './use-pipelines.ts'

const DAY_MS = 86_400_000

function Stay({ step, isKnown, isClosed }: { step: PathStep<Stage>; isKnown: boolean; isClosed: boolean }) {
  const text = useTexts(funnelTexts)
  const { state, milliseconds, stage } = step
  const days = milliseconds === null ? null : Math.floor(milliseconds / DAY_MS)
  const said = days === null ? null : days === 0 ? text.lessThanDay : text.days(days)
  if (state === 'ahead') return <span className="g-3">{isClosed ? text.pathNever : text.pathAhead}</span>
  if (state === 'skipped') return <span className="g-3">{isKnown ? text.pathSkipped : '–'}</span>
  if (state === 'passed' || isClosed || said === null || days === null)
    return <span className="g-2">{stage.kind === 'open' ? said : ''}</span>
  if (stage.normDays === null) return <span>{text.pathNow(said)}</span>
  if (days > stage.normDays) return <State kind="warn">{text.pathOver(said, stage.normDays)}</State>
  return (
    <span>
      {text.pathNow(said)}, <span className="g-3">{text.pathNorm(stage.normDays)}</span>
    </span>
  )
}

/** The way of a deal: each stage with the time spent there, the present one against its norm. */
export function DealPath({ deal }: { deal: Deal }) {
  const text = useTexts(funnelTexts)
  const names = useNames()
  const pipeline = usePipelines().data?.rows.find((it) => it.id === deal.pipelineId)
  const { now } = useClock()
  if (!pipeline) return null
  const steps = stagePath(pipeline.stages, deal.moves, deal.stageId, now)
  return (
    <section className="g-stack">
      <h2>{text.path}</h2>
      <ol className="g-path">
        {steps.map((step) => (
          <li
            key={step.stage.id}
            className={`is-${step.state}`}
            aria-current={step.state === 'current' ? 'step' : undefined}
          >
            <span className="g-path-name">{names.stage(step.stage)}</span>
            <span className="g-xs">
              <Stay step={step} isKnown={deal.hasHistory} isClosed={deal.closedAt !== null} />
            </span>
          </li>
        ))}
      </ol>
      {!deal.hasHistory && <p className="g-sm g-3">{text.noHistory}</p>}
    </section>
  )
}
