import { type Actor, mayEditRecordOf, sees } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Trx } from '#server/database/connect.ts'
import { type Entry, type Leftover, type Undoers, undoFields } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import type { ClientFields } from './domain/check-fields.ts'
import { undoHandOver } from './hand-over.ts'
import * as store from './store.ts'
import { undoEdits } from './undo-many.ts'

/** One client for changing it by this person; refused when it is beyond their sight or not theirs to change. */
export async function lockEditable(trx: Trx, actor: Actor, id: string): Promise<store.StoredClient> {
  const before = await store.lockStored(trx, id)
  if (!sees(actor, before.ownerId)) throw new Refusal('notFound', { entity: 'client' })
  if (!mayEditRecordOf(actor, before.ownerId)) throw new Refusal('notYours')
  return before
}

/** Writes over the locked state; a client given away must be theirs to give. */
export async function writeOver(
  unit: Unit,
  action: string,
  before: store.StoredClient,
  fields: ClientFields,
): Promise<void> {
  const isGiven = fields.ownerId !== undefined && fields.ownerId !== before.ownerId
  if (isGiven && !mayEditRecordOf(unit.actor, fields.ownerId ?? null)) throw new Refusal('notYours')
  const after = await store.updateClient(unit.trx, unit.actor, before, fields)
  // The code orders equals; the archive is out of the classes.
  if (after.externalId !== before.externalId || after.archivedAt !== before.archivedAt) {
    await store.markForStatistics(unit.trx, [after.id])
    await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
  }
  const { id, rev, ownerId } = after
  await unit.record({ action, entity: 'client', id, before, after, rev, ownerId })
  await unit.addJob('duplicates.find', {}, { key: 'duplicates.find' })
}

const nameOf = ({ after, before }: Entry): string => String(after['name'] ?? before['name'] ?? '')
const leftoverOf = (entry: Entry, reason: Leftover['reason']): Leftover => ({
  entity: 'client',
  id: entry.entityId,
  name: nameOf(entry),
  reason,
  fields: [],
})

/** What of clients can be taken back: edits field by field, and a client just made that nobody has used yet. */
export const clientUndoers: Undoers = {
  'client.updated': Object.assign(undoEdit, { many: undoEdits }),
  'client.created': undoCreation,
  'client.removed': undoRemoval,
  'client.handedOver': undoHandOver,
}

async function undoEdit(unit: Unit, entry: Entry) {
  const id = entry.entityId ?? ''
  if (!(await store.isThere(unit.trx, id))) {
    return { isUndone: false, leftover: leftoverOf(entry, 'gone') }
  }
  return undoFields<store.StoredClient>(entry, nameOf(entry), {
    load: () => lockEditable(unit.trx, unit.actor, id),
    save: (current, fields) => writeOver(unit, 'client.updated', current, fields),
  })
}

async function undoCreation(unit: Unit, entry: Entry) {
  const before = await lockEditable(unit.trx, unit.actor, entry.entityId ?? '')
  const reason = before.rev !== entry.after['rev'] ? 'changedSince' : 'inUse'
  if (reason === 'inUse' && (await store.hasBinnedDealsOnly(unit.trx, before.id))) {
    // A deal in the bin may come back and needs its client, who waits for it in the archive.
    await writeOver(unit, 'client.updated', before, { archivedAt: new Date().toISOString() })
    return { isUndone: true, leftover: null }
  }
  if (reason === 'changedSince' || !(await store.removeUnused(unit.trx, before.id))) {
    return { isUndone: false, leftover: leftoverOf(entry, reason) }
  }
  const { id, ownerId } = before
  await unit.record({ action: 'client.removed', entity: 'client', id, before, ownerId })
  return { isUndone: true, leftover: null }
}

async function undoRemoval(unit: Unit, entry: Entry) {
  const { id: _id, rev: _rev, ...fields } = entry.before as store.StoredClient
  if (!mayEditRecordOf(unit.actor, fields.ownerId)) throw new Refusal('notYours')
  const after = await store.insertClient(unit.trx, unit.actor, entry.entityId ?? '', fields)
  const { id, rev, ownerId } = after
  await unit.record({ action: 'client.created', entity: 'client', id, after, rev, ownerId })
  return { isUndone: true, leftover: null }
}
