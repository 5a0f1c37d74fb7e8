import { Link } from '@tanstack/react-router'
import { useFormat } from '#web/format.ts'
import { useTexts } from '#web/text.ts'
import type { QueuePart as Part } from '../contract.ts'
import { leadTexts } from './text.ts'

type Props = {
  part: Part
  count: number
  shown: number
  ownerId: string
  minutes: number
  children: React.ReactNode
}

/** A part of the queue: what stands in it, how many, and why they stand there. */
export function QueuePart({ part, count, shown, ownerId, minutes, children }: Props) {
  const text = useTexts(leadTexts)
  const format = useFormat()
  const isCut = shown < count
  return (
    <section className="g-part" aria-labelledby={`part-${part}`}>
      <header className="g-part-head">
        <h2 id={`part-${part}`}>{text.parts[part]}</h2>
        <span className="g-3">{isCut ? text.shown(shown, count) : format.number(count)}</span>
        <span className="g-xs g-3">{part === 'waiting' ? text.waitingNote(minutes) : text.notes[part]}</span>
        {isCut && part === 'late' && (
          <Link to="/clients/late" className="g-xs g-part-all">
            {text.all(count)}
          </Link>
        )}
        {isCut && (part === 'noStep' || part === 'step') && (
          <Link
            to="/deals"
            search={{ view: 'list', owner: ownerId, step: part === 'noStep' ? 'none' : 'late' }}
            className="g-xs g-part-all"
          >
            {text.all(count)}
          </Link>
        )}
        {part === 'recheck' && (
          <Link to="/leads/nurture" search={{ owner: ownerId }} className="g-xs g-part-all">
            {text.toNurture}
          </Link>
        )}
      </header>
      <ul className="g-plain-list">{children}</ul>
    </section>
  )
}
