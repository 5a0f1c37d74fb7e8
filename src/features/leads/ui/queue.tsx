import type { OutputOf } from '#kernel/operation.ts'
import { useTexts } from '#web/text.ts'
import { type leadsContract, queueParts, type QueueRow as Row } from '../contract.ts'
import type { ClockBasis } from './clock-ring.tsx'
import { EmptyQueue } from './empty-queue.tsx'
import { QueuePart } from './queue-part.tsx'
import { QueueRow } from './queue-row.tsx'
import { keyOf, type RowAct } from './row-acts.ts'
import { leadTexts } from './text.ts'

type Props = {
  today: OutputOf<typeof leadsContract.today>
  /** how many rows came, went or moved since they were shown */
  changed: number
  onShow: () => void
  basis: ClockBasis
  isMine: boolean
  current: string | null
  onAct: ((act: RowAct, row: Row) => void) | null
}

/** The queue by its parts, in the order in which it is worked off. */
export function Queue({ today, changed, onShow, basis, isMine, current, onAct }: Props) {
  const text = useTexts(leadTexts)
  const [first] = today.rows
  if (!first) return <EmptyQueue isMine={isMine} />
  return (
    <div className="g-queue">
      <div className="g-queue-news" role="status">
        {changed > 0 && (
          <button type="button" className="g-button" onClick={onShow}>
            {text.changed(changed)}
          </button>
        )}
      </div>
      {queueParts.map((part) => {
        const rows = today.rows.filter((row) => row.part === part)
        return (
          rows.length > 0 && (
            <QueuePart
              key={part}
              part={part}
              count={today.counts[part]}
              shown={rows.length}
              ownerId={today.ownerId}
              minutes={today.responseMinutes}
            >
              {rows.map((row) => (
                <QueueRow
                  key={keyOf(row)}
                  row={row}
                  basis={basis}
                  isCurrent={keyOf(row) === current}
                  isFirst={row === first}
                  onAct={row.deal && !row.deal.mayEdit ? null : onAct}
                />
              ))}
            </QueuePart>
          )
        )
      })}
    </div>
  )
}
