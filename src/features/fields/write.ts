import type { Unit } from '#server/unit.ts'
import { type FieldEdit, type StoredField, updateField } from './store.ts'

const actionOf = (before: StoredField, after: StoredField): string => {
  if ((before.removedAt === null) === (after.removedAt === null)) return 'field.updated'
  return after.removedAt === null ? 'field.restored' : 'field.removed'
}

/** Writes over a locked field and tells of it. */
export async function writeField(unit: Unit, before: StoredField, edit: FieldEdit): Promise<StoredField> {
  const after = await updateField(unit.trx, before, edit)
  const { id, rev } = after
  await unit.record({ action: actionOf(before, after), entity: 'field', id, before, after, rev })
  return after
}
