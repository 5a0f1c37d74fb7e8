import { lockOwnDeal } from '#features/funnel/public.ts'
import { mayCall } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import { type Entry, type Leftover, type Undoer, type Undoers, undoFields } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import { type LeadSettings, leadsContract as contract } from './contract.ts'
import { loadRules, regrade } from './regrade.ts'
import { loadSettings, saveSettings } from './settings.ts'
import * as store from './store.ts'
import { setTurnRemoved } from './turns.ts'

const left = (entry: Entry, name: unknown, reason: Leftover['reason']) => ({
  isUndone: false,
  leftover: { entity: entry.entity, id: entry.entityId, name: String(name ?? ''), reason, fields: [] },
})
const done = { isUndone: true, leftover: null }

const removeAnswer =
  (now: () => Date, isRemoval: boolean): Undoer =>
  async (unit, entry) => {
    const answer = await store.findAnswer(unit.trx, entry.entityId ?? '')
    if (!answer) return left(entry, entry.after['value'], 'gone')
    const deal = await lockOwnDeal(unit.trx, unit.actor, answer.dealId)
    const removedAt = isRemoval ? now().toISOString() : null
    if ((answer.removedAt !== null) === isRemoval) return left(entry, answer.value, 'gone')
    await store.setAnswerRemoved(unit.trx, answer.id, removedAt)
    const after = { ...answer, removedAt }
    const action = isRemoval ? 'lead.answerRemoved' : 'lead.answered'
    const { ownerId } = deal
    await unit.record({ action, entity: 'leadAnswer', id: answer.id, before: answer, after, ownerId })
    await regrade(unit, deal, 'answer', await loadRules(unit.trx, now()), true)
    return done
  }

const undoOutcome: Undoer = async (unit, entry) => {
  const play = await store.lockPlay(unit.trx, entry.entityId ?? '')
  const { ownerId } = await lockOwnDeal(unit.trx, unit.actor, play.dealId)
  return undoFields<store.StoredPlay>(entry, play.terms, {
    load: () => Promise.resolve(play),
    async save(before, fields) {
      const after = await store.updatePlay(unit.trx, before.id, fields)
      const { id, rev } = after
      await unit.record({ action: 'play.ended', entity: 'play', id, before, after, rev, ownerId })
    },
  })
}

const removePlay =
  (now: () => Date, isRemoval: boolean): Undoer =>
  async (unit, entry) => {
    const before = await store.lockPlay(unit.trx, entry.entityId ?? '')
    const { ownerId } = await lockOwnDeal(unit.trx, unit.actor, before.dealId)
    if ((before.removedAt !== null) === isRemoval) return left(entry, before.terms, 'gone')
    if (isRemoval && before.outcome !== null) return left(entry, before.terms, 'changedSince')
    const removedAt = isRemoval ? now().toISOString() : null
    const after = await store.updatePlay(unit.trx, before.id, { removedAt })
    const { id, rev } = after
    const action = isRemoval ? 'play.removed' : 'play.started'
    await unit.record({ action, entity: 'play', id, before, after, rev, ownerId })
    return done
  }

const removeSnooze =
  (now: () => Date, isRemoval: boolean): Undoer =>
  async (unit, entry) => {
    const { ownerId } = entry.after as { ownerId?: string | null }
    if (entry.after['authorId'] !== unit.actor.userId && unit.actor.mayEdit !== 'all')
      throw new Refusal('notYours')
    await store.setSnoozeRemoved(unit.trx, entry.entityId ?? '', isRemoval ? now().toISOString() : null)
    const action = isRemoval ? 'queue.snoozeRemoved' : 'queue.snoozed'
    await unit.record({
      action,
      entity: 'snooze',
      id: entry.entityId,
      after: entry.after,
      ...(ownerId !== undefined && { ownerId }),
    })
    return done
  }

const removeTurn =
  (now: () => Date, isRemoval: boolean): Undoer =>
  async (unit, entry) => {
    const { ownerId } = await lockOwnDeal(unit.trx, unit.actor, String(entry.after['dealId']))
    const removedAt = isRemoval ? now().toISOString() : null
    const after = await setTurnRemoved(unit.trx, entry.entityId ?? '', removedAt)
    if (!after) return left(entry, '', 'gone')
    const action = isRemoval ? 'lead.turnRemoved' : 'lead.turned'
    await unit.record({ action, entity: 'dealTurn', id: after.id, after, ownerId })
    return done
  }

const undoRecheck: Undoer = async (unit, entry) => {
  const deal = await lockOwnDeal(unit.trx, unit.actor, entry.entityId ?? '')
  const grade = await store.findGrade(unit.trx, deal.id)
  if (!grade) return left(entry, deal.title, 'gone')
  return undoFields<Pick<store.StoredGrade, 'recheckOn'>>(entry, deal.title, {
    load: () => Promise.resolve({ recheckOn: grade.recheckOn }),
    save: (before, { recheckOn = null }) => store.setRecheck(unit, deal, before.recheckOn, recheckOn),
  })
}

async function undoSettings(unit: Unit, entry: Entry) {
  if (!mayCall(contract.saveSettings.access, unit.actor.role)) throw new Refusal('notAllowed')
  return undoFields<LeadSettings>(entry, '', {
    load: () => loadSettings(unit.trx),
    async save(before, fields) {
      const after = await saveSettings(unit.trx, { ...before, ...fields })
      await unit.record({
        action: 'lead.settingsChanged',
        entity: 'leads',
        id: null,
        before,
        after,
        rev: after.rev,
      })
      await unit.addJob('leads.settings', {}, { key: 'leads.settings' })
    },
  })
}

/** What of leads can be taken back. A grade follows the answers: it turns with them, not by itself. */
export function leadUndoers({ now }: Pick<Services, 'now'>): Undoers {
  return {
    'lead.answered': removeAnswer(now, true),
    'lead.answerRemoved': removeAnswer(now, false),
    'lead.turned': removeTurn(now, true),
    'lead.turnRemoved': removeTurn(now, false),
    'lead.recheckSet': undoRecheck,
    'lead.graded': async () => ({ isUndone: false, leftover: null }),
    'play.started': removePlay(now, true),
    'play.removed': removePlay(now, false),
    'play.ended': undoOutcome,
    'queue.snoozed': removeSnooze(now, true),
    'queue.snoozeRemoved': removeSnooze(now, false),
    'lead.settingsChanged': undoSettings,
  }
}
