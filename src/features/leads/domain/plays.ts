/** What gives a B a reason to decide now. */
export const playKinds = ['promotion', 'priceDeadline', 'specialTerms', 'costOfWaiting'] as const
export type PlayKind = (typeof playKinds)[number]
/** What it brought. */
export const playOutcomes = ['becameUrgent', 'bought', 'noReaction', 'declined'] as const
