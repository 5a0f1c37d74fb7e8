import { checkFieldChanges } from '#features/fields/public.ts'
import { mayEditRecordOf } from '#kernel/actor.ts'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Unit } from '#server/unit.ts'
import { type ClientFields, checkFields } from './domain/check-fields.ts'
import { withChanges } from './own-values.ts'
import * as store from './store.ts'

/** Adds a client within the unit, with values of own fields. */
export async function addClient(
  unit: Unit,
  sent: ClientFields & { name: string },
  country: string,
  own: Parameters<typeof checkFieldChanges>[1] = {},
): Promise<store.StoredClient> {
  const { actor, trx } = unit
  const fields = { ...checkFields(sent, country), name: sent.name }
  // A rep's new client is their own; others may leave it to nobody.
  const ownerId = actor.role === 'rep' ? actor.userId : (fields.ownerId ?? null)
  if (!mayEditRecordOf(actor, ownerId)) throw new Refusal('notYours')
  const values = withChanges({}, await checkFieldChanges(trx, own))
  const after = await store.insertClient(trx, actor, newId(), { ...fields, ownerId, fields: values })
  const { id, rev } = after
  await unit.record({ action: 'client.created', entity: 'client', id, after, rev, ownerId })
  await unit.addJob('duplicates.find', {}, { key: 'duplicates.find' })
  return after
}
