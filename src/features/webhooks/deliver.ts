import { systemActor } from '#kernel/actor.ts'
import { announce } from '#server/unit.ts'
import type { Services } from '#server/services.ts'
import { toPayload } from './domain/payload.ts'
import { nextAttemptAt, pauseReason } from './domain/retry.ts'
import { readTarget } from '#server/outgoing/target.ts'
import * as outbox from './outbox.ts'
import { type Outcome, post, resolveHost } from '#server/outgoing/post.ts'
import { signedHeaders } from './sign.ts'
import * as store from './store.ts'

export const DELIVER_JOB = 'webhooks.deliver'

/** How the server sends: neighbours that are allowed (host:port), the longest wait, the name that it gives itself. */
export type WebhookPlace = { allowed: readonly string[]; timeoutMs: number; gorn: string }

const IN_FLIGHT = 10
// Longer than a batch can take: a sender that died gives its webhook back by it, one that failed rests as long.
const HOLD_MS = 60_000
const BATCHES = 50

const later = (now: Date, ms: number): Date => new Date(now.getTime() + ms)

async function attempt(
  { db, now }: Services,
  place: WebhookPlace,
  outlet: outbox.Outlet,
  { deliveryId, attempts, source }: outbox.Due,
): Promise<Outcome> {
  const at = now()
  const begin = performance.now()
  const body = JSON.stringify(toPayload(source))
  const headers = {
    'content-type': 'application/json',
    'user-agent': `Gorn/${place.gorn}`,
    ...signedHeaders(outlet.secrets, { id: source.id, at, body }),
  }
  const read = readTarget(outlet.url, place.allowed)
  // The list of allowed neighbours may have become shorter since it was saved.
  const outcome: Outcome = read.ok
    ? await post(read.target, { headers, body }, { timeoutMs: place.timeoutMs, resolve: resolveHost })
    : { status: null, failure: 'private', detail: outlet.url, answer: null }
  await outbox.noteAttempt(db, deliveryId, {
    ...outcome,
    at,
    durationMs: Math.round(performance.now() - begin),
    nextAt: outcome.failure === null ? null : nextAttemptAt(attempts + 1, now()),
  })
  return outcome
}

async function pause({ runUnit }: Services, id: string, reason: 'failing' | 'gone'): Promise<void> {
  await runUnit(systemActor('job'), async (unit) => {
    const before = await store.lockWebhook(unit.trx, id)
    const after = await store.updateWebhook(unit.trx, id, { isActive: false, pauseReason: reason })
    await unit.record({ action: 'webhook.paused', entity: 'webhook', id, before, after, rev: after.rev })
  })
}

/** One batch, all at once; says whether there may be more to do. */
async function sendBatch(services: Services, place: WebhookPlace, webhookId: string): Promise<boolean> {
  const { db, now } = services
  const outlet = await outbox.take(db, webhookId, now(), later(now(), HOLD_MS))
  if (!outlet) return false
  const due = await outbox.listDue(db, webhookId, now(), IN_FLIGHT)
  const outcomes = await Promise.all(due.map((it) => attempt(services, place, outlet, it)))
  const isFailing = due.length > 0 && outcomes.every(({ failure }) => failure !== null)
  const failingSince = isFailing
    ? (outlet.failingSince ?? now())
    : due.length > 0
      ? null
      : outlet.failingSince
  // Nothing goes through: the next batch waits a minute, so that what waits here takes no place from others.
  await outbox.giveBack(db, webhookId, { failingSince, restsUntil: isFailing ? later(now(), HOLD_MS) : null })
  if (due.length > 0) await announce(db, { entity: 'webhook', id: webhookId })
  if (!isFailing) return (await outbox.listDue(db, webhookId, now(), 1)).length > 0
  const isGone = outcomes.some(({ failure }) => failure === 'gone')
  const reason = pauseReason(isGone ? 'gone' : 'status', failingSince, now())
  if (reason) await pause(services, webhookId, reason)
  return false
}

/** Sends what is due at one webhook. One with very much to send goes to the end of the line now and then. */
export async function deliver(services: Services, place: WebhookPlace, webhookId: string): Promise<void> {
  for (let batch = 0; batch < BATCHES; batch++) if (!(await sendBatch(services, place, webhookId))) return
  await services.runUnit(systemActor('job'), (unit) => unit.addJob(DELIVER_JOB, { webhookId }))
}
