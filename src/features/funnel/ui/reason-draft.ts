import type { LostReason } from '../contract.ts'

/** A reason as the form holds it; one without an id is new. */
export type ReasonDraft = {
  key: string
  id: string | null
  name: string
  /** what Gorn calls it, until somebody names it */
  presetName: string | null
  needsNote: boolean
}
export type GroupDraft = ReasonDraft & { reasons: readonly ReasonDraft[] }

/** The list as the form holds it. */
export function reasonDraftsOf(
  reasons: readonly LostReason[],
  nameOf: (of: LostReason) => string,
): GroupDraft[] {
  const draft = (reason: LostReason): ReasonDraft => ({
    key: reason.id,
    id: reason.id,
    name: nameOf(reason),
    presetName: reason.preset === null ? null : nameOf({ ...reason, name: null }),
    needsNote: reason.needsNote,
  })
  return reasons
    .filter(({ parentId }) => parentId === null)
    .map((group) => ({
      ...draft(group),
      reasons: reasons.filter(({ parentId }) => parentId === group.id).map(draft),
    }))
}

/** Whether a reason lacks a name, which nothing stands in for. */
export const isNameless = ({ name, presetName }: ReasonDraft): boolean =>
  name.trim() === '' && presetName === null

/** What is sent of the list; a name that says what Gorn says stays Gorn's own, so that everybody reads it in their language. */
export function sentReasonsOf(groups: readonly GroupDraft[]) {
  const sent = ({ id, name, presetName, needsNote }: ReasonDraft) => ({
    ...(id !== null && { id }),
    name: presetName !== null && (name.trim() === presetName || name.trim() === '') ? null : name.trim(),
    needsNote,
  })
  return groups.map((group) => ({ ...sent(group), reasons: group.reasons.map(sent) }))
}
