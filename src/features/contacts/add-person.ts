import { newId } from '#kernel/id.ts'
import type { Unit } from '#server/unit.ts'
import { insertPerson, type PersonFields, type StoredPerson } from './store.ts'

/** Adds a person at a client, within a unit that has made sure that its actor may. */
export async function addPerson(
  unit: Unit,
  fields: PersonFields & { clientId: string; name: string },
  ownerId: string | null,
): Promise<StoredPerson> {
  const after = await insertPerson(unit.trx, newId(), fields)
  const { id, rev } = after
  await unit.record({ action: 'contact.created', entity: 'contact', id, after, rev, ownerId })
  return after
}
