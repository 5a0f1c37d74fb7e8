import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'

const id = z.uuid()
const day = z.iso.date()
const word = z.string().check(z.regex(/^[a-zA-Z.]{1,60}$/))

/** Conditions of the history; days are inclusive, in the workspace's zone. */
const filterFields = {
  actorId: z.optional(id),
  entity: z.optional(word),
  entityId: z.optional(id),
  channel: z.optional(z.enum(['web', 'api', 'cli', 'job'])),
  from: z.optional(day),
  to: z.optional(day),
  text: z.optional(z.string().check(z.trim(), z.maxLength(200))),
}
const filterShape = z.object(filterFields)
export type HistoryFilter = z.infer<typeof filterShape>

const unit = z.object({
  id,
  at: z.string(),
  /** null = the machine: a job or the command line */
  actor: z.nullable(z.string()),
  channel: z.enum(['web', 'api', 'cli', 'job']),
  address: z.nullable(z.string()),
  action: z.string(),
  entity: z.string(),
  entityId: z.nullable(id),
  /** name of the first record that it changed */
  name: z.nullable(z.string()),
  count: z.number(),
  reason: z.nullable(z.string()),
  undoesId: z.nullable(id),
  isUndone: z.boolean(),
  mayUndo: z.boolean(),
})
export type HistoryUnit = z.infer<typeof unit>

const entry = z.object({
  id,
  action: z.string(),
  entity: z.string(),
  entityId: z.nullable(id),
  name: z.nullable(z.string()),
  fields: z.array(
    z.object({ name: z.string(), before: z.nullable(z.string()), after: z.nullable(z.string()) }),
  ),
})
export type HistoryEntry = z.infer<typeof entry>

const undone = z.object({
  unitId: id,
  /** records of which at least one field returned */
  undone: z.number(),
  /** records that stay as they are, wholly or in part */
  left: z.number(),
  /** the first hundred of them */
  leftovers: z.array(
    z.object({
      entity: z.string(),
      id: z.nullable(id),
      name: z.string(),
      reason: z.enum(['changedSince', 'inUse', 'gone']),
      fields: z.array(z.string()),
    }),
  ),
})

const readers = ['owner', 'head'] as const
const writers = ['owner', 'head', 'rep'] as const
const byId = z.object({ id })
const undoRefusals = [
  'notFound',
  'alreadyUndone',
  'nothingToUndo',
  'changedSince',
  'notYours',
  'currencyInUse',
  'mergeTooOld',
  'viewNameTaken',
  'tooManyViews',
] as const

export const historyContract = {
  list: operation({
    method: 'GET',
    path: '/api/history',
    summary: 'Who did what and when, the newest first',
    access: readers,
    query: z.object({ ...filterFields, cursor: z.optional(id) }),
    ok: z.object({ rows: z.array(unit), nextCursor: z.nullable(z.string()) }),
  }),
  get: operation({
    method: 'GET',
    path: '/api/history/{id}',
    summary: 'What one act changed, field by field',
    access: readers,
    params: byId,
    query: z.object({ cursor: z.optional(id) }),
    ok: z.object({ rows: z.array(entry), nextCursor: z.nullable(z.string()) }),
    refusals: ['notFound'],
  }),
  exportCsv: operation({
    method: 'GET',
    path: '/api/history/export.csv',
    summary: 'The history that the conditions leave, as CSV, a line a field',
    access: readers,
    query: z.object({ ...filterFields, language: z.optional(z.enum(['ru', 'en'])) }),
    ok: 'file',
  }),
  undo: operation({
    method: 'POST',
    path: '/api/history/{id}/undo',
    summary: 'Takes one act back; fields that somebody changed since stay and are named',
    access: writers,
    params: byId,
    ok: undone,
    refusals: undoRefusals,
  }),
  undoChange: operation({
    method: 'POST',
    path: '/api/history/undo',
    summary: 'Takes back the act that left a record at this rev',
    access: writers,
    body: z.object({ entity: word, id: z.nullable(id), rev: z.int() }),
    ok: undone,
    refusals: undoRefusals,
  }),
}
