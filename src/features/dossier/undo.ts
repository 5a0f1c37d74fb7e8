import { lockEditable } from '#features/clients/public.ts'
import { mayCall } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import { type Entry, type Undoer, type Undoers, undoFields } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import { dossierContract as contract, type DossierSettings } from './contract.ts'
import { loadSettings, saveSettings } from './settings.ts'
import * as store from './store.ts'

const removeFact =
  (now: () => Date, isRemoval: boolean): Undoer =>
  async (unit, entry) => {
    const fact = await store.findFact(unit.trx, entry.entityId ?? '')
    if (!fact || (fact.removedAt !== null) === isRemoval) {
      const { entity, entityId: id } = entry
      const name = String(entry.after['value'] ?? '')
      return { isUndone: false, leftover: { entity, id, name, reason: 'gone', fields: [] } }
    }
    const { ownerId } = await lockEditable(unit.trx, unit.actor, fact.clientId)
    const after = { ...fact, removedAt: isRemoval ? now().toISOString() : null }
    await store.setFactRemoved(unit.trx, fact.id, after.removedAt)
    const action = isRemoval ? 'fact.removed' : 'fact.recorded'
    await unit.record({ action, entity: 'fact', id: fact.id, before: fact, after, ownerId })
    return { isUndone: true, leftover: null }
  }

async function undoSettings(unit: Unit, entry: Entry) {
  if (!mayCall(contract.saveSettings.access, unit.actor.role)) throw new Refusal('notAllowed')
  return undoFields<DossierSettings>(entry, '', {
    load: () => loadSettings(unit.trx),
    async save(before, fields) {
      const after = await saveSettings(unit.trx, { ...before, ...fields })
      const { rev } = after
      await unit.record({
        action: 'dossier.settingsChanged',
        entity: 'dossiers',
        id: null,
        before,
        after,
        rev,
      })
    },
  })
}

/** What of dossiers can be taken back. How a talk came through stands as long as the talk: it goes with it. */
export function dossierUndoers({ now }: Pick<Services, 'now'>): Undoers {
  return {
    'fact.recorded': removeFact(now, true),
    'fact.removed': removeFact(now, false),
    'dossier.waived': async () => ({ isUndone: false, leftover: null }),
    'dossier.settingsChanged': undoSettings,
  }
}
