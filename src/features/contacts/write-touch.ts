import { newId } from '#kernel/id.ts'
import type { Unit } from '#server/unit.ts'
import { insertTouch, type StoredTouch, type TouchFields } from './store.ts'

type Written = TouchFields & Pick<StoredTouch, 'clientId' | 'kind' | 'happenedAt' | 'text'>

/** Writes down what was said, within a unit that has made sure that its actor may. */
export async function writeTouch(unit: Unit, fields: Written, ownerId: string | null): Promise<StoredTouch> {
  const after = await insertTouch(unit.trx, newId(), { ...fields, authorId: unit.actor.userId })
  const { id, rev } = after
  await unit.record({ action: 'touch.created', entity: 'touch', id, after, rev, ownerId })
  return after
}
