import type { Day } from '#kernel/days.ts'

/** Stages in their order; the last one is won. */
export const path = [
  'asked',
  'toldNeed',
  'namedBudget',
  'met',
  'gotProposal',
  'agreedTerms',
  'signed',
  'gotInvoice',
  'paid',
] as const
export type Stage = (typeof path)[number] | 'declined'

export type DemoAnswer = {
  question: 'need' | 'money' | 'timing'
  value: string
  neededBy: Day | null
  source: 'client' | 'guess' | 'document'
  evidence: string | null
  on: Day
  hour: number
  minute: number
}
/** What became of a deal. */
export type DemoCourse = {
  clientCode: string
  title: string
  source: string
  amount: number
  /** stages in their order, with the day and the hour of the clock */
  moves: { stage: Stage; on: Day; hour: number }[]
  lostReason: string | null
  step: { text: string; on: Day; kind: 'call' | 'meeting' | 'email' } | null
  answers: DemoAnswer[]
}
