import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'
import { filterShape, sorts } from './contract.ts'

/** So many columns the list has at most, those of own fields included. */
const MOST_COLUMNS = 100
/** So many views a person has at most. */
export const MOST_VIEWS = 50

const id = z.uuid()
const name = z.string().check(z.trim(), z.minLength(1), z.maxLength(60))
const columns = z.array(z.string().check(z.regex(/^[\w:-]{1,60}$/))).check(z.maxLength(MOST_COLUMNS))

/** What a view keeps of the address of the list: the conditions and the order. */
export const viewSearch = z.object({
  ...filterShape.shape,
  sort: z.optional(z.enum(sorts)),
  direction: z.optional(z.enum(['asc', 'desc'])),
})
export type ViewSearch = z.infer<typeof viewSearch>

const view = z.object({
  id,
  rev: z.int(),
  name: z.string(),
  /** 'me' in it is whoever looks */
  search: viewSearch,
  /** names of kept conditions that there are no more; they do not narrow the list */
  lost: z.array(z.string()),
  columns,
  isShared: z.boolean(),
  isMine: z.boolean(),
  author: z.string(),
  mayChange: z.boolean(),
})
export type View = z.infer<typeof view>

const byId = z.object({ id })
const changed = z.object({ view, unitId: id })

export const viewsContract = {
  list: operation({
    method: 'GET',
    path: '/api/views',
    summary:
      'The caller’s views of the client list, those shared with all, and the columns that the caller chose',
    access: 'signedIn',
    ok: z.object({
      /** own ones first, by name */
      rows: z.array(view),
      /** in their order; null = those that the list begins with */
      columns: z.nullable(columns),
    }),
  }),
  create: operation({
    method: 'POST',
    path: '/api/views',
    summary: 'Keeps conditions, order and columns of the client list under a name',
    access: 'signedIn',
    body: z.object({ name, search: viewSearch, columns, isShared: z.optional(z.boolean()) }),
    ok: changed,
    refusals: ['viewNameTaken', 'tooManyViews', 'mayNotShare', 'nulByte'],
  }),
  update: operation({
    method: 'PATCH',
    path: '/api/views/{id}',
    summary: 'Changes a view; one that is shared is changed by its author, a head or the owner',
    access: 'signedIn',
    params: byId,
    body: z.object({
      rev: z.int(),
      name: z.optional(name),
      search: z.optional(viewSearch),
      columns: z.optional(columns),
      isShared: z.optional(z.boolean()),
    }),
    ok: changed,
    refusals: ['conflict', 'notFound', 'notYourView', 'viewNameTaken', 'mayNotShare', 'nulByte'],
  }),
  remove: operation({
    method: 'DELETE',
    path: '/api/views/{id}',
    summary: 'Removes a view',
    access: 'signedIn',
    params: byId,
    ok: z.object({ unitId: id }),
    refusals: ['notFound', 'notYourView'],
  }),
  chooseColumns: operation({
    method: 'PUT',
    path: '/api/views/columns',
    summary: 'Keeps the columns of the client list that the caller sees on every device; null = as at first',
    access: 'signedIn',
    body: z.object({ columns: z.nullable(columns) }),
    ok: z.object({ columns: z.nullable(columns) }),
  }),
}
