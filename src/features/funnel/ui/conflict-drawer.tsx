import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import { funnelTexts } from './text.ts'
import { useNames } from './use-pipelines.ts'
import type { Conflict } from './wish.ts'

/** Somebody moved the deal first: who and where to, and whose move stays. */
export function ConflictDrawer({
  conflict: { current, stage },
  onClose,
  onMove,
}: {
  conflict: Conflict
  onClose: () => void
  onMove: () => void
}) {
  const text = useTexts(funnelTexts)
  const names = useNames()
  const [last] = current.moves.filter((it) => !it.isUndone)
  const said =
    last && last.fromStageId !== null && last.toStageId === current.stageId
      ? text.conflictMoved(
          last.actorName ?? text.machine,
          names.stageName(last.fromStageId),
          names.stageName(last.toStageId),
        )
      : text.conflictNow(names.stageName(current.stageId))
  return (
    <Drawer title={text.conflictTitle} onClose={onClose}>
      <div className="g-notice is-warn" role="alert">
        {said}
      </div>
      <div className="g-row-wide">
        {current.mayEdit && current.stageId !== stage.id && (
          <button type="button" className="g-button" onClick={onMove}>
            {text.moveAnyway(names.stage(stage))}
          </button>
        )}
        <button type="button" className="g-button is-primary" data-autofocus onClick={onClose}>
          {text.leave}
        </button>
      </div>
    </Drawer>
  )
}
