import { canonicalJson } from './canonical-json.ts'

type Row = Readonly<Record<string, unknown>>

/** What taking back one change does: the values that return, and the fields that somebody changed since and that stay. */
export type UndoPlan = { restore: Record<string, unknown>; kept: string[] }

const isGroup = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null)
// A rev names a state and an id a row; neither is a field that a person changed.
const named = new Set(['id', 'rev'])

/**
 * Compares a change (before → after) with the row as it is now: each field that still stands as the change left it returns
 * to what it was, each that was changed since is kept, unless it is again what it was. Groups of keyed values (tags, own
 * fields) are compared key by key.
 */
export function planUndo(before: Row, after: Row, current: Row): UndoPlan {
  const restore: Record<string, unknown> = {}
  const kept: string[] = []
  for (const name of Object.keys({ ...before, ...after })) {
    if (named.has(name) || same(before[name], after[name])) continue
    const [was, became, is] = [before[name], after[name], current[name]]
    if (isGroup(was) && isGroup(became) && isGroup(is)) {
      const inner = planUndo(was, became, is)
      kept.push(...inner.kept.map((key) => `${name}.${key}`))
      if (Object.keys(inner.restore).length > 0) restore[name] = withChanges(is, inner.restore)
    } else if (same(is, became)) restore[name] = was ?? null
    else if (!same(is, was)) kept.push(name)
  }
  return { restore, kept }
}

// A key that was not there before goes again.
function withChanges(group: Row, changes: Row): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries({ ...group, ...changes }).filter(([, value]) => value !== null && value !== undefined),
  )
}
