import type { Deal, DealCard, Requirement, Stage, Step } from '../contract.ts'

/** What a stage asked for and the person gave. */
export type Given = { amountMinor?: number; step?: Step; lostReasonId?: string; note?: string }
/** A move on its way: the card is shown where it goes, not where it was. */
export type Pending = { deal: DealCard; stageId: string; belowId: string | null }
/** A move that somebody wants. */
export type Wish = { deal: DealCard; stage: Stage; belowId: string | null; given: Given }
/** A move that waits for facts which the stage needs. */
export type Asked = Wish & { missing: Requirement[]; needsReason: boolean; error: unknown }
/** A move that somebody else was faster than. */
export type Conflict = Wish & { current: Deal }
