import { mayCall } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Undoers, undoFields } from '#server/undo.ts'
import { backupsContract as contract } from './contract.ts'
import * as store from './store.ts'

/** What of backups can be taken back: when they are made and how many are kept. */
export const backupUndoers: Undoers = {
  'backup.settingsChanged': (unit, entry) => {
    if (!mayCall(contract.saveSettings.access, unit.actor.role)) throw new Refusal('notAllowed')
    return undoFields(entry, '', {
      load: () => store.loadSettings(unit.trx),
      async save(before, fields) {
        const after = await store.saveSettings(unit.trx, { ...before, ...fields })
        const { rev } = after
        await unit.record({ action: entry.action, entity: 'backup', id: null, before, after, rev })
      },
    })
  },
}
