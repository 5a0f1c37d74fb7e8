import * as z from 'zod/mini'
import { dealCard } from '#features/funnel/contract.ts'
import { leadGrades } from '#kernel/lead-grade.ts'
import { operation } from '#kernel/operation.ts'
import { dayShape as day } from '#kernel/shapes.ts'
import { playKinds } from './domain/plays.ts'
import { turnCauses } from './domain/waits.ts'

const id = z.uuid()
const count = z.number()
const rate = z.object({
  count,
  of: count,
  share: z.nullable(z.number()),
  low: z.nullable(z.number()),
  high: z.nullable(z.number()),
})
const person = { ownerId: z.nullable(id), ownerName: z.nullable(z.string()) }

const response = z.object({
  /** leads that became A in the period */
  became: count,
  answered: count,
  /** within the minutes of the clock, of all whose clock has run out or that were answered */
  inTime: rate,
  medianMinutes: z.nullable(z.number()),
})

/** Working minutes within the period in which deals were A and it was somebody's turn. */
const waited = { deals: count, usMinutes: z.number(), clientMinutes: z.number() }
const delays = z.object({
  ...waited,
  byStage: z.array(z.object({ stageId: id, ...waited })),
  byRep: z.array(z.object({ ...person, ...waited })),
  /** the longest that clients waited for us without a break */
  longest: z.array(
    z.object({
      dealId: id,
      title: z.string(),
      clientName: z.string(),
      ownerName: z.nullable(z.string()),
      stageId: id,
      since: z.string(),
      /** null = they wait still */
      until: z.nullable(z.string()),
      cause: z.enum(turnCauses),
      note: z.nullable(z.string()),
      minutes: z.number(),
    }),
  ),
})

/** How a share stands beside another: Newcombe's interval of the difference; null = nothing to compare. */
const versus = z.nullable(
  z.object({ kind: z.enum(['higher', 'lower', 'notDistinguishable']), low: z.number(), high: z.number() }),
)
const outcome = { of: count, becameA: rate, won: rate }

const report = z.object({
  responseMinutes: z.number(),
  response,
  byRep: z.array(z.object({ ...person, ...response.shape })),
  /** those that waited longest, answered or not */
  slowest: z.array(
    z.object({
      dealId: id,
      title: z.string(),
      clientName: z.string(),
      ownerName: z.nullable(z.string()),
      since: z.string(),
      answeredAt: z.nullable(z.string()),
      minutes: z.number(),
    }),
  ),
  delays,
  /** what became of Bs with a play of each kind that was started in the period, beside those without one */
  plays: z.array(z.object({ kind: z.enum(playKinds), ...outcome, becameAVersus: versus, wonVersus: versus })),
  /** and of leads that became B in the period and had no play */
  withoutPlay: z.object(outcome),
  /** talks of the period about deals, by the grade the deal has now */
  effort: z.array(
    z.object({
      grade: z.nullable(z.enum(leadGrades)),
      touches: count,
      deals: count,
      /** of those talks of which it is known how long they took */
      minutes: z.number(),
      timed: count,
    }),
  ),
})
export type LeadReport = z.infer<typeof report>

/** The figures of the report: each opens its deals. */
export const leadFigures = [
  'became',
  'answered',
  'inTime',
  'late',
  'burned',
  'waitedOnUs',
  'waitedOnClient',
  'played',
  'playedBecameA',
  'playedWon',
  'alone',
  'aloneBecameA',
  'aloneWon',
  'talked',
] as const
export type LeadFigure = (typeof leadFigures)[number]

const figureRow = z.object({
  deal: dealCard,
  at: z.nullable(z.string()),
  /** working minutes, or those of talks, where the figure counts them */
  minutes: z.nullable(z.number()),
})
export type LeadFigureRow = z.infer<typeof figureRow>

const nurtured = z.object({
  deal: dealCard,
  recheckOn: z.string(),
  isDue: z.boolean(),
  /** what made it a C */
  rule: z.enum(['needNo', 'moneyNo']),
  lastTouchAt: z.nullable(z.string()),
})
export type NurturedLead = z.infer<typeof nurtured>

const readers = ['owner', 'head', 'rep', 'marketer'] as const

export const leadReportOperations = {
  report: operation({
    method: 'GET',
    path: '/api/leads/report',
    summary:
      'How soon an A heard from us, what we delayed and where, what plays brought, and on whom time was spent, in a period',
    access: readers,
    query: z.object({ from: day, to: day }),
    ok: report,
  }),
  reportDeals: operation({
    method: 'GET',
    path: '/api/leads/report/deals',
    summary: 'The deals behind a figure of the report of leads, at most 200, with the count of all',
    access: readers,
    query: z.object({
      from: day,
      to: day,
      figure: z.enum(leadFigures),
      /** only those of a person; 'none' = of nobody */
      owner: z.optional(z.union([id, z.literal('none')])),
      /** of what waited: at this stage */
      stageId: z.optional(id),
      /** of plays: of this kind */
      kind: z.optional(z.enum(playKinds)),
      /** of talks: with deals of this grade; 'none' = without one */
      grade: z.optional(z.enum([...leadGrades, 'none'])),
    }),
    ok: z.object({ rows: z.array(figureRow), count }),
  }),
  nurture: operation({
    method: 'GET',
    path: '/api/leads/nurture',
    summary: 'Open deals that are C, by the day on which they are looked at again',
    access: readers,
    query: z.object({
      /** a person, 'me' or 'none' */
      owner: z.optional(z.union([id, z.enum(['me', 'none'])])),
      cursor: z.optional(z.string().check(z.regex(/^\d{4}-\d\d-\d\d [0-9a-f-]{36}$/))),
    }),
    ok: z.object({
      rows: z.array(nurtured),
      nextCursor: z.nullable(z.string()),
      count,
      /** whose day has come */
      due: count,
      sumMinor: z.number(),
    }),
  }),
}
