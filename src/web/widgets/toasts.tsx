import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { useShortcuts } from '../shortcuts.ts'
import { useTexts } from '../text.ts'
import { widgetTexts } from './text.ts'

type Toast = { id: number; message: ReactNode; undo?: () => void; isHeld: boolean }
/** A toast with `until` stays until that is over. */
type ShowToast = (message: ReactNode, undo?: () => void, until?: Promise<unknown>) => void

const Context = createContext<ShowToast>(() => undefined)
const STAYS_MS = 8000

/** Says what was done, with a way back. */
export function useToast(): ShowToast {
  return useContext(Context)
}

/** Holds the toasts at the lower right; each stays eight seconds, longer while the pointer rests on it. */
export function Toasts({ children }: { children: ReactNode }) {
  const text = useTexts(widgetTexts)
  const [toasts, setToasts] = useState<Toast[]>([])
  const next = useRef(1)
  const timers = useRef(new Map<number, ReturnType<typeof setTimeout>>())
  const drop = useCallback((id: number) => {
    clearTimeout(timers.current.get(id))
    timers.current.delete(id)
    setToasts((all) => all.filter((toast) => toast.id !== id))
  }, [])
  const wait = useCallback(
    (id: number) => {
      clearTimeout(timers.current.get(id))
      timers.current.set(
        id,
        setTimeout(() => drop(id), STAYS_MS),
      )
    },
    [drop],
  )
  const show = useCallback<ShowToast>(
    (message, undo, until) => {
      const id = next.current++
      setToasts((all) => [
        ...all.slice(-2),
        { id, message, isHeld: until !== undefined, ...(undo && { undo }) },
      ])
      if (!until) return wait(id)
      void until.then(
        () => drop(id),
        () => drop(id),
      )
    },
    [wait, drop],
  )
  const undoLast = (toast: Toast | undefined): void => {
    if (!toast?.undo) return
    drop(toast.id)
    toast.undo()
  }
  useShortcuts({ 'Mod+KeyZ': () => undoLast(toasts.findLast((toast) => toast.undo)) })
  const value = useMemo(() => show, [show])
  return (
    <Context.Provider value={value}>
      {children}
      <div className="g-toasts" role="status" aria-live="polite">
        {toasts.map((toast) => (
          <div
            key={toast.id}
            className="g-toast"
            onMouseEnter={() => clearTimeout(timers.current.get(toast.id))}
            onMouseLeave={() => !toast.isHeld && wait(toast.id)}
          >
            <span className="g-grow">{toast.message}</span>
            {toast.undo && (
              <>
                <button type="button" onClick={() => undoLast(toast)}>
                  {text.undo}
                </button>
                <kbd>Ctrl Z</kbd>
              </>
            )}
          </div>
        ))}
      </div>
    </Context.Provider>
  )
}
