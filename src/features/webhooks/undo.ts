import { mayCall } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Entry, type Undoer, type Undoers, undoFields } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import { webhooksContract as contract } from './contract.ts'
import * as store from './store.ts'

const owners = (undo: Undoer): Undoer => {
  return (unit, entry) => {
    if (!mayCall(contract.update.access, unit.actor.role)) throw new Refusal('notAllowed')
    return undo(unit, entry)
  }
}
const done = { isUndone: true, leftover: null }

function undoEdit(unit: Unit, entry: Entry): ReturnType<Undoer> {
  const id = entry.entityId ?? ''
  return undoFields(entry, String(entry.after['url'] ?? ''), {
    load: () => store.lockWebhook(unit.trx, id),
    async save(before, fields) {
      const after = await store.updateWebhook(unit.trx, id, fields)
      const { rev } = after
      await unit.record({ action: 'webhook.updated', entity: 'webhook', id, before, after, rev })
    },
  })
}

/** What of webhooks can be taken back: an edit, a pause, an addition, a removal. What was sent, was sent. */
export const webhookUndoers = (now: () => Date): Undoers => ({
  'webhook.updated': owners(undoEdit),
  'webhook.paused': owners(undoEdit),
  'webhook.created': owners(async (unit, { entity, entityId, after }) => {
    const id = entityId ?? ''
    const before = await store.lockWebhook(unit.trx, id)
    const leftover = { entity, id, name: before.url, reason: 'changedSince' as const, fields: [] }
    if (before.rev !== after['rev']) return { isUndone: false, leftover }
    await store.updateWebhook(unit.trx, id, { removedAt: now() })
    await unit.record({ action: 'webhook.removed', entity: 'webhook', id, before })
    return done
  }),
  'webhook.removed': owners(async (unit, { entityId }) => {
    const id = entityId ?? ''
    await store.lockWebhook(unit.trx, id, true)
    const after = await store.updateWebhook(unit.trx, id, { removedAt: null })
    await unit.record({ action: 'webhook.created', entity: 'webhook', id, after, rev: after.rev })
    return done
  }),
})
