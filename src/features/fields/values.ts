import type { Db, Trx } from '#server/database/connect.ts'
import { type FieldCondition, readConditions } from './domain/conditions.ts'
import { checkValues } from './domain/check-value.ts'
import type { FieldValue } from './domain/field.ts'
import { holdFields, listFields } from './store.ts'

/** What is to be written of fields, checked within the transaction that writes it; null clears. */
export async function checkFieldChanges(
  trx: Trx,
  changes: Readonly<Record<string, FieldValue | null>>,
): Promise<Record<string, FieldValue | null>> {
  const ids = Object.keys(changes)
  return ids.length === 0 ? {} : checkValues(await holdFields(trx, ids), changes)
}

/** The conditions of fields that an address carries, checked against the fields that there are. */
export async function loadConditions(db: Db, text: string): Promise<FieldCondition[]> {
  return readConditions(await listFields(db), text)
}

/** Fields that values can be written to, in their order. */
export async function loadFields(db: Db) {
  return (await listFields(db)).filter((field) => !field.isRemoved)
}
