import { type Entry, type Leftover, type Undoers, undoFields } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import { mayCall } from '#kernel/operation.ts'
import { planUndo } from '#kernel/undo-fields.ts'
import { Refusal } from '#kernel/refusal.ts'
import { lockOwn, recordDeal, takeMoveBack, writeOver } from './change.ts'
import { funnelContract as contract } from './contract.ts'
import { changePipeline } from './change-pipeline.ts'
import { restoreLostReasons } from './lost-reasons.ts'
import { holdStage, lockPipeline, type StoredPipeline, updatePipeline } from './pipelines.ts'
import * as store from './store.ts'

const nameOf = ({ before, after }: Entry): string => String(after['title'] ?? before['title'] ?? '')
const left = (entry: Entry, reason: Leftover['reason'], fields: string[] = []) => ({
  isUndone: false,
  leftover: { entity: entry.entity, id: entry.entityId, name: nameOf(entry), reason, fields },
})
const done = { isUndone: true, leftover: null }

async function undoEdit(unit: Unit, entry: Entry, now: Date) {
  return undoFields<store.StoredDeal>(entry, nameOf(entry), {
    load: () => lockOwn(unit.trx, unit.actor, entry.entityId ?? ''),
    save: async (current, fields) => void (await writeOver(unit, current, fields, now.toISOString())),
  })
}

// The stage and all that came with it return together, or not at all: half a move is none.
const withStage = ['stageId', 'stageEnteredAt', 'pipelineId', 'closedAt', 'lostReasonId', 'lostNote']

async function undoMove(unit: Unit, entry: Entry, now: Date) {
  const current = await lockOwn(unit.trx, unit.actor, entry.entityId ?? '')
  const { restore, kept } = planUndo(entry.before, entry.after, current)
  if (entry.before['stageId'] === entry.after['stageId']) {
    return undoFields<store.StoredDeal>(entry, nameOf(entry), {
      load: () => Promise.resolve(current),
      save: async (it, fields) => void (await writeOver(unit, it, fields, now.toISOString())),
    })
  }
  if (kept.some((name) => withStage.includes(name))) return left(entry, 'changedSince', kept)
  if (!(await holdStage(unit.trx, String(entry.before['stageId'])))) return left(entry, 'gone', ['stageId'])
  // Time goes forward in a move, and backward where one was taken back.
  const [was, became] = [entry.before, entry.after].map((it) => Date.parse(String(it['stageEnteredAt'])))
  const isRepeat = (was ?? 0) > (became ?? 0)
  await takeMoveBack(unit, current, { restore, isRepeat }, now.toISOString())
  return { isUndone: true, leftover: kept.length > 0 ? left(entry, 'changedSince', kept).leftover : null }
}

async function setRemoved(unit: Unit, entry: Entry, removedAt: string | null) {
  const current = await lockOwn(unit.trx, unit.actor, entry.entityId ?? '')
  if ((current.removedAt === null) === (removedAt === null)) return left(entry, 'gone')
  if (entry.action === 'deal.created' && current.rev !== entry.after['rev'])
    return left(entry, 'changedSince')
  // In a stage that has gone meanwhile nobody would find it: the stage comes back first.
  if (removedAt === null && !(await holdStage(unit.trx, current.stageId)))
    return left(entry, 'gone', ['stageId'])
  const after = await store.updateDeal(unit.trx, current.id, { removedAt })
  await recordDeal(unit, removedAt === null ? 'deal.restored' : 'deal.removed', current, after)
  return done
}

function refuseStranger({ actor }: Unit): void {
  if (!mayCall(contract.savePipeline.access, actor.role)) throw new Refusal('notAllowed')
}

async function undoStages(unit: Unit, entry: Entry) {
  refuseStranger(unit)
  const current = await lockPipeline(unit.trx, entry.entityId ?? '')
  const { kept } = planUndo(entry.before, entry.after, { ...current })
  if (kept.length > 0) return left(entry, 'changedSince', kept)
  await changePipeline(unit, current, entry.before as StoredPipeline)
  return done
}

async function undoReasons(unit: Unit, entry: Entry) {
  if (!mayCall(contract.saveLostReasons.access, unit.actor.role)) throw new Refusal('notAllowed')
  const kept = await restoreLostReasons(unit, entry)
  return kept.length > 0 ? left(entry, 'changedSince', kept) : done
}

/** What of deals can be taken back: edits field by field, moves whole, and that a deal was made or thrown away. */
export function funnelUndoers(now: () => Date): Undoers {
  const remove = (unit: Unit, entry: Entry) => setRemoved(unit, entry, now().toISOString())
  const restore = (unit: Unit, entry: Entry) => setRemoved(unit, entry, null)
  return {
    'deal.updated': (unit, entry) => undoEdit(unit, entry, now()),
    'deal.moved': (unit, entry) => undoMove(unit, entry, now()),
    'deal.created': remove,
    'deal.restored': remove,
    'deal.removed': restore,
    'pipeline.changed': undoStages,
    'lostReasons.changed': undoReasons,
    'pipeline.added': async (unit, entry) => {
      refuseStranger(unit)
      const before = await lockPipeline(unit.trx, entry.entityId ?? '')
      if (before.rev !== entry.after['rev']) return left(entry, 'changedSince')
      if (await store.hasDeals(unit.trx, before.id)) return left(entry, 'inUse')
      await updatePipeline(unit.trx, before.id, { removedAt: now().toISOString() })
      await unit.record({ action: 'pipeline.removed', entity: 'pipeline', id: before.id, before })
      return done
    },
    'pipeline.removed': async (unit, entry) => {
      refuseStranger(unit)
      await updatePipeline(unit.trx, entry.entityId ?? '', { removedAt: null })
      const after = await lockPipeline(unit.trx, entry.entityId ?? '')
      await unit.record({ action: 'pipeline.added', entity: 'pipeline', id: after.id, after, rev: after.rev })
      return done
    },
  }
}
