import type { Deal, DealCard, Requirement, Stage, Step } from '../contract.ts'
import type { AskedAnswer } from '../domain/judge-move.ts'

/** An answer about the lead that a stage asked for. */
export type GivenAnswer = {
  question: AskedAnswer
  value: 'yes' | 'no' | 'unknown' | 'urgent' | 'notUrgent'
  neededBy: string | null
  source: 'client' | 'document' | 'guess'
  evidence: string | null
}
/** What a stage asked for and the person gave, or of an A why it enters without. */
export type Given = {
  amountMinor?: number
  step?: Step
  lostReasonId?: string
  note?: string
  answers?: GivenAnswer[]
  waiver?: string
}
/** A move on its way: the card is shown where it goes, not where it was. */
export type Pending = { deal: DealCard; stageId: string; belowId: string | null }
/** A move that somebody wants. */
export type Wish = { deal: DealCard; stage: Stage; belowId: string | null; given: Given }
/** A move that waits for facts which the stage needs. */
export type Asked = Wish & {
  missing: Requirement[]
  /** it is an A: it may enter without */
  mayWaive: boolean
  needsReason: boolean
  error: unknown
}
/** A move that somebody else was faster than. */
export type Conflict = Wish & { current: Deal }
