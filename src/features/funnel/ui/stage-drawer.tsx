import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import type { DealCard, Pipeline, Stage } from '../contract.ts'
import { funnelTexts } from './text.ts'
import { useNames, usePipelines } from './use-pipelines.ts'

/** Where a deal goes: the stages of its way, its two ends, other ways. */
export function StageDrawer({
  deal,
  onChoose,
  onClose,
}: {
  deal: DealCard
  onChoose: (stage: Stage) => void
  onClose: () => void
}) {
  const text = useTexts(funnelTexts)
  const names = useNames()
  const rows = usePipelines().data?.rows ?? []
  const own = rows.filter((it) => it.id === deal.pipelineId)
  const others = rows.filter((it) => it.id !== deal.pipelineId)
  const here = own[0]?.stages.findIndex((it) => it.id === deal.stageId) ?? -1
  const endWord = { open: '', won: text.won, lost: text.lost }
  const list = (pipeline: Pipeline, isOwn: boolean) => (
    <section key={pipeline.id} className="g-stack-tight">
      <h3 className="g-sm g-3">{isOwn ? deal.title : text.otherPipeline(names.pipeline(pipeline))}</h3>
      {pipeline.stages.map((stage, at) => (
        <button
          key={stage.id}
          type="button"
          className="g-stage-choice"
          disabled={stage.id === deal.stageId}
          data-autofocus={isOwn && at === here + 1 ? true : undefined}
          onClick={() => onChoose(stage)}
        >
          <span className="g-grow">{names.stage(stage)}</span>
          <span className="g-xs g-3">{stage.id === deal.stageId ? text.here : endWord[stage.kind]}</span>
        </button>
      ))}
    </section>
  )
  return (
    <Drawer title={text.moveTitle} onClose={onClose}>
      <div className="g-stack g-low">
        {own.map((it) => list(it, true))}
        {others.map((it) => list(it, false))}
      </div>
    </Drawer>
  )
}
