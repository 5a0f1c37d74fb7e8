import { mayCall } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Undoer, type Undoers, undoFields } from '#server/undo.ts'
import { changeForm } from './change-form.ts'
import { formsContract as contract } from './contract.ts'
import { holdAgain, setDropped } from './quarantine.ts'
import * as store from './store.ts'

const done = { isUndone: true, leftover: null }
const deciders = (undo: Undoer): Undoer => {
  return (unit, entry) => {
    if (!mayCall(contract.update.access, unit.actor.role)) throw new Refusal('notAllowed')
    return undo(unit, entry)
  }
}

/** What of forms can be taken back; an address that was ended stays ended. */
export const formUndoers = (now: () => Date): Undoers => {
  const remove: Undoer = async (unit, { entity, entityId, after }) => {
    const id = entityId ?? ''
    const before = await store.lockForm(unit.trx, id)
    const leftover = { entity, id, name: before.name, reason: 'changedSince' as const, fields: [] }
    if (before.rev !== after['rev']) return { isUndone: false, leftover }
    await store.updateForm(unit.trx, id, { removedAt: now() })
    await unit.record({ action: 'form.removed', entity: 'form', id, before })
    return done
  }
  return {
    'form.updated': deciders((unit, entry) =>
      undoFields<store.StoredForm>(entry, String(entry.after['name'] ?? ''), {
        load: () => store.lockForm(unit.trx, entry.entityId ?? ''),
        save: (before, { token: _token, ...fields }) => changeForm(unit, before, fields, now()),
      }),
    ),
    'form.created': deciders(remove),
    'form.removed': deciders(async (unit, { entityId }) => {
      const id = entityId ?? ''
      await store.lockForm(unit.trx, id, true)
      await store.updateForm(unit.trx, id, { removedAt: null })
      const after = await store.lockForm(unit.trx, id)
      await unit.record({ action: 'form.created', entity: 'form', id, after, rev: after.rev })
      return done
    }),
    'form.accepted': deciders(async (unit, { entity, entityId: id, after }) => {
      const submissionId = String(after['submissionId'])
      const isUndone = await holdAgain(unit.trx, submissionId)
      if (isUndone)
        await unit.record({ action: 'form.heldAgain', entity: 'form', id, after: { submissionId } })
      return { isUndone, leftover: isUndone ? null : { entity, id, name: '', reason: 'gone', fields: [] } }
    }),
    'form.dropped': deciders(async (unit, { entityId: id, after }) => {
      const ids = after['submissionIds'] as string[]
      const back = await setDropped(unit.trx, { ids }, false)
      await unit.record({ action: 'form.undropped', entity: 'form', id, after: { submissionIds: back } })
      return done
    }),
    'form.undropped': deciders(async (unit, { entityId: id, after }) => {
      const ids = await setDropped(unit.trx, { ids: after['submissionIds'] as string[] }, true)
      await unit.record({ action: 'form.dropped', entity: 'form', id, after: { submissionIds: ids } })
      return done
    }),
  }
}
