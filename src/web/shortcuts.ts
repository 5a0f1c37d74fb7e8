import { useEffect, useRef } from 'react'

/** What a key does; false = nothing here, somebody else may take it. */
export type Shortcuts = Record<string, (event: KeyboardEvent) => unknown>

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

const isDialogOpen = (): boolean => document.querySelector('[role="dialog"]') !== null

/**
 * Keys by `event.code`, so that they work on any layout: 'KeyJ', 'Slash', 'Mod+KeyK', 'KeyG KeyC' (one after the other).
 * Plain keys are left alone while somebody types or a dialog is open.
 */
export function useShortcuts(shortcuts: Shortcuts): void {
  const current = useRef(shortcuts)
  useEffect(() => {
    current.current = shortcuts
  })
  useEffect(() => {
    let leader: string | null = null
    let leaderAt = 0
    const hear = (event: KeyboardEvent): void => {
      if (event.altKey || event.defaultPrevented) return
      const isMod = event.ctrlKey || event.metaKey
      if (!isMod && (isTyping(event.target) || isDialogOpen())) return
      const name = `${isMod ? 'Mod+' : ''}${event.shiftKey && event.code !== 'Slash' ? 'Shift+' : ''}${event.code}`
      const sequence = leader !== null && Date.now() - leaderAt < 1200 ? `${leader} ${name}` : null
      leader = null
      const run = (sequence ? current.current[sequence] : undefined) ?? current.current[name]
      if (run) {
        if (run(event) !== false) event.preventDefault()
      } else if (Object.keys(current.current).some((key) => key.startsWith(`${name} `))) {
        leader = name
        leaderAt = Date.now()
      }
    }
    window.addEventListener('keydown', hear)
    return () => window.removeEventListener('keydown', hear)
  }, [])
}
