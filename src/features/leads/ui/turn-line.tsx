import { useState } from 'react'
import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import type { Lead } from '../contract.ts'
import { TurnForm } from './turn-form.tsx'
import { turnTexts } from './turn-text.ts'

/** Whose turn it is, for how long and why; said otherwise in place. */
export function TurnLine({ lead }: { lead: Lead }) {
  const text = useTexts(turnTexts)
  const [isSaying, setSaying] = useState(false)
  const { wait } = lead
  if (!wait) return null
  const other = wait.on === 'us' ? 'client' : 'us'
  return (
    <section className="g-stack-tight" aria-label={text.turn}>
      <div className="g-spread g-turn">
        <span className="g-row">
          <State kind={wait.on === 'us' ? 'warn' : 'planned'}>{text.waits[wait.on]}</State>
          <span className="g-sm g-2">{text.working(wait.minutes)}</span>
        </span>
        {lead.mayEdit && !isSaying && (
          <button type="button" className="g-button" title={text.turnNote} onClick={() => setSaying(true)}>
            {text.say[other]}
          </button>
        )}
      </div>
      <span className="g-xs g-3" style={{ overflowWrap: 'anywhere' }}>
        {[text.causes[wait.cause], wait.note].filter(Boolean).join(': ')}
      </span>
      {isSaying && <TurnForm dealId={lead.dealId} side={other} onClose={() => setSaying(false)} />}
    </section>
  )
}
