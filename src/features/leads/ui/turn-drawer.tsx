import { useTexts } from '#web/text.ts'
import { Drawer } from '#web/widgets/drawer.tsx'
import type { DealCard } from '#features/funnel/contract.ts'
import type { Side } from '../domain/waits.ts'
import { TurnForm } from './turn-form.tsx'
import { turnTexts } from './turn-text.ts'

/** Says from the queue whose turn it is in a deal. */
export function TurnDrawer({ deal, side, onClose }: { deal: DealCard; side: Side; onClose: () => void }) {
  const text = useTexts(turnTexts)
  return (
    <Drawer title={`${text.say[side]}: ${deal.title}`} onClose={onClose}>
      <p className="g-sm g-2">{text.turnNote}</p>
      <TurnForm dealId={deal.id} side={side} onClose={onClose} />
    </Drawer>
  )
}
