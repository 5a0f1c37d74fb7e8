import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import type { QueueRow } from '../contract.ts'
import { RowLink } from './queue-row.tsx'
import { actsOf, nameOf, type RowAct } from './row-acts.ts'
import { leadTexts } from './text.ts'
import { turnTexts } from './turn-text.ts'

/** Everything that can be done with a row. */
export function MoreDrawer({
  row,
  onAct,
  onClose,
}: {
  row: QueueRow
  onAct: (act: RowAct) => void
  onClose: () => void
}) {
  const text = useTexts(leadTexts)
  const words = useTexts(turnTexts)
  const names = {
    log: text.log,
    done: text.done,
    plan: row.deal?.step ? text.changeStep : text.planStep,
    lead: row.grade === 'B' ? text.offerPlay : text.askLead,
    snooze: text.snooze,
    turn: row.wait?.on === 'us' ? words.say.client : words.say.us,
    more: text.more,
  }
  return (
    <Drawer title={nameOf(row)} onClose={onClose}>
      <div className="g-stack">
        {actsOf(row).map((act) => (
          <button key={act} type="button" className="g-button" onClick={() => onAct(act)}>
            {names[act]}
          </button>
        ))}
        <RowLink row={row} className="g-button">
          {row.deal ? text.moveStage : text.openClient}
        </RowLink>
      </div>
    </Drawer>
  )
}
