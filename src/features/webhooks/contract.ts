import * as z from 'zod/mini'
import { operation } from '#kernel/operation.ts'
import { webhookEvents } from './domain/events.ts'

const id = z.uuid()
const byId = z.object({ id })
const access = ['owner'] as const
const events = z
  .array(z.enum(webhookEvents as unknown as [string, ...string[]]))
  .check(z.minLength(1), z.maxLength(webhookEvents.length))
const url = z.string().check(z.trim(), z.minLength(1), z.maxLength(1000))
const note = z.string().check(z.trim(), z.maxLength(200))

const webhook = z.object({
  id,
  url: z.string(),
  note: z.string(),
  events: z.array(z.string()),
  isActive: z.boolean(),
  /** why Gorn stopped it itself; null = it goes, or a person stopped it */
  pauseReason: z.nullable(z.enum(['failing', 'gone'])),
  /** since when nothing has gone through */
  failingSince: z.nullable(z.string()),
  /** until when the secret before this one signs as well */
  previousUntil: z.nullable(z.string()),
  /** deliveries to come and deliveries given up, counted to a thousand */
  waiting: z.number(),
  failed: z.number(),
  rev: z.int(),
})
export type Webhook = z.infer<typeof webhook>

/** The states of a delivery. */
export const deliveryStates = ['waiting', 'delivered', 'failed'] as const
const state = z.enum(deliveryStates)
export type DeliveryState = z.infer<typeof state>

const delivery = z.object({
  id,
  eventId: id,
  event: z.string(),
  /** name of the record that changed */
  name: z.nullable(z.string()),
  at: z.string(),
  state,
  attempts: z.number(),
  nextAttemptAt: z.nullable(z.string()),
})
export type Delivery = z.infer<typeof delivery>

const attempt = z.object({
  at: z.string(),
  durationMs: z.number(),
  status: z.nullable(z.number()),
  failure: z.nullable(z.string()),
  detail: z.nullable(z.string()),
  /** the first kilobyte of what the receiver answered */
  answer: z.nullable(z.string()),
})
export type Attempt = z.infer<typeof attempt>

const urlRefusals = ['webhookUrl', 'webhookPrivate', 'webhookUnresolved'] as const
const withSecret = z.object({ webhook, secret: z.string() })

// Where the company's data goes is decided by a person who is signed in, never by a token.
export const webhooksContract = {
  list: operation({
    method: 'GET',
    path: '/api/webhooks',
    summary: 'Whom Gorn tells of changes, and how that goes',
    access,
    ok: z.object({ rows: z.array(webhook) }),
  }),
  add: operation({
    method: 'POST',
    path: '/api/webhooks',
    summary: 'Adds a webhook; its secret is in this answer and nowhere else',
    access,
    byToken: false,
    body: z.object({ url, note: z._default(note, ''), events }),
    ok: withSecret,
    refusals: [...urlRefusals, 'tooManyWebhooks'],
  }),
  update: operation({
    method: 'PATCH',
    path: '/api/webhooks/{id}',
    summary: 'Changes where a webhook goes, what it is told of, or whether it goes at all',
    access,
    byToken: false,
    params: byId,
    body: z.object({
      rev: z.int(),
      url: z.optional(url),
      note: z.optional(note),
      events: z.optional(events),
      isActive: z.optional(z.boolean()),
    }),
    ok: webhook,
    refusals: [...urlRefusals, 'notFound'],
  }),
  remove: operation({
    method: 'DELETE',
    path: '/api/webhooks/{id}',
    summary: 'Removes a webhook; for thirty days it can be brought back',
    access,
    byToken: false,
    params: byId,
    ok: z.object({ unitId: id }),
    refusals: ['notFound'],
  }),
  renewSecret: operation({
    method: 'POST',
    path: '/api/webhooks/{id}/secret',
    summary: 'Gives a webhook a new secret; for a day the one before signs as well',
    access,
    byToken: false,
    params: byId,
    ok: withSecret,
    refusals: ['notFound'],
  }),
  sendTest: operation({
    method: 'POST',
    path: '/api/webhooks/{id}/test',
    summary: 'Sends a test event',
    access,
    params: byId,
    ok: z.object({ deliveryId: id }),
    refusals: ['notFound', 'webhookPaused'],
  }),
  listDeliveries: operation({
    method: 'GET',
    path: '/api/webhooks/{id}/deliveries',
    summary: 'What was sent by a webhook, or will be, the newest first',
    access,
    params: byId,
    query: z.object({ state: z.optional(state), cursor: z.optional(id) }),
    ok: z.object({ rows: z.array(delivery), nextCursor: z.nullable(z.string()) }),
    refusals: ['notFound'],
  }),
  getDelivery: operation({
    method: 'GET',
    path: '/api/webhook-deliveries/{id}',
    summary: 'One delivery: what is sent, and each attempt with its answer',
    access,
    params: byId,
    ok: z.object({ delivery, body: z.string(), attempts: z.array(attempt) }),
    refusals: ['notFound'],
  }),
  replay: operation({
    method: 'POST',
    path: '/api/webhook-deliveries/{id}/replay',
    summary: 'Sends a delivery again, under the same id',
    access,
    params: byId,
    ok: z.object({ count: z.number() }),
    refusals: ['notFound', 'webhookPaused'],
  }),
  replayFailed: operation({
    method: 'POST',
    path: '/api/webhooks/{id}/replay',
    summary: 'Sends all deliveries again that were given up',
    access,
    params: byId,
    ok: z.object({ count: z.number() }),
    refusals: ['notFound', 'webhookPaused'],
  }),
}
