import * as z from 'zod/mini'
import { dealCard, fullDeal, moveRefusals, sentMove } from '#features/funnel/contract.ts'
import { leadGrades } from '#kernel/lead-grade.ts'
import { operation } from '#kernel/operation.ts'
import { dayShape as day } from '#kernel/shapes.ts'
import { answerSources, questions, timingValues, yesNoValues } from './domain/grade.ts'
import { playKinds, playOutcomes } from './domain/plays.ts'
import { sides, turnCauses } from './domain/waits.ts'
import { leadReportOperations } from './report-contract.ts'

const id = z.uuid()
const text = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most))
const byId = z.object({ id })

/** The three that make the grade, and one that is shown beside them. */
export const askedQuestions = [...questions, 'decisionMaker'] as const
export type AskedQuestion = (typeof askedQuestions)[number]

const values = ['yes', 'no', 'unknown', 'urgent', 'notUrgent'] as const
const answer = z.object({
  id,
  question: z.enum(askedQuestions),
  value: z.enum(values),
  neededBy: z.nullable(z.string()),
  evidence: z.nullable(z.string()),
  source: z.enum(answerSources),
  authorName: z.nullable(z.string()),
  answeredAt: z.string(),
})
export type LeadAnswer = z.infer<typeof answer>

const play = z.object({
  id,
  rev: z.int(),
  kind: z.enum(playKinds),
  terms: z.string(),
  validUntil: z.string(),
  outcome: z.nullable(z.enum(playOutcomes)),
  authorName: z.nullable(z.string()),
  startedAt: z.string(),
})
export type Play = z.infer<typeof play>

const effective = <Value extends readonly [string, ...string[]]>(of: Value) => ({
  value: z.enum(of),
  source: z.nullable(z.enum(answerSources)),
})
const effectiveAnswers = z.object({
  need: z.object({ ...effective(yesNoValues), isImplied: z.boolean() }),
  money: z.object(effective(yesNoValues)),
  timing: z.object(effective(timingValues)),
})
const question = z.nullable(z.enum(questions))
/** Whose turn it is since when, and by what; in working minutes. */
const wait = z.object({
  on: z.enum(sides),
  since: z.string(),
  cause: z.enum(turnCauses),
  note: z.nullable(z.string()),
  minutes: z.number(),
})
export type LeadWait = z.infer<typeof wait>

/** An answer as it is sent. */
export const sentAnswer = {
  question: z.enum(askedQuestions),
  value: z.enum(values),
  neededBy: z.optional(z.nullable(day)),
  evidence: z.optional(z.nullable(text(1000))),
  source: z.enum(answerSources),
}

const lead = z.object({
  dealId: id,
  grade: z.nullable(z.enum(leadGrades)),
  /** which row of the table decided */
  rule: z.enum(['needNo', 'moneyNo', 'allYesUrgent', 'allYesNotUrgent', 'unknown', 'contradiction']),
  /** a guess that keeps an A from being one */
  heldBack: z.nullable(z.literal('guess')),
  nextQuestion: question,
  /** answers so old that they ask to be checked */
  recheck: z.array(z.enum(questions)),
  becomesUrgentOn: z.nullable(z.string()),
  isOverdue: z.boolean(),
  since: z.nullable(z.string()),
  effective: effectiveAnswers,
  /** the latest of each question */
  answers: z.array(answer),
  /** how the grade went, the newest first */
  turns: z.array(
    z.object({
      at: z.string(),
      from: z.nullable(z.enum(leadGrades)),
      to: z.nullable(z.enum(leadGrades)),
      cause: z.enum(['answer', 'day', 'settings']),
    }),
  ),
  plays: z.array(play),
  /** null = nobody waits: it is over */
  wait: z.nullable(wait),
  /** of a C: the day on which it is looked at again */
  recheckOn: z.nullable(z.string()),
  mayEdit: z.boolean(),
})
export type Lead = z.infer<typeof lead>

const settings = z.object({
  rev: z.int(),
  urgencyHorizonDays: z.int().check(z.gte(1), z.lte(365)),
  staleAfterDays: z.int().check(z.gte(1), z.lte(3650)),
  responseMinutes: z.int().check(z.gte(1), z.lte(10_000)),
  /** a C is looked at again so many days later */
  recheckDays: z.int().check(z.gte(1), z.lte(3650)),
  workFrom: z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/)),
  workTo: z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/)),
})
export type LeadSettings = z.infer<typeof settings>

/** The parts of the queue, in the order in which they are worked off. */
export const queueParts = ['waiting', 'step', 'play', 'noStep', 'late', 'recheck'] as const
export type QueuePart = (typeof queueParts)[number]

const queueRow = z.object({
  part: z.enum(queueParts),
  clientId: id,
  clientName: z.string(),
  /** null where it is about the client */
  deal: z.nullable(dealCard),
  grade: z.nullable(z.enum(leadGrades)),
  /** null where nothing was asked */
  effective: z.nullable(effectiveAnswers),
  phone: z.nullable(z.string()),
  /** an A's clock: when it began, by when it hears from us, and working minutes gone */
  clock: z.nullable(z.object({ since: z.string(), dueAt: z.string(), minutesGone: z.number() })),
  /** why it stands here: the fact to say, by part */
  why: z.object({
    neededBy: z.nullable(z.string()),
    gradeCause: z.nullable(z.enum(['answer', 'day', 'settings'])),
    validUntil: z.nullable(z.string()),
    terms: z.nullable(z.string()),
    daysSince: z.nullable(z.number()),
    usualDays: z.nullable(z.number()),
    lastTouchAt: z.nullable(z.string()),
    questions: z.array(z.enum(questions)),
    /** of a C: the day on which it was to be looked at again */
    recheckOn: z.nullable(z.string()),
  }),
  /** whose turn it is */
  wait: z.nullable(wait),
  /** what is at stake, minor units */
  amountMinor: z.nullable(z.number()),
})
export type QueueRow = z.infer<typeof queueRow>

const writers = ['owner', 'head', 'rep'] as const
const readers = ['owner', 'head', 'rep', 'marketer'] as const
const deciders = ['owner', 'head'] as const

export const leadsContract = {
  get: operation({
    method: 'GET',
    path: '/api/deals/{id}/lead',
    summary: 'The grade of a deal with the rule and the answers behind it, and what to ask next',
    access: readers,
    params: byId,
    ok: lead,
    refusals: ['notFound'],
  }),
  answer: operation({
    method: 'POST',
    path: '/api/deals/{id}/answers',
    summary: 'Writes down what was answered; the grade follows from the latest answers',
    access: writers,
    params: byId,
    body: z.object({
      ...sentAnswer,
      /** the answer that the person saw, null = none; a newer one is told instead of being passed over */
      seenId: z.optional(z.nullable(id)),
    }),
    ok: z.object({ ...lead.shape, unitId: id }),
    refusals: ['notFound', 'notYours', 'conflict', 'valueNotOfQuestion', 'dayPassed'],
  }),
  answeredMove: operation({
    method: 'POST',
    path: '/api/deals/{id}/answered-move',
    summary: 'Writes down what a stage asks about the lead and moves the deal there, as one act',
    access: writers,
    params: byId,
    body: z.object({
      ...sentMove.shape,
      answers: z.array(z.object(sentAnswer)).check(z.minLength(1), z.maxLength(askedQuestions.length)),
    }),
    ok: fullDeal,
    refusals: [...moveRefusals, 'valueNotOfQuestion', 'dayPassed'],
  }),
  setTurn: operation({
    method: 'POST',
    path: '/api/deals/{id}/turn',
    summary: 'Says whose turn it is: the client waits for us, or we for the client',
    access: writers,
    params: byId,
    body: z.object({ waitsOn: z.enum(sides), note: z.optional(z.nullable(text(500))) }),
    ok: z.object({ ...lead.shape, unitId: id }),
    refusals: ['notFound', 'notYours', 'dealOver'],
  }),
  setRecheck: operation({
    method: 'PUT',
    path: '/api/deals/{id}/recheck',
    summary: 'Sets the day on which a C is looked at again',
    access: writers,
    params: byId,
    body: z.object({
      on: day,
      /** the day that the person saw; another one is told instead of being written over */
      seenOn: z.optional(z.nullable(day)),
    }),
    ok: z.object({ ...lead.shape, unitId: id }),
    refusals: ['notFound', 'notYours', 'dayPassed', 'notC', 'conflict'],
  }),
  startPlay: operation({
    method: 'POST',
    path: '/api/deals/{id}/plays',
    summary: 'Starts a play that gives a B a reason to decide now',
    access: writers,
    params: byId,
    body: z.object({ kind: z.enum(playKinds), terms: text(1000), validUntil: day }),
    ok: lead,
    refusals: ['notFound', 'notYours', 'dayPassed'],
  }),
  endPlay: operation({
    method: 'PATCH',
    path: '/api/plays/{id}',
    summary: 'Says what a play brought',
    access: writers,
    params: byId,
    body: z.object({ rev: z.int(), outcome: z.nullable(z.enum(playOutcomes)) }),
    ok: lead,
    refusals: ['notFound', 'notYours', 'conflict'],
  }),
  today: operation({
    method: 'GET',
    path: '/api/today',
    summary: 'Whom to work with first and why: the queue of a person, in its order',
    access: readers,
    query: z.object({ owner: z.optional(id) }),
    ok: z.object({
      on: z.string(),
      ownerId: id,
      responseMinutes: z.number(),
      rows: z.array(queueRow),
      /** how many there are of each part; those that are not among the rows included */
      counts: z.record(z.enum(queueParts), z.number()),
      /** of all rows */
      atStakeMinor: z.number(),
    }),
    refusals: ['notFound'],
  }),
  load: operation({
    method: 'GET',
    path: '/api/today/team',
    summary: 'How much waits in the queue of each person in sight',
    access: deciders,
    ok: z.object({
      rows: z.array(
        z.object({
          ownerId: id,
          ownerName: z.string(),
          waiting: z.number(),
          lateSteps: z.number(),
          steps: z.number(),
          noStep: z.number(),
          openDeals: z.number(),
          openMinor: z.number(),
        }),
      ),
    }),
  }),
  snooze: operation({
    method: 'POST',
    path: '/api/today/snooze',
    summary: 'Puts a deal or a client off in the queue until a day, with the reason',
    access: writers,
    body: z.object({
      dealId: z.optional(id),
      clientId: z.optional(id),
      until: day,
      reason: text(500),
    }),
    ok: z.object({ unitId: id }),
    refusals: ['notFound', 'notYours', 'dayPassed', 'oneOfTwo'],
  }),
  ...leadReportOperations,
  getSettings: operation({
    method: 'GET',
    path: '/api/lead-settings',
    summary: 'What decides a grade and how soon an A hears from us',
    access: 'signedIn',
    ok: settings,
  }),
  saveSettings: operation({
    method: 'PUT',
    path: '/api/lead-settings',
    summary: 'Changes what decides a grade; grades that a date decides are decided anew',
    access: deciders,
    body: settings,
    ok: settings,
    refusals: ['conflict', 'hoursDisordered'],
  }),
}
