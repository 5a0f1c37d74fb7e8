import { mayCall } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Entry, type Undoer, type Undoers, undoFields } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import { fieldsContract as contract } from './contract.ts'
import { lockField, type StoredField } from './store.ts'
import { writeField } from './write.ts'

function refuseStranger({ actor }: Unit): void {
  if (!mayCall(contract.update.access, actor.role)) throw new Refusal('notAllowed')
}

const undoEdit: Undoer = (unit, entry) => {
  refuseStranger(unit)
  return undoFields<StoredField>(entry, String(entry.after['name']), {
    load: () => lockField(unit.trx, entry.entityId ?? ''),
    save: async (current, edit) => void (await writeField(unit, current, edit)),
  })
}

// A field that was just made goes as any other does: with its values kept.
const undoCreation = (now: () => Date) => async (unit: Unit, entry: Entry) => {
  refuseStranger(unit)
  const before = await lockField(unit.trx, entry.entityId ?? '')
  if (before.removedAt !== null) {
    const { entity, entityId: id } = entry
    return {
      isUndone: false,
      leftover: { entity, id, name: before.name, reason: 'gone' as const, fields: [] },
    }
  }
  await writeField(unit, before, { removedAt: now().toISOString() })
  return { isUndone: true, leftover: null }
}

/** What of fields can be taken back: everything. A removed field returns with its values. */
export function fieldUndoers(now: () => Date): Undoers {
  return {
    'field.created': undoCreation(now),
    'field.updated': undoEdit,
    'field.removed': undoEdit,
    'field.restored': undoEdit,
  }
}
