import { cutBy, type Span, type Turn, type Wait, waitsOf } from './waits.ts'

/** A deal as far as it is asked where it waited: its turns, when it was an A, and where it stood. */
export type Delayed = {
  turns: readonly Turn[]
  /** when it was an A */
  spans: readonly Span[]
  stays: readonly (Span & { stageId: string })[]
}
/** A stretch of a wait that was spent at one stage. */
export type DelayPiece = Span &
  Pick<Wait, 'on' | 'cause' | 'note'> & {
    stageId: string
    /** when the whole wait began */
    sinceMs: number
    /** when the whole wait ended; null = it goes on */
    untilMs: number | null
  }

/** Where an A waited within a period and whose turn it was, cut at the stages it went through. */
export function delaysOf({ turns, spans, stays }: Delayed, period: Span, nowMs: number): DelayPiece[] {
  const waits = waitsOf(turns, nowMs).map((it) => ({
    ...it,
    sinceMs: it.fromMs,
    untilMs: it.toMs === nowMs ? null : it.toMs,
  }))
  return cutBy(cutBy(cutBy(waits, spans), [period]), stays).map(({ within, ...piece }) => ({
    ...piece,
    stageId: within.stageId,
  }))
}
