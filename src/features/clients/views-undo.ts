import { Refusal } from '#kernel/refusal.ts'
import { type Entry, type Leftover, type Undoers, undoFields } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import { keepColumns, loadColumns } from './columns.ts'
import { mayChangeView } from './domain/view-rights.ts'
import { deleteView, insertView, lockView, type StoredView, updateView } from './views.ts'

const nameOf = ({ before, after }: Entry): string => String(after['name'] ?? before['name'] ?? '')
const left = (entry: Entry, reason: Leftover['reason']) => ({
  isUndone: false,
  leftover: { entity: 'view', id: entry.entityId, name: nameOf(entry), reason, fields: [] },
})

// Whoever stopped sharing another's view no longer sees it, and may still take that back.
function refuseForeign(unit: Unit, entry: Entry): void {
  const states = [entry.before, entry.after].filter((state) => 'ownerId' in state) as StoredView[]
  if (!states.some((state) => mayChangeView(unit.actor, state))) throw new Refusal('notYours')
}

/** What of views can be taken back: everything. */
export const viewUndoers: Undoers = {
  async 'view.created'(unit, entry) {
    refuseForeign(unit, entry)
    const view = await lockView(unit.trx, entry.entityId ?? '')
    if (!view) return left(entry, 'gone')
    if (view.rev !== entry.after['rev']) return left(entry, 'changedSince')
    await deleteView(unit, view)
    return { isUndone: true, leftover: null }
  },
  async 'view.updated'(unit, entry) {
    refuseForeign(unit, entry)
    const view = await lockView(unit.trx, entry.entityId ?? '')
    if (!view) return left(entry, 'gone')
    return undoFields<StoredView>(entry, nameOf(entry), {
      load: () => Promise.resolve(view),
      save: async (current, fields) => void (await updateView(unit, current, fields)),
    })
  },
  async 'view.removed'(unit, entry) {
    refuseForeign(unit, entry)
    const { rev: _rev, ...view } = entry.before as StoredView
    await insertView(unit, view)
    return { isUndone: true, leftover: null }
  },
  'columns.chosen': (unit, entry) =>
    undoFields<{ columns: string[] | null }>(entry, '', {
      async load() {
        if (entry.entityId !== unit.actor.userId) throw new Refusal('notYours')
        return { columns: await loadColumns(unit.trx, entry.entityId ?? '') }
      },
      save: (_current, { columns = null }) => keepColumns(unit, columns),
    }),
}
