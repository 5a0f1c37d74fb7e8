import { useQueryClient } from '@tanstack/react-query'
import type { contract } from '#contract.ts'
import type { OutputOf } from '#kernel/operation.ts'
import { createElement } from 'react'
import { api } from './api.ts'
import { useProgress } from './live.ts'
import { useTexts } from './text.ts'
import { useErrorText } from './widgets/states.tsx'
import { widgetTexts } from './widgets/text.ts'
import { useToast } from './widgets/toasts.tsx'

/** An act to take back: the unit that an answer named, or the rev that a change left a record at. */
export type Act = string | { entity: string; id: string | null; rev: number }

const SLOW_MS = 1000

function Undoing({ id }: { id: string | null }): string {
  const percent = useProgress(id)
  return useTexts(widgetTexts).undoing(percent)
}

/** Takes an act back and says how far that went; what was undone can itself be undone from the toast. */
export function useUndo(): (act: Act) => Promise<void> {
  const text = useTexts(widgetTexts)
  const errorText = useErrorText()
  const toast = useToast()
  const cache = useQueryClient()
  const undo = async (act: Act): Promise<void> => {
    let done: OutputOf<typeof contract.history.undo>
    const isUnit = typeof act === 'string'
    const answer = isUnit ? api.history.undo({ params: { id: act } }) : api.history.undoChange({ body: act })
    const slow = setTimeout(
      () => toast(createElement(Undoing, { id: isUnit ? act : null }), undefined, answer),
      SLOW_MS,
    )
    try {
      done = await answer
    } catch (error) {
      toast(errorText(error))
      return
    } finally {
      clearTimeout(slow)
    }
    await cache.invalidateQueries()
    const { unitId, undone, left } = done
    const said = left > 0 ? text.undidPart(undone, left) : text.undid(undone)
    toast(said, () => void undo(unitId))
  }
  return undo
}
