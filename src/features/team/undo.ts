import { mayCall } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Undoer, type Undoers, undoFields } from '#server/undo.ts'
import { teamContract as contract, type User } from './contract.ts'
import { changeUser } from './people.ts'
import * as store from './store.ts'

// Roles and teams are changed on purpose, one by one; access closed by mistake is opened again, and the other way round.
const undoSwitch =
  (now: () => Date): Undoer =>
  (unit, entry) => {
    if (!mayCall(contract.updateUser.access, unit.actor.role)) throw new Refusal('notAllowed')
    const id = entry.entityId ?? ''
    return undoFields<User>(entry, String(entry.after['name']), {
      load: () => store.loadUser(unit.trx, id),
      async save(current, { name, role, teamId, isActive }) {
        await changeUser(unit, id, current.rev, { name, role, teamId, isActive }, now())
      },
    })
  }

/** What of the team can be taken back: the company's settings, and access that was closed or opened. */
export const teamUndoers = (now: () => Date): Undoers => ({
  'user.deactivated': undoSwitch(now),
  'user.activated': undoSwitch(now),
  'workspace.updated': (unit, entry) => {
    if (!mayCall(contract.updateWorkspace.access, unit.actor.role)) throw new Refusal('notAllowed')
    return undoFields(entry, String(entry.after['name']), {
      load: () => store.loadWorkspace(unit.trx),
      async save(before, fields) {
        if (fields.currency !== undefined && (await store.hasOrders(unit.trx))) {
          throw new Refusal('currencyInUse', { currency: before.currency })
        }
        const after = await store.updateWorkspace(unit.trx, before.rev, fields)
        const { rev } = after
        await unit.record({ action: entry.action, entity: 'workspace', id: null, before, after, rev })
      },
    })
  },
})
