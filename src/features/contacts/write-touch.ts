import { passFirstContact, type SentDossier, takeDossier } from '#features/dossier/public.ts'
import { newId } from '#kernel/id.ts'
import type { Unit } from '#server/unit.ts'
import { insertPerson, insertTouch, type StoredTouch, type TouchFields, updateTouch } from './store.ts'

type Written = TouchFields & Pick<StoredTouch, 'clientId' | 'kind' | 'happenedAt' | 'text'>
type Told = { ownerId: string | null; dossier?: SentDossier | undefined; now: Date }

/** What a talk brings of the dossier, and whether it may be the first one. */
async function meet(
  unit: Unit,
  { id, clientId, kind }: Pick<StoredTouch, 'id' | 'clientId' | 'kind'>,
  { ownerId, dossier = {}, now }: Told,
): Promise<void> {
  const { decisionMaker: name, waiver = null } = dossier
  await takeDossier(unit, clientId, dossier, now)
  if (name !== undefined) {
    const after = await insertPerson(unit.trx, newId(), { clientId, name, role: 'decisionMaker' })
    const { rev } = after
    await unit.record({
      action: 'contact.created',
      entity: 'contact',
      id: after.id,
      after,
      rev,
      ownerId,
    })
  }
  // A note is no talk.
  if (kind !== 'note') await passFirstContact(unit, { clientId, touchId: id, ownerId }, waiver, now)
}

/** Writes down what was said, within a unit that has made sure that its actor may. */
export async function writeTouch(unit: Unit, fields: Written, told: Told): Promise<StoredTouch> {
  const id = newId()
  await meet(unit, { ...fields, id }, told)
  const after = await insertTouch(unit.trx, id, { ...fields, authorId: unit.actor.userId })
  const { rev } = after
  await unit.record({ action: 'touch.created', entity: 'touch', id, after, rev, ownerId: told.ownerId })
  return after
}

/** Changes what was written down; a note that turns out to be a talk is one from now on. */
export async function changeTouch(
  unit: Unit,
  before: StoredTouch,
  fields: TouchFields,
  told: Told,
): Promise<StoredTouch> {
  const { id, clientId } = before
  const kind = fields.kind ?? before.kind
  if (before.kind === 'note' || told.dossier) await meet(unit, { id, clientId, kind }, told)
  const after = await updateTouch(unit.trx, before, fields)
  const { rev } = after
  await unit.record({
    action: 'touch.updated',
    entity: 'touch',
    id,
    before,
    after,
    rev,
    ownerId: told.ownerId,
  })
  return after
}
