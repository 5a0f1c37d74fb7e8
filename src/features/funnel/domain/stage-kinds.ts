/** What becomes of a deal at a stage: it goes on, or it has ended. */
export const stageKinds = ['open', 'won', 'lost'] as const
/** What a stage may ask of a deal that comes in. */
export const requirements = [
  'amount',
  'nextStep',
  'contact',
  'need',
  'money',
  'timing',
  'decisionMaker',
] as const
