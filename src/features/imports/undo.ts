import { Refusal } from '#kernel/refusal.ts'
import type { Undoers } from '#server/undo.ts'
import { refuseUnseen } from './reports.ts'
import { moveRun } from './store.ts'

/** What of imports can be taken back from the history: one that is written. Its job does the work, as from its own page. */
export const importUndoers: Undoers = {
  async 'import.committed'(unit, entry) {
    const { role, userId } = unit.actor
    if (role !== 'owner' && role !== 'head') throw new Refusal('notYours')
    const id = entry.entityId ?? ''
    await refuseUnseen(unit.trx, unit.actor, id)
    const { fileName } = entry.after
    const next = { state: 'undoing', failure: null, progress: null } as const
    if (!(await moveRun(unit.trx, id, ['committed'], next))) {
      const leftover = { entity: 'import', id, name: String(fileName), reason: 'gone' as const, fields: [] }
      return { isUndone: false, leftover }
    }
    await unit.addJob('imports.undo', { id, by: userId }, { key: `imports.undo:${id}` })
    await unit.record({ action: 'import.undoing', entity: 'import', id, after: { fileName } })
    return { isUndone: true, leftover: null }
  },
}
