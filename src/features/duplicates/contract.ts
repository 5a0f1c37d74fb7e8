import * as z from 'zod/mini'
import { likeness } from '#features/clients/contract.ts'
import { operation } from '#kernel/operation.ts'

const id = z.uuid()
const clearable = z.nullable(z.string())

const side = z.object({
  id,
  rev: z.int(),
  name: z.string(),
  kind: z.string(),
  externalId: clearable,
  inn: clearable,
  kpp: clearable,
  ogrn: clearable,
  phone: clearable,
  email: clearable,
  city: clearable,
  region: clearable,
  note: clearable,
  ownerId: z.nullable(id),
  ownerName: clearable,
  orderCount: z.number(),
  lastOrderedOn: clearable,
  createdAt: z.string(),
  mayEdit: z.boolean(),
})
export type DuplicateSide = z.infer<typeof side>

const judged = { confidence: z.number(), reasons: z.array(likeness) }
const pair = z.object({ a: side, b: side, ...judged })
export type DuplicatePair = z.infer<typeof pair>

/** What a merge may take from the client that goes. */
export const mergeFields = [
  'name',
  'kind',
  'externalId',
  'inn',
  'kpp',
  'ogrn',
  'phone',
  'email',
  'city',
  'region',
  'note',
  'ownerId',
] as const
export type MergeField = (typeof mergeFields)[number]

const text = (most: number) => z.optional(z.nullable(z.string().check(z.maxLength(most))))
const writers = ['owner', 'head', 'rep'] as const
const two = z.object({ aId: id, bId: id })

export const duplicatesContract = {
  list: operation({
    method: 'GET',
    path: '/api/duplicates',
    summary: 'Pairs of clients that look like one, the surest first',
    access: writers,
    query: z.object({
      cursor: z.optional(z.string().check(z.regex(/^\d(\.\d+)? [0-9a-f-]{36} [0-9a-f-]{36}$/))),
      clientId: z.optional(id),
    }),
    ok: z.object({ rows: z.array(pair), nextCursor: z.nullable(z.string()) }),
  }),
  check: operation({
    method: 'POST',
    path: '/api/duplicates/check',
    summary: 'Clients who may be the one about to be added',
    access: writers,
    body: z.object({
      name: z.string().check(z.maxLength(300)),
      inn: text(20),
      kpp: text(20),
      phone: text(50),
      email: text(200),
      city: text(100),
    }),
    ok: z.object({
      rows: z.array(z.object({ id, name: z.string(), city: clearable, inn: clearable, ...judged })),
    }),
  }),
  dismiss: operation({
    method: 'POST',
    path: '/api/duplicates/dismiss',
    summary: 'Says that two clients are two',
    access: writers,
    body: two,
    ok: z.object({ unitId: id }),
    refusals: ['notFound', 'notYours'],
  }),
  merge: operation({
    method: 'POST',
    path: '/api/duplicates/merge',
    summary: 'Makes two clients one: everything of the one that goes is attached to the one that stays',
    access: writers,
    body: z.object({
      keepId: id,
      keepRev: z.number(),
      dropId: id,
      dropRev: z.number(),
      /** fields whose value is taken from the client that goes */
      take: z.array(z.enum(mergeFields)),
    }),
    ok: z.object({ unitId: id, clientId: id, orders: z.number(), renamedOrders: z.number() }),
    refusals: ['notFound', 'notYours', 'conflict', 'sameClient', 'externalIdTaken', 'noSuchOwner'],
  }),
}
