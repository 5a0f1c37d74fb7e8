import { sql } from 'kysely'
import { mayEditRecordOf, sees } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import { planUndo } from '#kernel/undo-fields.ts'
import type { Leftover, UndoMany } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import type { ClientFields } from './domain/check-fields.ts'
import * as store from './store.ts'

export type Edit = { before: store.StoredClient; fields: ClientFields }

function refuseForeign(unit: Unit, edits: readonly Edit[]): void {
  for (const { before, fields } of edits) {
    const isGiven = fields.ownerId !== undefined && fields.ownerId !== before.ownerId
    if (isGiven && !mayEditRecordOf(unit.actor, fields.ownerId ?? null)) throw new Refusal('notYours')
  }
}

/** Writes over many locked states: the same entries of the history as one by one, a few statements in all. */
export async function writeOverMany(unit: Unit, edits: readonly Edit[]): Promise<void> {
  const written = await store.updateMany(unit.trx, unit.actor, edits)
  const rows = written.map((after, at) => ({
    id: after.id,
    before: edits[at]?.before,
    after,
    owner_id: after.ownerId,
  }))
  await unit.recordAll(
    { action: 'client.updated', entity: 'client', announces: 'clients' },
    sql`select r.id, r.before, r.after, r.owner_id from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(id uuid, before jsonb, after jsonb, owner_id uuid)`,
  )
  const moved = written.filter(
    (after, at) =>
      after.externalId !== edits[at]?.before.externalId || after.archivedAt !== edits[at]?.before.archivedAt,
  )
  if (moved.length > 0) {
    await store.markForStatistics(
      unit.trx,
      moved.map(({ id }) => id),
    )
    await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
  }
  await unit.addJob('duplicates.find', {}, { key: 'duplicates.find' })
}

/** Takes edits of many clients back, field by field as one edit is. */
export const undoEdits: UndoMany = async (unit, entries) => {
  const ids = entries.flatMap((entry) => entry.entityId ?? [])
  const current = new Map((await store.lockMany(unit.trx, ids)).map((row) => [row.id, row]))
  const leftovers: Leftover[] = []
  const edits: Edit[] = []
  for (const entry of entries) {
    const { entity, entityId: id } = entry
    const name = String(entry.after['name'] ?? entry.before['name'] ?? '')
    const before = current.get(id ?? '')
    if (!before) {
      leftovers.push({ entity, id, name, reason: 'gone', fields: [] })
      continue
    }
    if (!sees(unit.actor, before.ownerId)) throw new Refusal('notFound', { entity: 'client' })
    if (!mayEditRecordOf(unit.actor, before.ownerId)) throw new Refusal('notYours')
    const { restore, kept } = planUndo(entry.before, entry.after, before)
    if (kept.length > 0) leftovers.push({ entity, id, name, reason: 'changedSince', fields: kept })
    if (Object.keys(restore).length > 0) edits.push({ before, fields: restore })
  }
  refuseForeign(unit, edits)
  if (edits.length > 0) await writeOverMany(unit, edits)
  return { undone: edits.length, leftovers }
}
