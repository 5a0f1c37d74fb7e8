import { mayEditRecordOf, sees } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Entry, Undoers } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import type { OrderStatusName } from './contract.ts'
import * as store from './store.ts'

/** What of orders can be taken back: a status, and an order entered by hand. */
export const orderUndoers: Undoers = {
  'order.updated': undoStatus,
  'order.created': undoCreation,
}

async function lockEditable(unit: Unit, entry: Entry): Promise<store.StoredOrder> {
  const order = await store.lockOrder(unit.trx, entry.entityId ?? '')
  const isSeen = order.clientId ? sees(unit.actor, order.ownerId) : unit.actor.sight.kind === 'all'
  if (!isSeen) throw new Refusal('notFound', { entity: 'order' })
  if (!mayEditRecordOf(unit.actor, order.ownerId)) throw new Refusal('notYours')
  return order
}

const changedSince = ({ entityId, after }: Entry, fields: string[]) => ({
  isUndone: false,
  leftover: {
    entity: 'order',
    id: entityId,
    name: String(after['externalId'] ?? ''),
    reason: 'changedSince' as const,
    fields,
  },
})

async function undoStatus(unit: Unit, entry: Entry) {
  const before = await lockEditable(unit, entry)
  if (before.status !== entry.after['status']) return changedSince(entry, ['status'])
  const status = entry.before['status'] as OrderStatusName
  const rev = await store.updateStatus(unit.trx, before, status)
  const { id, ownerId } = before
  const after = { ...before, status, rev }
  await unit.record({ action: 'order.updated', entity: 'order', id, before, after, rev, ownerId })
  await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
  return { isUndone: true, leftover: null }
}

async function undoCreation(unit: Unit, entry: Entry) {
  const before = await lockEditable(unit, entry)
  if (before.status !== entry.after['status']) return changedSince(entry, ['status'])
  await store.removeOrder(unit.trx, before)
  const { id, ownerId } = before
  await unit.record({ action: 'order.removed', entity: 'order', id, before: entry.after, ownerId })
  await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
  return { isUndone: true, leftover: null }
}
