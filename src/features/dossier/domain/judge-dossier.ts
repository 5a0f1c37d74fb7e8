import type { Requirable } from './fields.ts'

/** How much of what is required is known: what is missing, in the order of the requirement, and the share in percent. */
export function judgeDossier(
  required: readonly Requirable[],
  known: ReadonlySet<string>,
): { missing: Requirable[]; completeness: number } {
  const wanted = [...new Set(required)]
  const missing = wanted.filter((it) => !known.has(it))
  const share = wanted.length === 0 ? 1 : (wanted.length - missing.length) / wanted.length
  return { missing, completeness: Math.round(share * 100) }
}
