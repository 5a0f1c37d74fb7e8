import type { ReactNode } from 'react'
import { formatNumber } from '#kernel/format.ts'
import { useLanguage, useTexts } from '../text.ts'
import { widgetTexts } from './text.ts'

type ValueClass = 'A' | 'B' | 'C' | 'none'
type Rhythm = 'inRhythm' | 'late' | 'atRisk' | 'lapsed' | 'unknown'
export type StateKind = 'good' | 'warn' | 'bad' | 'planned'

/** The value class of a client: a square stamp, never colour alone. */
export function ClassStamp({ value, isBig = false }: { value: ValueClass; isBig?: boolean }) {
  const text = useTexts(widgetTexts)
  return (
    <span className={`g-stamp is-${value}${isBig ? ' is-big' : ''}`}>
      <span aria-hidden="true">{value === 'none' ? '–' : value}</span>
      <span className="g-visually-hidden">{text.valueClass(value)}</span>
    </span>
  )
}

const shapes: Record<StateKind, ReactNode> = {
  good: (
    <>
      <circle cx="6" cy="6" r="6" fill="currentColor" />
      <path d="M3.2 6.200 5.200 8.200 8.900 4.200" fill="none" stroke="var(--g-sheet)" strokeWidth="1.6" />
    </>
  ),
  warn: (
    <>
      <circle cx="6" cy="6" r="5.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M6 .8a5.200 5.200 0 0 1 0 10.400z" fill="currentColor" />
    </>
  ),
  bad: (
    <>
      <path d="M6 0 12 6 6 12 0 6z" fill="currentColor" />
      <path d="M6 3.200v3.400M6 8.100v1" stroke="var(--g-sheet)" strokeWidth="1.4" />
    </>
  ),
  planned: <circle cx="6" cy="6" r="5" fill="none" stroke="currentColor" strokeWidth="1.6" />,
}

/** A state by shape, word and colour. */
export function State({ kind, children }: { kind: StateKind; children: ReactNode }) {
  return (
    <span className={`g-state is-${kind}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {shapes[kind]}
      </svg>
      {children}
    </span>
  )
}

const rhythmKind: Record<Rhythm, StateKind> = {
  inRhythm: 'good',
  late: 'warn',
  atRisk: 'bad',
  lapsed: 'bad',
  unknown: 'planned',
}
export const kindOfRhythm = (rhythm: Rhythm): StateKind => rhythmKind[rhythm]
const colours: Record<StateKind, string> = {
  good: 'var(--g-c-1)',
  warn: 'var(--g-warn-mark)',
  bad: 'var(--g-bad-mark)',
  planned: 'var(--g-c-2)',
}

/** Where a client stands in their rhythm: ticks at 1.5, 2 and 3 own gaps, then the ratio and the word. */
export function Rhythm({
  state,
  ratio,
  withWord = true,
}: {
  state: Rhythm
  ratio: number | null
  withWord?: boolean
}) {
  const text = useTexts(widgetTexts)
  const language = useLanguage()
  const kind = rhythmKind[state]
  const at = (value: number): number => (Math.min(value, 3.2) / 3.2) * 62
  return (
    <span className={`g-rhythm is-${kind}`}>
      <svg width="62" height="10" aria-hidden="true">
        <path d="M0 5h62" stroke="var(--g-c-mute)" strokeWidth="2" />
        {ratio !== null && <path d={`M0 5h${at(ratio)}`} stroke={colours[kind]} strokeWidth="4" />}
        {[1.5, 2, 3].map((tick) => (
          <path key={tick} d={`M${at(tick)} 1v8`} stroke="var(--g-line-ctl)" />
        ))}
      </svg>
      {withWord && (
        <span>
          {ratio !== null && ratio < 100 ? `×${formatNumber(language, ratio, 1)} ` : ''}
          {text.rhythm[state]}
        </span>
      )}
    </span>
  )
}

/** Twelve months in twelve bars, the current one lighter; the figures themselves are beside it. */
export function Sparkline({ values }: { values: readonly number[] }) {
  const text = useTexts(widgetTexts)
  const most = Math.max(1, ...values)
  return (
    <svg width={values.length * 7} height="18" role="img" aria-label={text.sparkline}>
      {values.map((value, index) => {
        const height = value > 0 ? Math.max(2, (value / most) * 18) : 1
        const isLast = index === values.length - 1
        const fill = value <= 0 ? 'var(--g-c-mute)' : isLast ? 'var(--g-c-2)' : 'var(--g-c-1)'
        // The place in the row is what a bar is.
        // oxlint-disable-next-line react/no-array-index-key
        return <rect key={index} x={index * 7} y={18 - height} width="5" height={height} fill={fill} />
      })}
    </svg>
  )
}

/** A person by their initials; the full name for whoever hovers or listens. */
export function Avatar({ name }: { name: string }) {
  const initials = name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0] ?? '')
    .join('')
  return (
    <span className="g-avatar" title={name}>
      <span aria-hidden="true">{initials.toUpperCase()}</span>
      <span className="g-visually-hidden">{name}</span>
    </span>
  )
}

/** A key, in a hint. */
export function Key({ children }: { children: ReactNode }) {
  return <kbd className="g-kbd">{children}</kbd>
}
