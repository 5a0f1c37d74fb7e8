import * as z from 'zod/mini'
import { sentMinutes, touchKinds } from '#features/contacts/contract.ts'
import { contactDossier, contactRefusals } from '#features/dossier/contract.ts'
import { leadGrades } from '#kernel/lead-grade.ts'
import { operation } from '#kernel/operation.ts'
import { dayShape as day } from '#kernel/shapes.ts'
import { tableChoice } from '#kernel/table-choice.ts'
import { requirements, stageKinds } from './domain/stage-kinds.ts'
import { pipelineRefusals, sentGroup, sentPipeline } from './sent-ways-contract.ts'

const id = z.uuid()
const text = (most: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(most))
// Sums of many must stay exact as numbers.
const amount = z.number().check(z.int(), z.gte(0), z.lte(1e13))

export { requirements, stageKinds }
export type StageKind = (typeof stageKinds)[number]
export type Requirement = (typeof requirements)[number]
export const stepKinds = ['call', 'meeting', 'message', 'email', 'task'] as const
export type StepKind = (typeof stepKinds)[number]

// What Gorn brought has a preset and no name of its own: it is named in the reader's language.
const named = { preset: z.nullable(z.string()), name: z.nullable(z.string()) }

const stage = z.object({
  id,
  kind: z.enum(stageKinds),
  ...named,
  normDays: z.nullable(z.int()),
  requires: z.array(z.enum(requirements)),
  /** here the ball is with the client: they have what they are to answer */
  handsOver: z.boolean(),
})
export type Stage = z.infer<typeof stage>
const pipeline = z.object({
  id,
  rev: z.int(),
  ...named,
  /** in the order of the way; the one that is won and the one that is lost stand last */
  stages: z.array(stage),
})
export type Pipeline = z.infer<typeof pipeline>
const lostReason = z.object({ id, parentId: z.nullable(id), ...named, needsNote: z.boolean() })
export type LostReason = z.infer<typeof lostReason>
const gone = z.object({ id, ...named })
export type Gone = z.infer<typeof gone>

const step = z.object({
  kind: z.enum(stepKinds),
  text: z.nullable(z.string()),
  on: z.string(),
  /** 'HH:MM' on the clock of the workspace; null = during the day */
  time: z.nullable(z.string()),
})
export type Step = z.infer<typeof step>
/** A next step as it is sent. */
export const sentStep = z.object({
  kind: z.enum(stepKinds),
  text: z.optional(z.nullable(text(500))),
  on: day,
  time: z.optional(z.nullable(z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/)))),
})

const deal = {
  id,
  rev: z.int(),
  title: z.string(),
  clientId: id,
  clientName: z.string(),
  ownerId: z.nullable(id),
  ownerName: z.nullable(z.string()),
  amountMinor: z.nullable(z.number()),
  pipelineId: id,
  stageId: id,
  stageEnteredAt: z.string(),
  /** false = a file told the stage alone, and the deal has not moved since: nobody knows how long it has been there */
  isEntryKnown: z.boolean(),
  closedAt: z.nullable(z.string()),
  /** how ready the lead is, by its answers; null = nobody asked yet, or they do not tell */
  grade: z.nullable(z.enum(leadGrades)),
  step: z.nullable(step),
  mayEdit: z.boolean(),
}
export const dealCard = z.object(deal)
export type DealCard = z.infer<typeof dealCard>

const move = z.object({
  id,
  at: z.string(),
  fromStageId: z.nullable(id),
  toStageId: id,
  actorName: z.nullable(z.string()),
  lostReasonId: z.nullable(id),
  note: z.nullable(z.string()),
  /** what the stage asked for and the deal entered without, and why it could not wait; null = nothing */
  waiver: z.nullable(z.object({ missing: z.array(z.enum(requirements)), note: z.string() })),
  /** taken back: it does not count */
  isUndone: z.boolean(),
})
export type Move = z.infer<typeof move>
export const fullDeal = z.object({
  ...deal,
  /** to call about it; null = none is known, or it is not for the reader */
  phone: z.nullable(z.string()),
  source: z.nullable(z.string()),
  product: z.nullable(z.string()),
  lostReasonId: z.nullable(id),
  lostNote: z.nullable(z.string()),
  /** false = it came with a file that tells today's stage alone */
  hasHistory: z.boolean(),
  createdAt: z.string(),
  removedAt: z.nullable(z.string()),
  /** the newest first */
  moves: z.array(move),
})
export type Deal = z.infer<typeof fullDeal>

const dealFields = {
  title: z.optional(text(200)),
  source: z.optional(z.nullable(text(100))),
  product: z.optional(z.nullable(text(200))),
  ownerId: z.optional(z.nullable(id)),
  amountMinor: z.optional(z.nullable(amount)),
  step: z.optional(z.nullable(sentStep)),
}
const ending = {
  lostReasonId: z.optional(id),
  note: z.optional(text(2000)),
}

/** What a move is asked for with. */
export const sentMove = z.object({
  ...ending,
  rev: z.int(),
  stageId: id,
  /** the card under which it is put; absent or null = at the top */
  belowId: z.optional(z.nullable(id)),
  amountMinor: z.optional(amount),
  step: z.optional(sentStep),
  /** of an A alone: why it enters the stage without what that asks for */
  waiver: z.optional(text(500)),
})

const filterFields = {
  pipelineId: z.optional(id),
  /** a person, 'me' or 'none' */
  owner: z.optional(z.union([id, z.enum(['me', 'none'])])),
  clientId: z.optional(id),
  text: z.optional(z.string().check(z.maxLength(200))),
  /** what of the next step: there is none, it is overdue, it is planned */
  step: z.optional(z.enum(['none', 'late', 'planned'])),
  grade: z.optional(z.enum([...leadGrades, 'none'])),
}
const listFields = {
  ...filterFields,
  stageId: z.optional(id),
  state: z.optional(z.enum(['open', 'won', 'lost', 'removed'])),
}
export const dealFilter = z.object(filterFields)
export type DealFilter = z.infer<typeof dealFilter>

export const dealSorts = ['newest', 'grade'] as const
export type DealSort = (typeof dealSorts)[number]

const column = z.object({
  stageId: id,
  count: z.number(),
  /** of the deals whose amount is known */
  sumMinor: z.number(),
  cards: z.array(dealCard),
  nextCursor: z.nullable(z.string()),
})
export type BoardColumn = z.infer<typeof column>

const cursor = z.optional(z.string().check(z.maxLength(300)))
const byId = z.object({ id })
const writers = ['owner', 'head', 'rep'] as const
const deciders = ['owner', 'head'] as const
const dealRefusals = ['notFound', 'notYours', 'conflict', 'noSuchOwner'] as const
export const moveRefusals = [
  ...dealRefusals,
  'stageGone',
  'factsMissing',
  'lostReasonMissing',
  'lostNoteMissing',
] as const

/** So many deals are changed as one act at most. */
export const MOST_DEALS_AT_ONCE = 500
/** Why one deal of many stays as it is. */
export const rowRefusals = ['conflict', 'factsMissing', 'notYours', 'notFound', 'isOver'] as const
export type RowRefusal = (typeof rowRefusals)[number]

export const funnelContract = {
  pipelines: operation({
    method: 'GET',
    path: '/api/pipelines',
    summary: 'The ways on which deals go, with their stages, and the reasons for which deals are lost',
    access: 'signedIn',
    ok: z.object({
      rows: z.array(pipeline),
      lostReasons: z.array(lostReason),
      lostReasonsRev: z.int(),
      /** what is offered no more, for the history that names it still */
      gone: z.object({ pipelines: z.array(gone), stages: z.array(gone), lostReasons: z.array(gone) }),
    }),
  }),
  addPipeline: operation({
    method: 'POST',
    path: '/api/pipelines',
    summary: 'Adds a way with its stages, of which one is won and one is lost',
    access: deciders,
    body: z.object(sentPipeline),
    ok: pipeline,
    refusals: pipelineRefusals,
  }),
  savePipeline: operation({
    method: 'PUT',
    path: '/api/pipelines/{id}',
    summary: 'Writes the stages of a way anew, in their order; a stage that is left out must hold no deals',
    access: deciders,
    params: byId,
    body: z.object({ ...sentPipeline, rev: z.int() }),
    ok: pipeline,
    refusals: [...pipelineRefusals, 'notFound', 'conflict', 'stageInUse'],
  }),
  saveLostReasons: operation({
    method: 'PUT',
    path: '/api/lost-reasons',
    summary:
      'Writes the reasons for which deals are lost anew, in their order; what is left out is offered no more, the history keeps it',
    access: deciders,
    body: z.object({
      rev: z.int(),
      /** a group with nothing under it is itself a reason */
      groups: z.array(sentGroup).check(z.minLength(1), z.maxLength(30)),
    }),
    ok: z.object({ rev: z.int(), reasons: z.array(lostReason) }),
    refusals: ['notFound', 'conflict', 'reasonNameMissing'],
  }),
  board: operation({
    method: 'GET',
    path: '/api/board',
    summary: 'The open deals of a way by stage: how many, for how much, and the first cards of each column',
    access: 'signedIn',
    query: z.object(filterFields),
    ok: z.object({ pipelineId: id, columns: z.array(column) }),
    refusals: ['notFound'],
  }),
  column: operation({
    method: 'GET',
    path: '/api/board/{id}',
    summary: 'Further cards of one column of the board, a stage',
    access: 'signedIn',
    params: byId,
    query: z.object({
      ...filterFields,
      cursor,
      /** a cursor too: no further than the card that it names, however many cards there are by now */
      until: cursor,
    }),
    ok: z.object({ cards: z.array(dealCard), nextCursor: z.nullable(z.string()) }),
    refusals: ['notFound'],
  }),
  list: operation({
    method: 'GET',
    path: '/api/deals',
    summary:
      'Deals, the newest or the readiest first, with the count and sum of all that the conditions leave',
    access: 'signedIn',
    query: z.object({ ...listFields, sort: z.optional(z.enum(dealSorts)), cursor }),
    ok: z.object({
      rows: z.array(dealCard),
      nextCursor: z.nullable(z.string()),
      count: z.number(),
      sumMinor: z.number(),
    }),
  }),
  exportFile: operation({
    method: 'GET',
    path: '/api/deals/export',
    summary: 'The deals that the conditions leave, as CSV or XLSX: where they stand now',
    access: 'signedIn',
    query: z.object({ ...listFields, ...tableChoice }),
    ok: 'file',
    refusals: ['tooManyRows'],
  }),
  get: operation({
    method: 'GET',
    path: '/api/deals/{id}',
    summary: 'One deal with every move it made',
    access: 'signedIn',
    params: byId,
    ok: fullDeal,
    refusals: ['notFound'],
  }),
  create: operation({
    method: 'POST',
    path: '/api/deals',
    summary: 'Adds a deal of a client; without a stage it begins at the first of the first way',
    access: writers,
    body: z.object({ ...dealFields, ...ending, title: text(200), clientId: id, stageId: z.optional(id) }),
    ok: fullDeal,
    refusals: moveRefusals,
  }),
  update: operation({
    method: 'PATCH',
    path: '/api/deals/{id}',
    summary: 'Changes a deal: absent leaves a field, null clears it; the stage is changed by a move',
    access: writers,
    params: byId,
    body: z.object({ ...dealFields, rev: z.int() }),
    ok: fullDeal,
    refusals: dealRefusals,
  }),
  move: operation({
    method: 'POST',
    path: '/api/deals/{id}/move',
    summary:
      'Moves a deal to a stage, with the facts that the stage asks for, or of an A with why it enters without; a loss needs its reason',
    access: writers,
    params: byId,
    body: sentMove,
    ok: fullDeal,
    refusals: moveRefusals,
  }),
  completeStep: operation({
    method: 'POST',
    path: '/api/deals/{id}/step/done',
    summary: 'Writes down what came of the next step and sets the one after it, as one act',
    access: writers,
    params: byId,
    body: z.object({
      rev: z.int(),
      kind: z.enum(touchKinds),
      text: text(2000),
      result: z.optional(z.nullable(text(1000))),
      minutes: sentMinutes,
      /** null = none for now */
      step: z.nullable(sentStep),
      /** a first talk with a new company: the facts that its dossier lacks, or why it goes without them */
      dossier: z.optional(contactDossier),
    }),
    ok: z.object({ ...fullDeal.shape, unitId: id }),
    refusals: [...dealRefusals, ...contactRefusals],
  }),
  changeMany: operation({
    method: 'POST',
    path: '/api/deals/change',
    summary: 'Moves, hands over, plans or throws away many deals as one act, which is undone as one',
    access: writers,
    body: z.object({
      /** each with the state in which it was seen */
      deals: z.array(z.object({ id, rev: z.int() })).check(z.minLength(1), z.maxLength(MOST_DEALS_AT_ONCE)),
      change: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('stage'), stageId: id, ...ending }),
        z.object({ kind: z.literal('owner'), ownerId: z.nullable(id) }),
        z.object({ kind: z.literal('step'), step: z.nullable(sentStep) }),
        z.object({ kind: z.literal('remove') }),
      ]),
    }),
    ok: z.object({
      /** null = nothing was changed */
      unitId: z.nullable(id),
      changed: z.number(),
      /** those that stay as they are, with the reason of each; what is missing of the facts that a stage asks for */
      left: z.array(
        z.object({
          id,
          title: z.string(),
          code: z.enum(rowRefusals),
          missing: z.array(z.string()),
        }),
      ),
    }),
    refusals: ['notYours', 'noSuchOwner', 'stageGone', 'lostReasonMissing', 'lostNoteMissing'],
  }),
  remove: operation({
    method: 'DELETE',
    path: '/api/deals/{id}',
    summary: 'Puts a deal into the bin, from which an undo brings it back',
    access: writers,
    params: byId,
    ok: z.object({ unitId: id }),
    refusals: ['notFound', 'notYours'],
  }),
}
