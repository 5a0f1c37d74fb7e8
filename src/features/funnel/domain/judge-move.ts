const answers = ['need', 'money', 'timing', 'decisionMaker'] as const
/** A question whose answer a stage may ask for. */
export type AskedAnswer = (typeof answers)[number]
export type Requirement = 'amount' | 'nextStep' | 'contact' | AskedAnswer
/** What is known of a deal that is about to enter a stage, with what the person has just given. */
export type Facts = {
  amountMinor: number | null
  hasStep: boolean
  hasContact: boolean
  /** questions about the lead that have an answer */
  answered: readonly AskedAnswer[]
  /** it is an A: nothing may get in its way */
  isBurning: boolean
}
export type Ending = { reason: { needsNote: boolean } | null; note: string | null }
export type Verdict =
  /** what an A enters without, if anything */
  | { kind: 'allowed'; waived: Requirement[] }
  | { kind: 'factsMissing'; missing: Requirement[]; mayWaive: boolean }
  | { kind: 'lostReasonMissing' }
  | { kind: 'lostNoteMissing' }

/** Whether what a stage asks for is an answer about the lead. */
export const isAnswer = (requirement: Requirement): requirement is AskedAnswer =>
  answers.some((it) => it === requirement)

function isKnown(requirement: Requirement, facts: Facts): boolean {
  if (requirement === 'amount') return facts.amountMinor !== null
  if (requirement === 'nextStep') return facts.hasStep
  if (requirement === 'contact') return facts.hasContact
  return facts.answered.includes(requirement)
}

/**
 * Whether a deal may enter a stage: the one rule behind the board, the page, the API and files. A loss has a reason. What a
 * stage asks for keeps a deal out; an A enters with a word why it could not wait, and what is missing is told of the move.
 */
export function judgeMove(
  stage: { kind: 'open' | 'won' | 'lost'; requires: readonly Requirement[] },
  facts: Facts,
  { reason, note }: Ending,
  waiver: string | null = null,
): Verdict {
  if (stage.kind === 'lost') {
    if (!reason) return { kind: 'lostReasonMissing' }
    if (reason.needsNote && !note) return { kind: 'lostNoteMissing' }
  }
  const missing = stage.requires.filter((it) => !isKnown(it, facts))
  if (missing.length === 0) return { kind: 'allowed', waived: [] }
  return facts.isBurning && waiver
    ? { kind: 'allowed', waived: missing }
    : { kind: 'factsMissing', missing, mayWaive: facts.isBurning }
}
