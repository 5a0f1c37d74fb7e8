import { type FieldCondition, loadConditions } from '#features/fields/public.ts'
import type { Db } from '#server/database/connect.ts'
import type { ClientFilter } from './contract.ts'

/** Conditions of a list, those of own fields checked against the fields that there are. */
export type ResolvedFilter = Omit<ClientFilter, 'fields'> & { fields?: readonly FieldCondition[] | undefined }

/** Checks the conditions of own fields before anything is asked; a field that is gone is refused. */
export async function resolveFilter<Asked extends { fields?: string | undefined }>(
  db: Db,
  { fields, ...rest }: Asked,
): Promise<Omit<Asked, 'fields'> & { fields?: readonly FieldCondition[] }> {
  return fields ? { ...rest, fields: await loadConditions(db, fields) } : rest
}
