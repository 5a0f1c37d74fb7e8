import * as z from 'zod/mini'
import { fieldChanges, fieldValues } from '#features/fields/contract.ts'
import { batchAnswer, batchOf } from '#kernel/batch.ts'
import { operation } from '#kernel/operation.ts'
import { reasons } from './domain/judge-pair.ts'
import { tableChoice } from '#kernel/table-choice.ts'

const id = z.uuid()
const text = (most: number) => z.string().check(z.trim(), z.maxLength(most))
const clearable = (most: number) => z.optional(z.nullable(text(most)))

export const valueClass = z.enum(['A', 'B', 'C', 'none'])
export const frequencyClass = z.enum(['often', 'sometimes', 'rarely', 'none'])
/** Why two clients may be one. */
export const likeness = z.enum(reasons)
export const rhythm = z.enum(['inRhythm', 'late', 'atRisk', 'lapsed', 'unknown'])

/** So many clients are changed as one act at most. */
export const MOST_AT_ONCE = 50_000
/** So many of them can be named one by one; more are chosen by conditions. */
const MOST_NAMED = 5000

export const sorts = ['measure', 'name', 'lastOrder', 'orderDays', 'rhythm', 'atStake'] as const
export type ClientSort = (typeof sorts)[number]

/** Conditions of the list; lists are given with commas. */
const filterFields = {
  text: z.optional(text(200)),
  classes: z.optional(z.string().check(z.regex(/^(A|B|C|none)(,(A|B|C|none))*$/))),
  frequencies: z.optional(
    z.string().check(z.regex(/^(often|sometimes|rarely|none)(,(often|sometimes|rarely|none))*$/)),
  ),
  rhythms: z.optional(
    z
      .string()
      .check(z.regex(/^(inRhythm|late|atRisk|lapsed|unknown)(,(inRhythm|late|atRisk|lapsed|unknown))*$/)),
  ),
  /** 'me', 'none' or the id of a person */
  owner: z.optional(z.union([z.enum(['me', 'none']), id])),
  /** one tag, exactly */
  tag: z.optional(text(40)),
  /** those in the archive instead of all others */
  archived: z.optional(z.enum(['only'])),
  /** own fields, `;` between: id:is:value:value, id:range:from:to, id:empty, id:filled; values percent-encoded */
  fields: z.optional(z.string().check(z.maxLength(4000))),
}
export const filterShape = z.object(filterFields)
export type ClientFilter = z.infer<typeof filterShape>

export const clientRow = z.object({
  id,
  rev: z.int(),
  name: z.string(),
  city: z.nullable(z.string()),
  externalId: z.nullable(z.string()),
  valueClass,
  frequencyClass,
  orderDays: z.number(),
  measureMinor: z.number(),
  /** null when the viewer may not know the sum of the whole base */
  share: z.nullable(z.number()),
  lastOrderedOn: z.nullable(z.string()),
  gapDays: z.nullable(z.number()),
  isClassGap: z.boolean(),
  daysSince: z.nullable(z.number()),
  rhythm,
  rhythmRatio: z.nullable(z.number()),
  atStakeMinor: z.nullable(z.number()),
  /** turnover of the last twelve months to the as-of day, the oldest first */
  months: z.array(z.number()),
  ownerId: z.nullable(id),
  ownerName: z.nullable(z.string()),
  tags: z.array(z.string()),
  archivedAt: z.nullable(z.string()),
  /** who put it into the archive; null = it is not there, or a machine did */
  archivedBy: z.nullable(z.string()),
  /** values of own fields by the id of the field; what was removed is not told of */
  fields: fieldValues,
})
export type ClientRow = z.infer<typeof clientRow>

const measure = z.enum(['turnover', 'profit'])
const basis = z.object({ asOf: z.nullable(z.string()), windowFrom: z.nullable(z.string()), measure })

export const clientShape = z.object({
  ...clientRow.shape,
  kind: z.enum(['company', 'person']),
  inn: z.nullable(z.string()),
  kpp: z.nullable(z.string()),
  ogrn: z.nullable(z.string()),
  phone: z.nullable(z.string()),
  email: z.nullable(z.string()),
  otherPhones: z.array(z.string()),
  otherEmails: z.array(z.string()),
  addresses: z.array(z.string()),
  region: z.nullable(z.string()),
  note: z.nullable(z.string()),
  createdAt: z.string(),
  firstOrderedOn: z.nullable(z.string()),
  mayEdit: z.boolean(),
})
export type Client = z.infer<typeof clientShape>

const tag = text(40).check(z.minLength(1), z.regex(/^[^,;]*$/))

/** So many further phones, e-mails and addresses a client may have of each. */
export const MOST_OTHERS = 50
const several = (most: number) => z.optional(z.array(text(most)).check(z.maxLength(MOST_OTHERS)))

const editable = {
  kind: z.optional(z.enum(['company', 'person'])),
  name: z.optional(text(300).check(z.minLength(1))),
  externalId: clearable(100),
  inn: clearable(20),
  kpp: clearable(20),
  ogrn: clearable(20),
  phone: clearable(50),
  email: clearable(200),
  otherPhones: several(50),
  otherEmails: several(200),
  addresses: several(500),
  city: clearable(100),
  region: clearable(100),
  note: clearable(5000),
  ownerId: z.optional(z.nullable(id)),
  tags: z.optional(z.array(tag).check(z.maxLength(20))),
  fields: z.optional(fieldChanges),
}
const fieldRefusals = [
  'badFieldValue',
  'noSuchField',
  'badInn',
  'badKpp',
  'badOgrn',
  'badPhone',
  'badEmail',
  'externalIdTaken',
  'noSuchOwner',
  'nulByte',
  'notYours',
] as const

const filterRefusals = ['fieldGone', 'badFieldCondition'] as const

const byId = z.object({ id })
const readers = 'signedIn'
const writers = ['owner', 'head', 'rep'] as const

/** A base goes to one person, to several in equal parts of money, or to nobody. */
const toIds = z.array(id).check(z.maxLength(20))
const given = { clients: z.number(), turnoverMinor: z.number() }
const givers = ['owner', 'head'] as const
const handOverRefusals = ['notFound', 'notYours', 'noSuchOwner'] as const

export const clientsContract = {
  list: operation({
    method: 'GET',
    path: '/api/clients',
    summary: 'Clients with class, frequency and rhythm, page by page',
    access: readers,
    query: z.object({
      ...filterFields,
      sort: z.optional(z.enum(sorts)),
      direction: z.optional(z.enum(['asc', 'desc'])),
      cursor: z.optional(z.string().check(z.maxLength(1000))),
      limit: z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(200))),
    }),
    ok: z.object({ rows: z.array(clientRow), nextCursor: z.nullable(z.string()), ...basis.shape }),
    refusals: filterRefusals,
  }),
  count: operation({
    method: 'GET',
    path: '/api/clients/count',
    summary: 'How many clients the conditions leave, and their sum',
    access: readers,
    query: filterShape,
    ok: z.object({ count: z.number(), measureMinor: z.number(), atStakeMinor: z.number() }),
    refusals: filterRefusals,
  }),
  views: operation({
    method: 'GET',
    path: '/api/clients/views',
    summary: 'Counts of the usual views: all, mine, A and B that are late',
    access: readers,
    ok: z.object({ all: z.number(), mine: z.number(), lateAB: z.number(), unowned: z.number() }),
  }),
  search: operation({
    method: 'GET',
    path: '/api/clients/search',
    summary: 'Finds clients by name, phone, INN; forgives typos',
    access: readers,
    query: z.object({ text: text(200) }),
    ok: z.object({
      rows: z.array(
        z.object({
          id,
          name: z.string(),
          city: z.nullable(z.string()),
          inn: z.nullable(z.string()),
          valueClass,
        }),
      ),
    }),
  }),
  exportFile: operation({
    method: 'GET',
    path: '/api/clients/export',
    summary: 'The clients that the conditions leave, as CSV or XLSX',
    access: readers,
    query: z.object({ ...filterFields, ...tableChoice }),
    ok: 'file',
    refusals: ['tooManyRows', ...filterRefusals],
  }),
  get: operation({
    method: 'GET',
    path: '/api/clients/{id}',
    summary: 'One client',
    access: readers,
    params: byId,
    ok: clientShape,
    refusals: ['notFound'],
  }),
  create: operation({
    method: 'POST',
    path: '/api/clients',
    summary: 'Adds a client',
    access: writers,
    body: z.object({ ...editable, name: text(300).check(z.minLength(1)) }),
    ok: clientShape,
    refusals: fieldRefusals,
  }),
  find: operation({
    method: 'GET',
    path: '/api/clients/by-external-id/{externalId}',
    summary: 'One client by the code that it has in another system',
    access: readers,
    params: z.object({ externalId: z.string().check(z.minLength(1), z.maxLength(100)) }),
    ok: clientShape,
    refusals: ['notFound'],
  }),
  batch: operation({
    method: 'POST',
    path: '/api/clients/batch',
    summary:
      'Adds or changes up to 1,000 clients as one act: each is found by its id, else by its external id',
    access: writers,
    isBatch: true,
    body: batchOf(z.object({ ...editable, id: z.optional(id) })),
    ok: batchAnswer,
    refusals: [
      'batchRefused',
      'batchKeyMissing',
      'repeatedInBatch',
      ...fieldRefusals,
      'conflict',
      'notFound',
    ],
  }),
  update: operation({
    method: 'PATCH',
    path: '/api/clients/{id}',
    summary: 'Changes a client: absent leaves a field, null clears it',
    access: writers,
    params: byId,
    body: z.object({ ...editable, rev: z.int() }),
    ok: clientShape,
    refusals: [...fieldRefusals, 'conflict', 'notFound'],
  }),
  tags: operation({
    method: 'GET',
    path: '/api/clients/tags',
    summary: 'Tags in use, the commonest first',
    access: readers,
    ok: z.object({ rows: z.array(z.object({ name: z.string(), count: z.number() })) }),
  }),
  changeMany: operation({
    method: 'POST',
    path: '/api/clients/change',
    summary: 'Changes many clients as one act, which is undone as one',
    access: writers,
    body: z.object({
      /** either these or all that the conditions leave */
      ids: z.optional(z.array(id).check(z.minLength(1), z.maxLength(MOST_NAMED))),
      filter: z.optional(filterShape),
      /** made by the caller: live events of kind 'progress' bear it as their id, and the percent done as their rev */
      progressId: z.optional(id),
      change: z.object({
        ownerId: z.optional(z.nullable(id)),
        city: clearable(100),
        region: clearable(100),
        addTags: z.optional(z.array(tag).check(z.maxLength(20))),
        removeTags: z.optional(z.array(tag).check(z.maxLength(20))),
        isArchived: z.optional(z.boolean()),
        fields: z.optional(fieldChanges),
      }),
    }),
    ok: z.object({
      /** null = nothing was changed */
      unitId: z.nullable(id),
      changed: z.number(),
      /** chosen, and not this person's to change */
      skipped: z.number(),
    }),
    refusals: [
      'nothingChosen',
      'tooManyChosen',
      'noSuchOwner',
      'notYours',
      'badFieldValue',
      'noSuchField',
      ...filterRefusals,
    ],
  }),
  previewHandOver: operation({
    method: 'GET',
    path: '/api/users/{id}/clients/hand-over',
    summary: 'What a hand-over of a person’s whole base would give to whom, by class and by receiver',
    access: givers,
    params: byId,
    query: z.object({
      toIds: z.optional(z.string().check(z.regex(/^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,19}$/))),
    }),
    ok: z.object({
      ...given,
      archived: z.number(),
      classes: z.array(z.object({ valueClass, ...given })),
      parts: z.array(z.object({ userId: id, ...given })),
    }),
    refusals: handOverRefusals,
  }),
  handOver: operation({
    method: 'POST',
    path: '/api/users/{id}/clients/hand-over',
    summary:
      'Hands the whole base of a person over, the archive included, as one act, which is undone as one',
    access: givers,
    params: byId,
    body: z.object({ toIds }),
    ok: z.object({ unitId: id, changed: z.number() }),
    refusals: [...handOverRefusals, 'nothingChosen'],
  }),
  deactivateOwner: operation({
    method: 'POST',
    path: '/api/users/{id}/deactivate',
    summary: 'Closes a person’s access and hands their base over, as one act, which is undone as one',
    access: ['owner'],
    byToken: false,
    params: byId,
    body: z.object({ rev: z.int(), toIds }),
    ok: z.object({ unitId: id, changed: z.number() }),
    refusals: [...handOverRefusals, 'conflict', 'lastOwner'],
  }),
  history: operation({
    method: 'GET',
    path: '/api/clients/{id}/history',
    summary: 'Who changed what of a client, the newest first',
    access: readers,
    params: byId,
    ok: z.object({
      rows: z.array(
        z.object({
          id,
          at: z.string(),
          actor: z.nullable(z.string()),
          action: z.string(),
          fields: z.array(
            z.object({ name: z.string(), before: z.nullable(z.string()), after: z.nullable(z.string()) }),
          ),
        }),
      ),
    }),
    refusals: ['notFound'],
  }),
}
