import { useTexts } from '#web/text.ts'
import { State } from '#web/widgets/marks.tsx'
import { readClock } from '../domain/clock.ts'
import type { QueueRow } from '../contract.ts'
import { leadTexts } from './text.ts'
import { useNow } from './use-now.ts'

type Clock = NonNullable<QueueRow['clock']>
/** When the server told it, and in how much time an A hears from us. */
export type ClockBasis = { toldAtMs: number; responseMinutes: number }

const RADIUS = 19.5
const LENGTH = 2 * Math.PI * RADIUS

const two = (n: number): string => String(n).padStart(2, '0')
const shortOf = (minutes: number): string =>
  minutes < 100 ? `${minutes}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`

/** How much time is left to answer an A: a ring that runs out by the second. */
export function ClockRing({ clock, basis }: { clock: Clock; basis: ClockBasis }) {
  const text = useTexts(leadTexts)
  const state = readClock(clock, basis.responseMinutes, basis.toldAtMs, useNow(1000))
  const isRunning = state.kind === 'running'
  const said = isRunning ? text.left(Math.ceil(state.leftSeconds / 60)) : text.overdue(state.minutes)
  const minutes = isRunning ? Math.floor(state.leftSeconds / 60) : 0
  const shown = isRunning
    ? minutes < 100
      ? `${minutes}:${two(state.leftSeconds % 60)}`
      : shortOf(minutes)
    : `+${shortOf(state.minutes)}`
  const share = isRunning ? state.share : 1
  return (
    <svg className="g-clock" viewBox="0 0 44 44" role="img" aria-label={said}>
      <circle cx="22" cy="22" r={RADIUS} className="is-track" />
      <circle
        cx="22"
        cy="22"
        r={RADIUS}
        className="is-left"
        strokeDasharray={`${share * LENGTH} ${LENGTH}`}
        transform="rotate(-90 22 22)"
      />
      <text x="22" y="26" textAnchor="middle">
        {shown}
      </text>
    </svg>
  )
}

/** The same in words, where the time has run out. */
export function ClockState({ clock, basis }: { clock: Clock; basis: ClockBasis }) {
  const text = useTexts(leadTexts)
  const state = readClock(clock, basis.responseMinutes, basis.toldAtMs, useNow(10_000))
  return state.kind === 'overdue' ? <State kind="bad">{text.overdue(state.minutes)}</State> : null
}
