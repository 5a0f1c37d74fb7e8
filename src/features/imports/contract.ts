import * as z from 'zod/mini'
import { likeness } from '#features/clients/contract.ts'
import { operation } from '#kernel/operation.ts'
import {
  type FieldName,
  fieldNames,
  type FileProfile,
  importKinds,
  type ImportMap,
  type ImportQuestion,
  matchKeys,
} from './domain/plan.ts'

const kind = z.enum(importKinds)
const states = [
  'reading',
  'questions',
  'mapped',
  'staging',
  'staged',
  'committing',
  'committed',
  'undoing',
  'undone',
  'cancelled',
  'failed',
] as const
export type ImportKindName = z.infer<typeof kind>

// Fields that all companies have by their names, a field of this company's own by its id.
const fieldKey = z.string().check(
  z.maxLength(50),
  z.refine((text) => (fieldNames as readonly string[]).includes(text) || /^field:[0-9a-f-]{36}$/.test(text)),
)
const columns = z.custom<Partial<Record<FieldName, string>>>(
  (value) => z.record(fieldKey, z.string().check(z.maxLength(500))).safeParse(value).success,
)
const isFew = (record: object): boolean => Object.keys(record).length <= 500
const skipRule = z.object({
  column: z.string(),
  op: z.enum(['<=', '=', 'empty', 'startsWith']),
  value: z.optional(z.union([z.string(), z.number()])),
})
export const mapShape = z.object({
  columns: z.optional(columns),
  returns: z.optional(
    z.object({
      by: z.enum(['sign', 'prefix', 'status']),
      value: z.optional(z.string()),
      treat: z.enum(['subtract', 'ignore']),
    }),
  ),
  skip: z.optional(z.array(skipRule).check(z.maxLength(50))),
  encoding: z.optional(z.string()),
  delimiter: z.optional(z.string().check(z.minLength(1), z.maxLength(1))),
  decimal: z.optional(z.enum(['.', ','])),
  dateOrder: z.optional(z.enum(['dmy', 'mdy', 'ymd'])),
  headerRow: z.optional(z.number().check(z.int(), z.gte(0), z.lte(1000))),
  sheet: z.optional(z.string().check(z.maxLength(200))),
  deals: z.optional(
    z.object({
      pipelineId: z.optional(z.uuid()),
      stages: z.optional(z.record(z.string().check(z.maxLength(500)), z.uuid()).check(z.refine(isFew))),
      lostReason: z.optional(
        z.object({ id: z.uuid(), note: z.optional(z.string().check(z.trim(), z.maxLength(2000))) }),
      ),
      noClient: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(300))),
    }),
  ),
})

const count = z.number()
const sum = z.object({ rows: count, amountMinor: count })
/** One line of the control sums: what the file holds, what is written, and what makes the difference. */
const controlSum = z.object({
  rows: count,
  fileMinor: count,
  writtenMinor: count,
  /** errors, ambiguous, skipped and ignored rows are left out; rounding is to whole minor units, order by order */
  reasons: z.array(
    z.object({
      code: z.enum(['errors', 'unknownOrders', 'ambiguous', 'skipped', 'rounding']),
      rows: count,
      amountMinor: count,
    }),
  ),
})
export type ControlSum = z.infer<typeof controlSum>
const spelling = z.object({
  name: z.string(),
  count,
  isListed: z.nullable(z.boolean()),
  alike: z.array(z.object({ name: z.string(), count, where: z.enum(['file', 'deals', 'products']) })),
})
export type Spelling = z.infer<typeof spelling>
export const previewShape = z.object({
  rows: count,
  new: count,
  updated: count,
  unchanged: count,
  ambiguous: count,
  errors: count,
  skipped: count,
  orders: count,
  clients: count,
  newClients: count,
  /** new clients who look like one of the base, and new ones too many to be compared */
  alike: z.optional(count),
  notCompared: z.optional(count),
  updatedClients: count,
  unassignedOrders: count,
  sharedNumbers: count,
  twoTimes: count,
  /** rows that repeat an earlier row of the file in everything that is read */
  repeats: count,
  unknownReps: z.array(z.string()),
  /** contacts that touches name and the base does not know */
  unknownContacts: z.optional(z.array(z.string())),
  /** what of the good rows did not come in as it stands: values left out, statuses we do not know */
  notices: z.array(
    z.object({
      code: z.enum([
        'leftOut',
        'unknownStatus',
        'unknownKind',
        'notClosed',
        'hopedClose',
        'noAmount',
        'noStage',
      ]),
      field: z.custom<FieldName>(),
      count,
      firstRow: count,
      samples: z.array(z.string()),
    }),
  ),
  sales: sum,
  returns: sum,
  ambiguousSum: sum,
  control: z.object({ sales: controlSum, returns: controlSum }),
  moneyTotal: z.string(),
  /** of a file of deals: what comes of its rows, by the kind of their stage */
  deals: z.optional(
    z.object({
      open: sum,
      won: sum,
      lost: sum,
      /** the days of the first and the last end among them */
      closed: z.nullable(z.object({ from: z.string(), to: z.string() })),
    }),
  ),
  /** products of the file that are written like others, or that the list of products lacks; nothing of that is put right */
  spellings: z.optional(z.array(spelling)),
})
export type Preview = z.infer<typeof previewShape>

const leftover = z.object({
  entity: z.enum(['client', 'order', 'contact', 'touch', 'deal', 'product']),
  id: z.uuid(),
  name: z.string(),
  reason: z.enum(['changedSince', 'hasOrders', 'hasContacts', 'hasDeals']),
  /** of a client that was there before: what of it somebody changed since; the rest is back */
  fields: z.optional(z.array(z.string())),
})
export type Leftover = z.infer<typeof leftover>

const progress = z.object({ step: z.string(), done: count, total: count })
export type Progress = z.infer<typeof progress>

export const runShape = z.object({
  id: z.uuid(),
  kind,
  state: z.enum(states),
  fileName: z.string(),
  fileSize: count,
  map: z.custom<ImportMap>(),
  profile: z.nullable(z.custom<FileProfile>()),
  questions: z.array(z.custom<ImportQuestion>()),
  preview: z.nullable(previewShape),
  progress: z.nullable(progress),
  failure: z.nullable(z.object({ code: z.string(), data: z.record(z.string(), z.unknown()) })),
  matchKeys: z.array(z.enum(matchKeys)),
  createdBy: z.nullable(z.string()),
  createdAt: z.string(),
  committedAt: z.nullable(z.string()),
  undoneAt: z.nullable(z.string()),
  /** an earlier import that wrote the very same file */
  sameAs: z.nullable(z.object({ id: z.uuid(), committedAt: z.string() })),
  leftovers: z.array(leftover),
  rev: z.int(),
})
export type ImportRun = z.infer<typeof runShape>

const summary = z.object({
  id: z.uuid(),
  kind,
  state: z.enum(states),
  fileName: z.string(),
  createdBy: z.nullable(z.string()),
  createdAt: z.string(),
  preview: z.nullable(previewShape),
})

const rowGroups = [
  'new',
  'updated',
  'unchanged',
  'ambiguous',
  'errors',
  'sharedNumbers',
  'twoTimes',
  'unassigned',
  'newClients',
  'alike',
] as const
export type RowGroup = (typeof rowGroups)[number]
const row = z.object({
  rowNumber: z.nullable(z.number()),
  label: z.string(),
  detail: z.string(),
  amountMinor: z.nullable(z.number()),
  id: z.nullable(z.uuid()),
  code: z.nullable(z.string()),
  column: z.nullable(z.string()),
  value: z.nullable(z.string()),
  /** a refused row's cells as they stood, to be put right in place */
  cells: z.nullable(z.array(z.string())),
  /** names a client whom the base knows more than once, for candidates and choose */
  key: z.nullable(z.string()),
  /** the client of the base whom a new one looks like */
  alike: z.nullable(
    z.object({
      id: z.uuid(),
      name: z.string(),
      detail: z.string(),
      confidence: z.number(),
      reasons: z.array(likeness),
    }),
  ),
})
export type ImportRow = z.infer<typeof row>

const candidate = z.object({ id: z.uuid(), name: z.string(), detail: z.string() })
export type Candidate = z.infer<typeof candidate>

const importers = ['owner', 'head'] as const
const byId = z.object({ id: z.uuid() })
const idQuery = z.object({ language: z.optional(z.enum(['ru', 'en'])) })

export const importsContract = {
  list: operation({
    method: 'GET',
    path: '/api/imports',
    summary: 'Imports, the newest first',
    access: importers,
    query: z.object({ cursor: z.optional(z.uuid()) }),
    ok: z.object({ rows: z.array(summary), nextCursor: z.nullable(z.string()) }),
  }),
  upload: operation({
    method: 'POST',
    path: '/api/imports/{kind}',
    summary: 'Brings a file; reading it begins at once',
    access: importers,
    params: z.object({ kind }),
    body: 'file',
    ok: byId,
    refusals: ['emptyFile'],
  }),
  get: operation({
    method: 'GET',
    path: '/api/imports/{id}',
    summary: 'One import with all that is known of it',
    access: importers,
    params: byId,
    ok: runShape,
    refusals: ['notFound'],
  }),
  setMap: operation({
    method: 'PUT',
    path: '/api/imports/{id}/map',
    summary: 'Says how the file is to be read; reads it again where that changed',
    access: importers,
    params: byId,
    body: z.object({
      rev: z.int(),
      map: mapShape,
      kind: z.optional(kind),
      matchKeys: z.optional(z.array(z.enum(matchKeys)).check(z.minLength(1))),
    }),
    ok: runShape,
    refusals: ['conflict', 'wrongState'],
  }),
  stage: operation({
    method: 'POST',
    path: '/api/imports/{id}/stage',
    summary: 'Reads all rows and works out what would change, writing nothing',
    access: importers,
    params: byId,
    ok: runShape,
    refusals: ['wrongState', 'importQuestions'],
  }),
  commit: operation({
    method: 'POST',
    path: '/api/imports/{id}/commit',
    summary: 'Writes the import, whole or not at all',
    access: importers,
    params: byId,
    ok: runShape,
    refusals: ['wrongState'],
  }),
  cancel: operation({
    method: 'POST',
    path: '/api/imports/{id}/cancel',
    summary: 'Stops what is under way; nothing of it stays',
    access: importers,
    params: byId,
    ok: runShape,
    refusals: ['wrongState'],
  }),
  resume: operation({
    method: 'POST',
    path: '/api/imports/{id}/resume',
    summary: 'Goes on with an import that a crash left in the middle',
    access: importers,
    params: byId,
    ok: runShape,
    refusals: ['wrongState'],
  }),
  remove: operation({
    method: 'DELETE',
    path: '/api/imports/{id}',
    summary: 'Forgets an import that was not written, with its file',
    access: importers,
    params: byId,
    ok: z.object({}),
    refusals: ['notFound', 'wrongState'],
  }),
  fixRow: operation({
    method: 'PUT',
    path: '/api/imports/{id}/rows/{rowNumber}',
    summary: 'Puts a refused row right: its cells as they should have stood',
    access: importers,
    params: z.object({ id: z.uuid(), rowNumber: z.coerce.number().check(z.int()) }),
    body: z.object({ cells: z.array(z.string().check(z.maxLength(10_000))).check(z.maxLength(2000)) }),
    ok: runShape,
    refusals: ['notFound', 'wrongState', 'rowStillWrong'],
  }),
  candidates: operation({
    method: 'GET',
    path: '/api/imports/{id}/candidates',
    summary: 'Clients of the base who may be the one that a row means',
    access: importers,
    params: byId,
    query: z.object({ key: z.string() }),
    ok: z.object({ rows: z.array(candidate) }),
    refusals: ['notFound', 'wrongState'],
  }),
  choose: operation({
    method: 'PUT',
    path: '/api/imports/{id}/choices',
    summary: 'Says which client a row means; null makes a new one',
    access: importers,
    params: byId,
    body: z.object({ key: z.string(), clientId: z.nullable(z.uuid()) }),
    ok: runShape,
    refusals: ['notFound', 'wrongState'],
  }),
  undo: operation({
    method: 'POST',
    path: '/api/imports/{id}/undo',
    summary: 'Undoes a committed import: its records go, earlier values come back',
    access: importers,
    params: byId,
    ok: runShape,
    refusals: ['wrongState'],
  }),
  rows: operation({
    method: 'GET',
    path: '/api/imports/{id}/rows',
    summary: 'The rows of one group of the preview or the result',
    access: importers,
    params: byId,
    query: z.object({ group: z.enum(rowGroups), cursor: z.optional(z.string().check(z.maxLength(40))) }),
    ok: z.object({ rows: z.array(row), nextCursor: z.nullable(z.string()) }),
    refusals: ['notFound'],
  }),
  refusedFile: operation({
    method: 'GET',
    path: '/api/imports/{id}/refused.csv',
    summary: 'The refused rows with their reasons',
    access: importers,
    params: byId,
    query: idQuery,
    ok: 'file',
    refusals: ['notFound'],
  }),
}
