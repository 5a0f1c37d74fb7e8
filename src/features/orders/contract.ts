import * as z from 'zod/mini'
import { batchAnswer, batchOf } from '#kernel/batch.ts'
import { operation } from '#kernel/operation.ts'
import { tableChoice } from '#kernel/table-choice.ts'
import { dayShape as day, instantShape as instant } from '#kernel/shapes.ts'

const id = z.uuid()
export const orderStatus = z.enum(['placed', 'paid', 'shipped', 'cancelled', 'return'])
export type OrderStatusName = z.infer<typeof orderStatus>
// A return is a status, never a sign; sums of many must stay exact as numbers.
const amount = z.number().check(z.int(), z.gte(0), z.lte(1e14))

export const orderRow = z.object({
  id,
  rev: z.int(),
  number: z.string(),
  clientId: z.nullable(id),
  clientName: z.nullable(z.string()),
  orderedAt: z.string(),
  orderedOn: z.string(),
  amountMinor: z.number(),
  costMinor: z.nullable(z.number()),
  status: orderStatus,
  repName: z.nullable(z.string()),
  lineCount: z.number(),
})
export type OrderRow = z.infer<typeof orderRow>

const line = z.object({
  lineNo: z.number(),
  product: z.string(),
  quantity: z.string(),
  unitPrice: z.nullable(z.string()),
  amount: z.string(),
})

const number = z.string().check(z.trim(), z.minLength(1), z.maxLength(100))
/** where the number comes from: 'file', 'hand', 'api' or the name of another system */
const source = z.string().check(z.regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,39}$/u))
const decimal = z.union([
  z.string().check(z.regex(/^-?\d{1,12}(\.\d{1,6})?$/)),
  z.number().check(z.gte(-1e12), z.lte(1e12)),
])
const sentOrder = {
  source: z.optional(source),
  /** the client's id, or their code in another system */
  clientId: z.optional(id),
  clientExternalId: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
  amountMinor: z.optional(amount),
  costMinor: z.optional(z.nullable(amount)),
  status: z.optional(orderStatus),
  repName: z.optional(z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(120)))),
  /** in the order of the document; they replace those that are there */
  lines: z.optional(
    z
      .array(
        z.object({
          product: z.string().check(z.trim(), z.maxLength(500)),
          quantity: z.optional(decimal),
          unitPrice: z.optional(z.nullable(decimal)),
          /** in major units; quantity × price when left out */
          amount: z.optional(decimal),
        }),
      )
      .check(z.maxLength(500)),
  ),
}
const lineRefusals = ['lineWithoutAmount', 'linesOutOfRange'] as const

const filterFields = {
  clientId: z.optional(id),
  from: z.optional(day),
  to: z.optional(day),
  status: z.optional(orderStatus),
  /** orders without a client; only for those who see everything */
  unassigned: z.optional(z.stringbool()),
}
export const orderFilter = z.object(filterFields)
export type OrderFilter = z.infer<typeof orderFilter>

const byId = z.object({ id })
const writers = ['owner', 'head', 'rep'] as const

export const ordersContract = {
  list: operation({
    method: 'GET',
    path: '/api/orders',
    summary: 'Orders, the newest first, with the count and sum of all that the conditions leave',
    access: 'signedIn',
    query: z.object({ ...filterFields, cursor: z.optional(z.string().check(z.maxLength(200))) }),
    ok: z.object({
      rows: z.array(orderRow),
      nextCursor: z.nullable(z.string()),
      count: z.number(),
      /** orders less returns, cancelled ones left out */
      turnoverMinor: z.number(),
      returnsMinor: z.number(),
      returnCount: z.number(),
    }),
  }),
  exportFile: operation({
    method: 'GET',
    path: '/api/orders/export',
    summary: 'The orders that the conditions leave, as CSV or XLSX',
    access: 'signedIn',
    query: z.object({ ...filterFields, ...tableChoice }),
    ok: 'file',
    refusals: ['tooManyRows'],
  }),
  exportLines: operation({
    method: 'GET',
    path: '/api/orders/export-lines',
    summary: 'The lines of those orders, as CSV or XLSX',
    access: 'signedIn',
    query: z.object({ ...filterFields, ...tableChoice }),
    ok: 'file',
    refusals: ['tooManyRows'],
  }),
  get: operation({
    method: 'GET',
    path: '/api/orders/{id}',
    summary: 'One order with its lines, 500 at most',
    access: 'signedIn',
    params: byId,
    ok: z.object({ ...orderRow.shape, lines: z.array(line) }),
    refusals: ['notFound'],
  }),
  find: operation({
    method: 'GET',
    path: '/api/orders/by-number',
    summary: 'Orders of a number; one number may name an order for each of several clients',
    access: 'signedIn',
    query: z.object({ number, source: z.optional(source) }),
    ok: z.object({ rows: z.array(orderRow) }),
  }),
  create: operation({
    method: 'POST',
    path: '/api/orders',
    summary: 'Adds an order, with its lines; without an amount it is the sum of the lines',
    access: writers,
    body: z.object({ ...sentOrder, number: z.optional(number), orderedAt: instant }),
    ok: orderRow,
    refusals: ['notFound', 'notYours', 'numberTaken', 'nulByte', ...lineRefusals],
  }),
  batch: operation({
    method: 'POST',
    path: '/api/orders/batch',
    summary:
      'Adds or changes up to 1,000 orders with their lines as one act: each is found by its source and number',
    access: writers,
    isBatch: true,
    body: z.object({
      ...batchOf(z.object({ ...sentOrder, number, orderedAt: z.optional(instant) })).shape,
      /** of all items that name none; 'api' when left out */
      source: z.optional(source),
    }),
    ok: batchAnswer,
    refusals: [
      'batchRefused',
      'repeatedInBatch',
      'numberAmbiguous',
      'notFound',
      'notYours',
      'nulByte',
      'conflict',
      ...lineRefusals,
    ],
  }),
  setStatus: operation({
    method: 'PATCH',
    path: '/api/orders/{id}',
    summary: 'Changes the status of an order',
    access: writers,
    params: byId,
    body: z.object({ rev: z.int(), status: orderStatus }),
    ok: orderRow,
    refusals: ['notFound', 'notYours', 'conflict'],
  }),
  months: operation({
    method: 'GET',
    path: '/api/clients/{id}/months',
    summary: 'Turnover of a client by month, 24 months to the as-of day',
    access: 'signedIn',
    params: byId,
    ok: z.object({
      rows: z.array(
        z.object({
          month: z.string(),
          turnoverMinor: z.number(),
          orderCount: z.number(),
          isInWindow: z.boolean(),
        }),
      ),
      returnsMinor: z.number(),
      returnCount: z.number(),
    }),
    refusals: ['notFound'],
  }),
}
