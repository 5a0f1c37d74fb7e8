import { mayCall } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Undoers, undoFields } from '#server/undo.ts'
import { segmentsContract as contract } from './contract.ts'
import * as store from './store.ts'

/** What of segments can be taken back: the borders of the classes and the plays of the matrix. */
export const segmentUndoers: Undoers = {
  'segments.settingsChanged': (unit, entry) => {
    if (!mayCall(contract.saveSettings.access, unit.actor.role)) throw new Refusal('notAllowed')
    return undoFields(entry, '', {
      load: () => store.loadSettings(unit.trx),
      async save(before, fields) {
        const after = await store.saveSettings(unit.trx, { ...before, ...fields })
        const { rev } = after
        await unit.record({ action: entry.action, entity: 'segments', id: null, before, after, rev })
        await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
      },
    })
  },
  'segments.playChanged': (unit, entry) => {
    if (!mayCall(contract.savePlay.access, unit.actor.role)) throw new Refusal('notAllowed')
    const cell = entry.after as store.Play
    // Before the first words of a cell nobody had written any.
    const before = { ...cell, text: '', ...entry.before }
    return undoFields({ ...entry, before }, `${cell.valueClass} · ${cell.frequencyClass}`, {
      load: async () => (await store.findPlay(unit.trx, cell)) ?? { ...cell, text: '' },
      async save(current, { text }) {
        const saved = await store.savePlay(unit.trx, { ...current, text: text ?? '' })
        const { rev } = saved.after
        await unit.record({ action: entry.action, entity: 'segments', id: null, ...saved, rev })
      },
    })
  },
}
