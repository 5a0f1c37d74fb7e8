import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import type { Unit } from '#server/unit.ts'
import { DELIVER_JOB } from './deliver.ts'
import { TEST_EVENT } from './domain/events.ts'
import * as store from './store.ts'

async function lockGoing(unit: Unit, id: string): Promise<void> {
  const { isActive } = await store.lockWebhook(unit.trx, id)
  if (!isActive) throw new Refusal('webhookPaused')
}

/** Sends a test event to one webhook: an entry of the history like any other. */
export async function sendTest(
  { runUnit }: Services,
  actor: Actor,
  webhookId: string,
): Promise<{ deliveryId: string }> {
  return runUnit(actor, async (unit) => {
    await lockGoing(unit, webhookId)
    await unit.record({ action: TEST_EVENT, entity: 'webhook', id: webhookId })
    const entry = await sql<{ id: string }>`select id from audit_log where unit_id = ${unit.id}`.execute(
      unit.trx,
    )
    const deliveryId = await store.insertDelivery(unit.trx, webhookId, entry.rows[0]?.id ?? '')
    await store.wake(unit.trx, webhookId)
    await unit.addJob(DELIVER_JOB, { webhookId })
    return { deliveryId }
  })
}

/** Sends again: one delivery, or all of a webhook that were given up. Each keeps its id. */
export async function replay(
  { runUnit }: Services,
  actor: Actor,
  which: { deliveryId: string } | { webhookId: string },
): Promise<{ count: number }> {
  return runUnit(actor, async (unit) => {
    const deliveryId = 'deliveryId' in which ? which.deliveryId : null
    const id = 'webhookId' in which ? which.webhookId : await store.findWebhookOf(unit.trx, which.deliveryId)
    await lockGoing(unit, id)
    const count = await store.makeDue(unit.trx, id, deliveryId)
    await unit.record({ action: 'webhook.replayed', entity: 'webhook', id, after: { count } })
    await unit.addJob(DELIVER_JOB, { webhookId: id })
    return { count }
  })
}
