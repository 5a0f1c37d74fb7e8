import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'
import { dayShape as day } from '#kernel/shapes.ts'
import { stageKinds } from './contract.ts'

const id = z.uuid()
const count = z.number()
const minor = z.number()
const share = z.nullable(z.number())

/** A share with what it rests on; below 20 there is none, the counts stand for themselves. Wilson's 95 % interval. */
const rate = z.object({ count, of: count, share, low: share, high: share })

const period = { pipelineId: id, from: day, to: day }

const stage = z.object({
  stageId: id,
  kind: z.enum(stageKinds),
  preset: z.nullable(z.string()),
  name: z.nullable(z.string()),
  isRemoved: z.boolean(),
  entered: count,
  /** of those entered: never at the stage itself, straight beyond it */
  skipped: count,
  // Every deal that entered has one of five fates.
  advanced: count,
  handedOver: count,
  lost: count,
  movedBack: count,
  stillThere: count,
  /** of those entered, went on to the next stage or beyond */
  next: rate,
  /** of those entered, came to be won */
  won: rate,
  /** of those entered, ever reached each later stage */
  reached: z.array(z.object({ stageId: id, ...rate.shape })),
  /** from the entry to the next stage, of those that went on and did not skip this one */
  medianDays: z.nullable(z.number()),
  medianOf: count,
})
export type CohortStage = z.infer<typeof stage>

export const breakdowns = ['rep', 'source', 'month', 'class', 'grade'] as const
export type Breakdown = (typeof breakdowns)[number]

const groupStages = z.array(z.object({ stageId: id, entered: count, advanced: count, won: count }))
const group = z.object({
  /** a person's id, a source, 'YYYY-MM', a value class, or a lead's grade; null = without one */
  key: z.nullable(z.string()),
  /** the person's name */
  name: z.nullable(z.string()),
  stages: groupStages,
})
export type BreakdownGroup = z.infer<typeof group>

/** The figures of the screen: each opens its deals. */
export const figures = [
  'entered',
  'skipped',
  'advanced',
  'handedOver',
  'lost',
  'movedBack',
  'stillThere',
  'won',
  'reached',
  'noHistory',
  'wonInPeriod',
  'lostInPeriod',
  'closedWon',
  'closedLost',
  'openNow',
  'overNorm',
] as const
export type DealFigure = (typeof figures)[number]

const dealQuery = {
  ...period,
  figure: z.enum(figures),
  stageId: z.optional(id),
  /** of the figure 'reached' */
  reachedId: z.optional(id),
  /** of the figure 'lostInPeriod'; 'none' = no reason is known */
  reasonId: z.optional(z.union([id, z.literal('none')])),
  /** only the deals of one line of a breakdown; an absent value is the line without one */
  by: z.optional(z.enum(breakdowns)),
  value: z.optional(z.string().check(z.maxLength(200))),
}

const dealRow = z.object({
  id,
  title: z.string(),
  clientId: id,
  clientName: z.string(),
  ownerId: z.nullable(id),
  ownerName: z.nullable(z.string()),
  amountMinor: z.nullable(minor),
  stageId: id,
  /** of a cohort: when the deal reached the stage */
  at: z.nullable(z.string()),
})
export type FigureDeal = z.infer<typeof dealRow>

const openStage = z.object({
  stageId: id,
  count,
  sumMinor: minor,
  withoutAmount: count,
  normDays: z.nullable(z.int()),
  overNorm: count,
  /** of those that entered the stage in the last six months, came to be won */
  won: rate,
  /** null = too few entered it to expect anything */
  expected: z.nullable(z.object({ expectedMinor: minor, lowMinor: minor, highMinor: minor })),
})
export type OpenStage = z.infer<typeof openStage>

const result = z.object({
  /** null = nobody's */
  ownerId: z.nullable(id),
  ownerName: z.nullable(z.string()),
  /** its first day */
  quarter: day,
  won: count,
  lost: count,
  /** of the deals that are won */
  wonMinor: minor,
})
export type Result = z.infer<typeof result>

/** How a first talk with a company came about: its dossier told enough, somebody let it through, nobody asked. */
export const talkGroups = ['complete', 'waived', 'unasked'] as const
export type TalkGroup = (typeof talkGroups)[number]

const talked = z.object({
  /** of the client */
  id,
  name: z.string(),
  ownerName: z.nullable(z.string()),
  /** when the first talk happened */
  at: z.string(),
  /** of its dossier then, percent of what was required */
  completeness: z.number(),
  /** when a deal first went on after that; null = none has */
  movedAt: z.nullable(z.string()),
})
export type TalkedClient = z.infer<typeof talked>

export const conversionContract = {
  show: operation({
    method: 'GET',
    path: '/api/conversion',
    summary: 'What became of the deals that entered each stage of a way in a period',
    access: 'signedIn',
    query: z.object(period),
    ok: z.object({
      stages: z.array(stage),
      /** deals of the way that came with today's stage alone: in no cohort */
      withoutHistory: count,
      /** deals won in the period whose amount is known */
      wonDeals: count,
      wonAverageMinor: z.nullable(minor),
      /** where one percentage point more brings the most a month; `path` = the share won of those beyond it */
      weakest: z.nullable(z.object({ stageId: id, gainMinor: minor, path: z.number() })),
      months: z.number(),
    }),
    refusals: ['notFound'],
  }),
  breakdown: operation({
    method: 'GET',
    path: '/api/conversion/breakdown',
    summary:
      'The same cohorts by rep, source, month of reaching, value class of the client or grade of the lead',
    access: 'signedIn',
    query: z.object({
      ...period,
      by: z.enum(breakdowns),
      /** groups at most, the largest first; 60 unless told */
      most: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(2000))),
    }),
    ok: z.object({
      rows: z.array(group),
      /** groups that are not listed, the smallest ones */
      more: count,
      /** all groups together, listed or not */
      all: groupStages,
    }),
    refusals: ['notFound'],
  }),
  deals: operation({
    method: 'GET',
    path: '/api/conversion/deals',
    summary: 'The deals behind a figure of the funnel, with the count and sum of all of them',
    access: 'signedIn',
    query: z.object({ ...dealQuery, cursor: z.optional(id) }),
    ok: z.object({
      rows: z.array(dealRow),
      nextCursor: z.nullable(z.string()),
      count,
      /** of the deals whose amount is known */
      sumMinor: minor,
    }),
    refusals: ['notFound'],
  }),
  firstTalks: operation({
    method: 'GET',
    path: '/api/conversion/first-talks',
    summary:
      'Companies first talked to in a period, with and without a dossier, and whether a deal of theirs went on',
    access: 'signedIn',
    query: z.object({ from: day, to: day }),
    ok: z.object({ rows: z.array(z.object({ group: z.enum(talkGroups), moved: rate })) }),
  }),
  firstTalkClients: operation({
    method: 'GET',
    path: '/api/conversion/first-talks/clients',
    summary: 'The companies behind a figure of the first talks',
    access: 'signedIn',
    query: z.object({
      from: day,
      to: day,
      group: z._default(z.enum(talkGroups), 'complete'),
      isMoved: z.optional(z.enum(['true'])),
      cursor: z.optional(id),
    }),
    ok: z.object({ rows: z.array(talked), nextCursor: z.nullable(z.string()), count }),
  }),
  lostReasons: operation({
    method: 'GET',
    path: '/api/conversion/lost-reasons',
    summary: 'Deals lost in a period by the stage they were lost from and the reason',
    access: 'signedIn',
    query: z.object(period),
    ok: z.object({
      rows: z.array(
        z.object({
          /** null = not known, or a stage of another way */
          stageId: z.nullable(id),
          reasonId: z.nullable(id),
          count,
          sumMinor: minor,
        }),
      ),
      count,
      sumMinor: minor,
    }),
    refusals: ['notFound'],
  }),
  results: operation({
    method: 'GET',
    path: '/api/conversion/results',
    summary:
      'Deals that ended in a period by rep and quarter of their end: won, lost, money; with or without a history',
    access: 'signedIn',
    query: z.object(period),
    ok: z.object({
      rows: z.array(result),
      /** of those that ended, came by a file that tells today's stage alone */
      withoutHistory: count,
    }),
    refusals: ['notFound'],
  }),
  stageTimes: operation({
    method: 'GET',
    path: '/api/conversion/stage-times',
    summary: 'How long deals stayed at each stage: the stays that ended in a period, returns included',
    access: 'signedIn',
    query: z.object(period),
    ok: z.object({
      rows: z.array(z.object({ stageId: id, stays: count, medianDays: z.nullable(z.number()) })),
    }),
    refusals: ['notFound'],
  }),
  today: operation({
    method: 'GET',
    path: '/api/conversion/today',
    summary:
      'Open deals now by stage: how many, for how much, how many over the norm, and what they will bring',
    access: 'signedIn',
    query: z.object({ pipelineId: id }),
    ok: z.object({
      /** of the cohorts that the shares are measured on */
      from: day,
      to: day,
      stages: z.array(openStage),
      expectedMinor: minor,
      lowMinor: minor,
      highMinor: minor,
      tooFew: z.object({ count, sumMinor: minor }),
    }),
    refusals: ['notFound'],
  }),
}
