import { loadWorkspace } from '#features/team/public.ts'
import type { ChangedField } from '#kernel/changed-fields.ts'
import type { Language } from '#kernel/format.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import { type FieldCondition, readConditions } from './domain/conditions.ts'
import { checkValues } from './domain/check-value.ts'
import { describeChange } from './domain/describe-change.ts'
import type { FieldValue } from './domain/field.ts'
import { holdFields, listFields } from './store.ts'

type Changes = Readonly<Record<string, FieldValue | null>>

/** Checks what is to be written of these fields, many times over, within the transaction that writes it; null clears. */
export async function makeCheckFieldChanges(
  trx: Trx,
  ids: readonly string[],
): Promise<(changes: Changes) => Record<string, FieldValue | null>> {
  const fields = ids.length === 0 ? [] : await holdFields(trx, ids)
  return (changes) => checkValues(fields, changes)
}

/** The same once. */
export async function checkFieldChanges(
  trx: Trx,
  changes: Changes,
): Promise<Record<string, FieldValue | null>> {
  return (await makeCheckFieldChanges(trx, Object.keys(changes)))(changes)
}

/** The conditions of fields that an address carries, checked against the fields that there are. */
export async function loadConditions(db: Db, text: string): Promise<FieldCondition[]> {
  return readConditions(await listFields(db), text)
}

/** Fields that values can be written to, in their order. */
export async function loadFields(db: Db) {
  return (await listFields(db)).filter((field) => !field.isRemoved)
}

/** Reads changes of own fields as people do, by name and with the value written out; null = it is no own field. */
export async function loadOwnFieldChange(
  db: Db,
  language: Language,
): Promise<(change: ChangedField) => ChangedField | null> {
  const fields = await listFields(db)
  const { currency } = await loadWorkspace(db)
  return (change) => describeChange(fields, change, language, currency)
}
