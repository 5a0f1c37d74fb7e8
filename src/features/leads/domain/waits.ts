/** Whose turn it is: who waits for whom is told by who has to act. */
export const sides = ['us', 'client'] as const
export type Side = (typeof sides)[number]

/**
 * By what the turn changed: the lead came, it became an A, a step of ours was due and not done, it returned from an end; we
 * spoke, or handed over what is to be answered; or somebody said so, which counts most of what is of one moment.
 */
export const turnCauses = ['came', 'becameA', 'stepLate', 'returned', 'talk', 'handedOver', 'said'] as const
export type TurnCause = (typeof turnCauses)[number]

/** A moment that gives the turn to a side, or after which nobody waits. */
export type Turn =
  | { atMs: number; to: Side; cause: TurnCause; note?: string | null }
  | { atMs: number; to: 'over' }

export type Span = { fromMs: number; toMs: number }
/** How long a side had the turn without a break, since what it had to act upon. */
export type Wait = Span & {
  on: Side
  cause: TurnCause
  /** what somebody said of it last */
  note: string | null
}

const rank = (turn: Turn): number => (turn.to === 'over' ? turnCauses.length : turnCauses.indexOf(turn.cause))

/**
 * The life of a deal as waits, each after the other: a side has the turn until the other is given it. An end comes after all
 * that is told of the same moment.
 */
export function waitsOf(turns: readonly Turn[], untilMs: number): Wait[] {
  const waits: Wait[] = []
  let isOpen = false
  for (const turn of turns.toSorted((a, b) => a.atMs - b.atMs || rank(a) - rank(b))) {
    if (turn.atMs > untilMs) break
    const last = waits.at(-1)
    if (turn.to !== 'over' && isOpen && last?.on === turn.to) last.note = turn.note ?? last.note
    else {
      if (isOpen && last) last.toMs = turn.atMs
      isOpen = turn.to !== 'over'
      if (turn.to !== 'over')
        waits.push({
          fromMs: turn.atMs,
          toMs: untilMs,
          on: turn.to,
          cause: turn.cause,
          note: turn.note ?? null,
        })
    }
  }
  return waits.filter((it) => it.fromMs < it.toMs)
}

/** Whose turn it is at the end of what was told, if it is anybody's. */
export function lastTurn(turns: readonly Turn[], nowMs: number): Omit<Wait, 'toMs'> | null {
  // What began this very moment lasts already.
  const last = waitsOf(turns, nowMs + 1).at(-1)
  if (!last || last.toMs <= nowMs) return null
  const { toMs: _toMs, ...wait } = last
  return wait
}

/** The parts of spans that lie within others, each with what it lay in; neither list overlaps itself. */
export function cutBy<A extends Span, B extends Span>(
  spans: readonly A[],
  by: readonly B[],
): (A & { within: B })[] {
  return spans.flatMap((span) =>
    by.flatMap((within) => {
      const fromMs = Math.max(span.fromMs, within.fromMs)
      const toMs = Math.min(span.toMs, within.toMs)
      return fromMs < toMs ? [{ ...span, fromMs, toMs, within }] : []
    }),
  )
}
