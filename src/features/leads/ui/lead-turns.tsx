import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { Lead } from '../contract.ts'
import { leadTexts } from './text.ts'

/** How the grade went, the newest first. */
export function LeadTurns({ turns }: { turns: Lead['turns'] }) {
  const text = useTexts(leadTexts)
  const format = useFormat()
  if (turns.length === 0) return null
  return (
    <details className="g-sm">
      <summary>{text.turns}</summary>
      <ul className="g-plain-list">
        {turns.map(({ at, from, to, cause }) => (
          <li key={at + from + to} className="g-xs">
            <span className="g-3">{format.instant(at)}</span> {text.turn(from, to)}, {text.causes[cause]}
          </li>
        ))}
      </ul>
    </details>
  )
}
