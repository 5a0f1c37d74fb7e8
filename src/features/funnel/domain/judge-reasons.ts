type Sent = { id?: string | undefined; name: string | null }
export type SentGroup = Sent & { reasons: readonly Sent[] }
type Kept = { id: string; parentId: string | null; preset: string | null }
export type ReasonsFault = { kind: 'reasonNameMissing'; at: number } | { kind: 'strangeReason'; id: string }

/**
 * What is wrong with the reasons for which deals are lost: each has a name and stays at its level, and none comes twice. A fault
 * tells the row, counted through groups and what stands under them.
 */
export function judgeReasons(groups: readonly SentGroup[], kept: readonly Kept[]): ReasonsFault | null {
  const known = new Map(kept.map((it) => [it.id, it]))
  const seen = new Set<string>()
  const rows = groups.flatMap((group) => [
    { ...group, isGroup: true },
    ...group.reasons.map((it) => ({ ...it, isGroup: false })),
  ])
  for (const [at, { id, name, isGroup }] of rows.entries()) {
    const before = id === undefined ? null : known.get(id)
    if (id !== undefined && (!before || (before.parentId === null) !== isGroup || seen.has(id)))
      return { kind: 'strangeReason', id }
    if (name === null && !before?.preset) return { kind: 'reasonNameMissing', at }
    if (id !== undefined) seen.add(id)
  }
  return null
}
