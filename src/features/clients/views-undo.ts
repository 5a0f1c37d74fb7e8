import { Refusal } from '#kernel/refusal.ts'
import { type Undoers, undoFields } from '#server/undo.ts'
import * as views from './views.ts'

/** What of views can be taken back: everything. */
export const viewUndoers: Undoers = {
  'columns.chosen': (unit, entry) =>
    undoFields<{ columns: string[] | null }>(entry, '', {
      async load() {
        if (entry.entityId !== unit.actor.userId) throw new Refusal('notYours')
        return { columns: await views.loadColumns(unit.trx, entry.entityId ?? '') }
      },
      save: (_current, { columns = null }) => views.keepColumns(unit, columns),
    }),
}
