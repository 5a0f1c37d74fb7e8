import { isDeepStrictEqual } from 'node:util'
import { type Entry, type Undoers, undoFields } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import { refuseForeign, saveOrders } from './save.ts'
import * as store from './store.ts'

/** What of orders can be taken back: edits field by field, an order just made, and its going again. */
export const orderUndoers: Undoers = {
  'order.updated': undoEdit,
  'order.created': undoCreation,
  'order.removed': undoRemoval,
}

const nameOf = ({ after, before }: Entry): string => String(after['externalId'] ?? before['externalId'] ?? '')
const leftoverOf = (entry: Entry, reason: 'changedSince' | 'gone', fields: string[] = []) => ({
  isUndone: false,
  leftover: { entity: 'order', id: entry.entityId, name: nameOf(entry), reason, fields },
})

async function lockEditable(unit: Unit, entry: Entry): Promise<store.LockedOrder> {
  const locked = await store.lockOrder(unit.trx, entry.entityId ?? '')
  refuseForeign(unit, locked)
  return locked
}

async function undoEdit(unit: Unit, entry: Entry) {
  if (!(await store.isThere(unit.trx, entry.entityId ?? ''))) return leftoverOf(entry, 'gone')
  const { order, ownerId } = await lockEditable(unit, entry)
  const hasLines = 'lines' in entry.before || 'lines' in entry.after
  const lines = hasLines ? ((await store.readLinesOf(unit.trx, [order.id])).get(order.id) ?? []) : null
  const current = { ...order, ...(lines && { lines }) }
  return undoFields<store.StoredOrder>(entry, nameOf(entry), {
    load: async () => current,
    async save(before, fields) {
      const { rev: _rev, ...row } = { ...before, ...fields }
      await saveOrders(unit, [{ before, after: row, ownerId }])
    },
  })
}

// By what it says, not by its rev: an order changed and changed back is the one that was made.
async function changedSince(unit: Unit, order: store.StoredOrder, made: Entry['after']): Promise<string[]> {
  const lines = 'lines' in made ? ((await store.readLinesOf(unit.trx, [order.id])).get(order.id) ?? []) : []
  const { rev: _rev, ...now } = { ...order, lines }
  return Object.entries(now)
    .filter(([name, value]) => name in made && !isDeepStrictEqual(value, made[name]))
    .map(([name]) => name)
}

async function undoCreation(unit: Unit, entry: Entry) {
  if (!(await store.isThere(unit.trx, entry.entityId ?? ''))) return leftoverOf(entry, 'gone')
  const { order, ownerId } = await lockEditable(unit, entry)
  const changed = await changedSince(unit, order, entry.after)
  if (changed.length > 0) return leftoverOf(entry, 'changedSince', changed)
  await store.removeOrder(unit.trx, order)
  const { id } = order
  await unit.record({ action: 'order.removed', entity: 'order', id, before: entry.after, ownerId })
  await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
  return { isUndone: true, leftover: null }
}

async function undoRemoval(unit: Unit, entry: Entry) {
  const { rev: _rev, ownerId: _owner, ...row } = entry.before as store.StoredOrder & { ownerId?: unknown }
  const [client] = await store.findClients(unit.trx, row.clientId ? [row.clientId] : [], [])
  const ownerId = client?.ownerId ?? null
  refuseForeign(unit, { order: { ...row, rev: 0 }, ownerId })
  if (row.clientId && !client) return leftoverOf(entry, 'gone')
  const after = { ...row, source: row.source ?? 'hand', repName: row.repName ?? null }
  await saveOrders(unit, [{ before: null, after, ownerId }])
  return { isUndone: true, leftover: null }
}
