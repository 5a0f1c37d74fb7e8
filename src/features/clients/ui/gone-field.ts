import { useEffect } from 'react'
import { ApiError } from '#web/api.ts'
import { useTexts } from '#web/text.ts'
import { useToast } from '#web/widgets/toasts.tsx'
import type { ListState } from './list-state.ts'
import { ownFieldTexts } from './own-fields-text.ts'

/**
 * A condition on a field that is no more is dropped from the list, and said so. Answers whether that is under way, so that
 * no error stands there meanwhile.
 */
export function useDropGoneField(error: unknown, fields: string | undefined, set: ListState['set']): boolean {
  const text = useTexts(ownFieldTexts)
  const toast = useToast()
  const isGone = error instanceof ApiError && error.code === 'fieldGone'
  const refusal =
    error instanceof ApiError && (isGone || error.code === 'badFieldCondition') ? error.data : null
  const fieldId = refusal && fields ? String(refusal['fieldId']) : null
  const name = typeof refusal?.['name'] === 'string' ? refusal['name'] : null
  const kept = (fields ?? '').split(';').filter((ask) => !ask.startsWith(`${fieldId}:`))
  const rest = kept.join(';')
  const isDropping = fieldId !== null && rest !== fields
  useEffect(() => {
    if (!isDropping) return
    toast(isGone || name === null ? text.gone(name) : text.unread(name))
    set({ fields: rest || undefined })
    // Once for each refusal: what is set and said follows from it.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [error])
  return isDropping
}
