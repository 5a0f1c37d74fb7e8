import { useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { Key } from './marks.tsx'

const never = (): (() => void) => () => undefined

/** The keys of a screen, in the foot line before those that work everywhere. */
export function FootKeys({
  hints,
}: {
  hints: readonly (readonly [keys: readonly string[], meaning: string])[]
}) {
  const foot = useSyncExternalStore(never, () => document.querySelector('#foot'))
  if (!foot) return null
  return createPortal(
    hints.map(([keys, meaning]) => (
      <span key={meaning} style={{ order: -1 }}>
        {keys.map((key) => (
          <Key key={key}>{key}</Key>
        ))}{' '}
        {meaning}
      </span>
    )),
    foot,
  )
}
