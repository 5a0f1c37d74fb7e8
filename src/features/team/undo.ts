import { mayCall } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Undoers, undoFields } from '#server/undo.ts'
import { teamContract as contract } from './contract.ts'
import * as store from './store.ts'

/** What of the team can be taken back: the company's settings. People and rights are changed on purpose, one by one. */
export const teamUndoers: Undoers = {
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
}
