import * as z from 'zod/mini'
import { clientRow, frequencyClass, rhythm, valueClass } from '#features/clients/contract.ts'
import { operation } from '#kernel/operation.ts'
import { dayShape } from '#kernel/shapes.ts'
import { rfmSegments } from './domain/rfm.ts'

// What we answer may lie outside the years that we are asked for: a window before 1900, a next order after 2199.
const day = z.iso.date()
const id = z.uuid()
const count = z.number()
const minor = z.number()
const measure = z.enum(['turnover', 'profit'])
const share = z.nullable(z.number())
const fraction = z.number().check(z.gt(0), z.lt(1))

const settingsFields = {
  windowMonths: z.nullable(z.number().check(z.int(), z.gte(1), z.lte(120))),
  asOf: z.nullable(dayShape),
  measure,
  shareA: fraction,
  shareB: fraction,
  oftenPerYear: z.number().check(z.gt(0), z.lte(366)),
  sometimesPerYear: z.number().check(z.gt(0), z.lte(366)),
  lateRatio: z.number().check(z.gt(1), z.lte(100)),
  riskRatio: z.number().check(z.gt(1), z.lte(100)),
  lapsedRatio: z.number().check(z.gt(1), z.lte(100)),
  lapsedMonths: z.number().check(z.int(), z.gte(1), z.lte(120)),
}
export const settingsShape = z.object({ ...settingsFields, rev: z.int() })
export type SegmentSettings = z.infer<typeof settingsShape>

const basis = {
  asOf: z.nullable(day),
  windowFrom: z.nullable(day),
  windowDays: count,
  measure,
  shareA: z.number(),
  shareB: z.number(),
}

const cell = z.object({
  valueClass,
  frequencyClass,
  clients: count,
  measureMinor: minor,
  share,
  late: count,
  worst: rhythm,
})
export type MatrixCell = z.infer<typeof cell>
const play = z.object({
  valueClass: z.enum(['A', 'B', 'C']),
  frequencyClass: z.enum(['often', 'sometimes', 'rarely']),
  text: z.string(),
  rev: z.int(),
})

const classCounts = z.object({ A: count, B: count, C: count, none: count })

const move = z.object({
  clientId: id,
  name: z.string(),
  before: valueClass,
  after: valueClass,
  beforeMinor: minor,
  afterMinor: minor,
  differenceMinor: minor,
  reason: z.enum([
    'silent',
    'oneOff',
    'fewerOrders',
    'smallerOrders',
    'moreOrders',
    'biggerOrders',
    'new',
    'border',
  ]),
  daysSince: z.nullable(count),
  orderDaysBefore: count,
  orderDaysAfter: count,
})
export type Move = z.infer<typeof move>

const reason = z.object({
  measureMinor: minor,
  rank: z.nullable(count),
  share,
  shareBefore: share,
  largerClients: z.nullable(count),
  valueClass,
  changedOn: z.nullable(day),
  previousClass: z.nullable(valueClass),
  previousShareBefore: share,
  orderDays: z.array(day),
  gapCount: count,
  gapDays: z.nullable(z.number()),
  isClassGap: z.boolean(),
  daysSince: z.nullable(count),
  expectedOn: z.nullable(day),
  rhythm,
  rhythmRatio: z.nullable(z.number()),
  frequencyClass,
  orderDaysInWindow: count,
  limits: z.object({ lateRatio: z.number(), riskRatio: z.number(), lapsedRatio: z.number() }),
  ...basis,
})
export type Explanation = z.infer<typeof reason>

const deciders = ['owner', 'head'] as const

export const segmentsContract = {
  matrix: operation({
    method: 'GET',
    path: '/api/segments/matrix',
    summary: 'Value class × frequency class: clients, measure, late ones and the play of each cell',
    access: 'signedIn',
    ok: z.object({
      ...basis,
      totalMinor: minor,
      clients: count,
      cells: z.array(cell),
      plays: z.array(play),
      /** without orders in the window, and of them with orders before it */
      unclassed: z.object({ clients: count, withPast: count }),
      lastOrderedOn: z.nullable(day),
      unassigned: z.nullable(z.object({ orders: count, amountMinor: minor })),
    }),
  }),
  curve: operation({
    method: 'GET',
    path: '/api/segments/curve',
    summary: 'The ABC curve: cumulative share by clients in rank order',
    access: 'signedIn',
    ok: z.object({
      ...basis,
      clients: count,
      classes: classCounts,
      points: z.array(z.object({ rank: count, share: z.number() })),
    }),
  }),
  rfm: operation({
    method: 'GET',
    path: '/api/segments/rfm',
    summary: 'Recency × frequency in quintiles with sums, and the named segments',
    access: 'signedIn',
    ok: z.object({
      ...basis,
      clients: count,
      grid: z.array(z.object({ r: count, f: count, clients: count, moneyMinor: minor })),
      segments: z.array(
        z.object({
          segment: z.enum(rfmSegments),
          clients: count,
          moneyMinor: minor,
          r: z.number(),
          f: z.number(),
          m: z.number(),
        }),
      ),
    }),
  }),
  rfmClients: operation({
    method: 'GET',
    path: '/api/segments/rfm/clients',
    summary: 'The clients of one RFM segment or cell, by money',
    access: 'signedIn',
    query: z.object({
      segment: z.optional(z.enum(rfmSegments)),
      r: z.optional(z.coerce.number()),
      f: z.optional(z.coerce.number()),
    }),
    ok: z.object({
      rows: z.array(
        z.object({
          id,
          name: z.string(),
          r: count,
          f: count,
          m: count,
          daysSince: count,
          orders: count,
          moneyMinor: minor,
        }),
      ),
    }),
  }),
  snapshots: operation({
    method: 'GET',
    path: '/api/segments/snapshots',
    summary: 'The days of which snapshots are kept',
    access: 'signedIn',
    ok: z.object({ asOf: z.nullable(day), days: z.array(day) }),
  }),
  moves: operation({
    method: 'GET',
    path: '/api/segments/moves',
    summary: 'Who moved between classes from one day to another, and the money gained or lost',
    access: 'signedIn',
    query: z.object({ from: dayShape, to: dayShape }),
    ok: z.object({
      from: day,
      to: day,
      down: z.array(move),
      up: z.array(move),
      lostMinor: minor,
      gainedMinor: minor,
      downCount: count,
      upCount: count,
    }),
    refusals: ['noOrdersBefore'],
  }),
  late: operation({
    method: 'GET',
    path: '/api/segments/late',
    summary: 'Clients silent longer than usual, by the money at stake',
    access: 'signedIn',
    query: z.object({ cursor: z.optional(z.string().check(z.maxLength(1000))) }),
    ok: z.object({
      rows: z.array(clientRow),
      nextCursor: z.nullable(z.string()),
      count,
      atStakeMinor: minor,
      asOf: z.nullable(day),
    }),
  }),
  explain: operation({
    method: 'GET',
    path: '/api/clients/{id}/explanation',
    summary: 'Why this class and this rhythm: every number that decides',
    access: 'signedIn',
    params: z.object({ id }),
    ok: reason,
    refusals: ['notFound'],
  }),
  getSettings: operation({
    method: 'GET',
    path: '/api/segments/settings',
    summary: 'How classes, frequency and rhythm are decided',
    access: 'signedIn',
    ok: settingsShape,
  }),
  previewSettings: operation({
    method: 'POST',
    path: '/api/segments/settings/preview',
    summary: 'What other settings would change, before they are saved',
    access: deciders,
    body: z.object(settingsFields),
    ok: z.object({
      before: classCounts,
      after: classCounts,
      moves: z.array(z.object({ before: valueClass, after: valueClass, clients: count })),
      borderAMinor: z.nullable(minor),
      borderBMinor: z.nullable(minor),
    }),
    refusals: ['badThresholds'],
  }),
  saveSettings: operation({
    method: 'PUT',
    path: '/api/segments/settings',
    summary: 'Changes how classes are decided; the base is counted anew',
    access: deciders,
    body: settingsShape,
    ok: settingsShape,
    refusals: ['conflict', 'badThresholds'],
  }),
  savePlay: operation({
    method: 'PUT',
    path: '/api/segments/plays',
    summary: 'Writes what we do with the clients of a cell',
    access: deciders,
    body: z.object({
      ...play.shape,
      text: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
      rev: z.nullable(z.int()),
    }),
    ok: play,
    refusals: ['conflict', 'nulByte'],
  }),
}
