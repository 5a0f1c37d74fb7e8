export type Requirement = 'amount' | 'nextStep' | 'contact'
/** What is known of a deal that is about to enter a stage, with what the person has just given. */
export type Facts = { amountMinor: number | null; hasStep: boolean; hasContact: boolean }
export type Ending = { reason: { needsNote: boolean } | null; note: string | null }
export type Verdict =
  | { kind: 'allowed' }
  | { kind: 'factsMissing'; missing: Requirement[] }
  | { kind: 'lostReasonMissing' }
  | { kind: 'lostNoteMissing' }

const isKnown: Record<Requirement, (facts: Facts) => boolean> = {
  amount: ({ amountMinor }) => amountMinor !== null,
  nextStep: ({ hasStep }) => hasStep,
  contact: ({ hasContact }) => hasContact,
}

/** Whether a deal may enter a stage: the one rule behind the board, the page, the API and files. A loss has a reason. */
export function judgeMove(
  stage: { kind: 'open' | 'won' | 'lost'; requires: readonly Requirement[] },
  facts: Facts,
  { reason, note }: Ending,
): Verdict {
  if (stage.kind === 'lost') {
    if (!reason) return { kind: 'lostReasonMissing' }
    if (reason.needsNote && !note) return { kind: 'lostNoteMissing' }
  }
  const missing = stage.requires.filter((it) => !isKnown[it](facts))
  return missing.length > 0 ? { kind: 'factsMissing', missing } : { kind: 'allowed' }
}
