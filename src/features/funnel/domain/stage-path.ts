type Event = { at: string; toStageId: string; isUndone: boolean }
type Given = { id: string; kind: 'open' | 'won' | 'lost' }
export type PathStep<S> = {
  stage: S
  state: 'passed' | 'current' | 'skipped' | 'ahead'
  /** how long the deal stood here, all its stays together; null = never */
  milliseconds: number | null
}

/**
 * The way of a deal through its stages: how long it stood at each, where it stands, which it passed over. Moves that were
 * taken back do not count. `now` is an instant in milliseconds.
 */
export function stagePath<S extends Given>(
  stages: readonly S[],
  moves: readonly Event[],
  currentId: string,
  now: number,
): PathStep<S>[] {
  const counted = moves
    .filter((it) => !it.isUndone)
    .map((it) => ({ ...it, time: Date.parse(it.at) }))
    .sort((a, b) => a.time - b.time)
  const stays = new Map<string, number>()
  for (const [at, { toStageId, time }] of counted.entries()) {
    const until = counted[at + 1]?.time ?? now
    stays.set(toStageId, (stays.get(toStageId) ?? 0) + Math.max(0, until - time))
  }
  const open = stages.filter((it) => it.kind === 'open')
  // A deal that is over passed all that lies before the furthest stage it reached; a won one passed them all.
  const isWon = stages.find((it) => it.id === currentId)?.kind === 'won'
  const furthest = isWon ? open.length : open.findLastIndex((it) => stays.has(it.id) || it.id === currentId)
  return stages
    .filter((it) => it.kind === 'open' || it.id === currentId)
    .map((stage, at) => {
      const milliseconds = stays.get(stage.id) ?? null
      if (stage.id === currentId) return { stage, state: 'current', milliseconds }
      if (milliseconds !== null) return { stage, state: 'passed', milliseconds }
      return { stage, state: at < furthest ? 'skipped' : 'ahead', milliseconds }
    })
}
