import type { Trx } from '#server/database/connect.ts'
import { type Entry, type Undoer, type Undoers, undoFields } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import { lockTalked } from './lock-talked.ts'
import * as store from './store.ts'

type Kept = { id: string; clientId: string; dealId?: string | null; rev: number }
type Table<Row extends Kept> = {
  entity: 'contact' | 'touch'
  nameOf(row: Record<string, unknown>): string
  find(trx: Trx, id: string): Promise<Row | null>
  insert(trx: Trx, id: string, row: Omit<Row, 'id' | 'rev'>): Promise<Row>
  update(trx: Trx, before: Row, fields: Partial<Row>): Promise<Row>
  remove(trx: Trx, id: string): Promise<void>
}

/** The three ways back of a record that belongs to a client: an edit by field, a new one goes, a removed one returns. */
function undoersOf<Row extends Kept>(table: Table<Row>): Record<'created' | 'updated' | 'removed', Undoer> {
  const { entity } = table
  const left = (entry: Entry, reason: 'changedSince' | 'gone') => ({
    isUndone: false,
    leftover: {
      entity,
      id: entry.entityId,
      name: table.nameOf({ ...entry.before, ...entry.after }),
      reason,
      fields: [],
    },
  })
  const find = async (unit: Unit, entry: Entry): Promise<{ row: Row; ownerId: string | null } | null> => {
    const row = await table.find(unit.trx, entry.entityId ?? '')
    if (!row) return null
    const { ownerId } = await lockTalked(unit.trx, unit.actor, row)
    return { row, ownerId }
  }
  return {
    async updated(unit, entry) {
      const found = await find(unit, entry)
      if (!found) return left(entry, 'gone')
      return undoFields<Row>(entry, table.nameOf(entry.after), {
        load: () => Promise.resolve(found.row),
        async save(before, fields) {
          const after = await table.update(unit.trx, before, fields)
          const { id, rev } = after
          await unit.record({
            action: `${entity}.updated`,
            entity,
            id,
            before,
            after,
            rev,
            ownerId: found.ownerId,
          })
        },
      })
    },
    async created(unit, entry) {
      const found = await find(unit, entry)
      if (!found) return left(entry, 'gone')
      if (found.row.rev !== entry.after['rev']) return left(entry, 'changedSince')
      await table.remove(unit.trx, found.row.id)
      const { row: before, ownerId } = found
      await unit.record({ action: `${entity}.removed`, entity, id: before.id, before, ownerId })
      return { isUndone: true, leftover: null }
    },
    async removed(unit, entry) {
      const { id: _id, rev: _rev, ...fields } = entry.before as Row
      const { ownerId } = await lockTalked(unit.trx, unit.actor, entry.before as Row)
      const after = await table.insert(unit.trx, entry.entityId ?? '', fields)
      const { id, rev } = after
      await unit.record({ action: `${entity}.created`, entity, id, after, rev, ownerId })
      return { isUndone: true, leftover: null }
    },
  }
}

const people = undoersOf<store.StoredPerson>({
  entity: 'contact',
  nameOf: (row) => String(row['name'] ?? ''),
  find: store.findPerson,
  insert: store.insertPerson,
  update: (trx, before, fields) => store.updatePerson(trx, before.id, fields),
  remove: store.deletePerson,
})
const touches = undoersOf<store.StoredTouch>({
  entity: 'touch',
  nameOf: (row) => String(row['text'] ?? '').slice(0, 60),
  find: store.findTouch,
  insert: store.insertTouch,
  update: store.updateTouch,
  remove: store.deleteTouch,
})

/** What of contacts can be taken back: all of it. */
export const contactUndoers: Undoers = {
  'contact.created': people.created,
  'contact.updated': people.updated,
  'contact.removed': people.removed,
  'touch.created': touches.created,
  'touch.updated': touches.updated,
  'touch.removed': touches.removed,
}
