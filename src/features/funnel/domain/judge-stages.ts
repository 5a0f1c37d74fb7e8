type Sent = { id?: string | undefined; kind: 'open' | 'won' | 'lost'; name: string | null }
type Kept = { id: string; kind: 'open' | 'won' | 'lost'; preset: string | null }
export type StagesFault =
  | { kind: 'endsMissing' }
  | { kind: 'tooManyStages'; most: number }
  | { kind: 'nameMissing'; at: number }
  | { kind: 'strangeStage'; id: string }

/** A board of more stages is not a way but a list. */
export const MOST_STAGES = 40

/** What is wrong with the stages of a way: it begins somewhere and has two ends, and each stage has a name and stays its kind. */
export function judgeStages(sent: readonly Sent[], kept: readonly Kept[]): StagesFault | null {
  const count = (kind: Sent['kind']): number => sent.filter((it) => it.kind === kind).length
  if (count('won') !== 1 || count('lost') !== 1 || count('open') === 0) return { kind: 'endsMissing' }
  if (sent.length > MOST_STAGES) return { kind: 'tooManyStages', most: MOST_STAGES }
  const known = new Map(kept.map((it) => [it.id, it]))
  const seen = new Set<string>()
  for (const [at, { id, kind, name }] of sent.entries()) {
    const before = id === undefined ? null : known.get(id)
    if (id !== undefined && (!before || before.kind !== kind || seen.has(id)))
      return { kind: 'strangeStage', id }
    if (name === null && !before?.preset) return { kind: 'nameMissing', at }
    if (id !== undefined) seen.add(id)
  }
  return null
}
