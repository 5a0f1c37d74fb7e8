import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { checkUrl } from './check-url.ts'
import { webhooksContract as contract } from './contract.ts'
import type { WebhookPlace } from './deliver.ts'
import * as reports from './reports.ts'
import { replay, sendTest } from './send-again.ts'
import { newSecret } from './sign.ts'
import * as store from './store.ts'

const MOST = 20
const GRACE_MS = 86_400_000

/** Whom Gorn tells of changes, and the log of how that went. Owners only: a webhook carries what an owner sees. */
export function webhooksApi(services: Services, place: WebhookPlace): Handled[] {
  const { db, now, runUnit } = services
  const shown = (id: string) => reports.findWebhook(db, now(), id)
  return [
    handle(contract.list, async () => ({ rows: await reports.listWebhooks(db, now()) })),
    handle(contract.listDeliveries, ({ params, query }) => reports.listDeliveries(db, params.id, query)),
    handle(contract.getDelivery, ({ params }) => reports.getDelivery(db, params.id)),

    handle(contract.add, async ({ actor, body }) => {
      const [id, secret] = [newId(), newSecret()]
      const url = await checkUrl(body.url, place.allowed)
      await runUnit(actor, async (unit) => {
        if ((await store.countLocked(unit.trx)) >= MOST) throw new Refusal('tooManyWebhooks', { most: MOST })
        const after = await store.insertWebhook(unit.trx, { ...body, url, id, secret })
        const { rev } = after
        await unit.record({ action: 'webhook.created', entity: 'webhook', id, after, rev })
      })
      return { webhook: await shown(id), secret }
    }),

    handle(contract.update, async ({ actor, params: { id }, body: { rev, ...body } }) => {
      const url = body.url === undefined ? {} : { url: await checkUrl(body.url, place.allowed) }
      const { note, events, isActive } = body
      const fields = {
        ...url,
        ...(note !== undefined && { note }),
        ...(events && { events }),
        ...(isActive !== undefined && { isActive, pauseReason: null }),
      }
      await runUnit(actor, async (unit) => {
        const before = await store.lockWebhook(unit.trx, id)
        if (before.rev !== rev) throw new Refusal('conflict', { current: before })
        const after = await store.updateWebhook(unit.trx, id, fields)
        await unit.record({ action: 'webhook.updated', entity: 'webhook', id, before, after, rev: after.rev })
      })
      return shown(id)
    }),

    handle(contract.remove, ({ actor, params: { id } }) =>
      runUnit(actor, async (unit) => {
        const before = await store.lockWebhook(unit.trx, id)
        await store.updateWebhook(unit.trx, id, { removedAt: now() })
        await unit.record({ action: 'webhook.removed', entity: 'webhook', id, before })
        return { unitId: unit.id }
      }),
    ),

    handle(contract.renewSecret, async ({ actor, params: { id } }) => {
      const secret = newSecret()
      await runUnit(actor, async (unit) => {
        await store.lockWebhook(unit.trx, id)
        await store.renewSecret(unit.trx, id, secret, new Date(now().getTime() + GRACE_MS))
        await unit.record({ action: 'webhook.secretRenewed', entity: 'webhook', id })
      })
      return { webhook: await shown(id), secret }
    }),

    handle(contract.sendTest, ({ actor, params }) => sendTest(services, actor, params.id)),
    handle(contract.replay, ({ actor, params }) => replay(services, actor, { deliveryId: params.id })),
    handle(contract.replayFailed, ({ actor, params }) => replay(services, actor, { webhookId: params.id })),
  ]
}
