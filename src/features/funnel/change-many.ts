import { type Actor, mayEditRecordOf } from '#kernel/actor.ts'
import type { InputOf } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import { refuseNobody } from '#features/clients/public.ts'
import type { Services } from '#server/services.ts'
import type { Unit } from '#server/unit.ts'
import { columnsOf, lockOwn, moveDeal, recordDeal, writeOver } from './change.ts'
import { type funnelContract, type RowRefusal, rowRefusals } from './contract.ts'
import * as store from './store.ts'

type Change = InputOf<typeof funnelContract.changeMany>['body']['change']
type Named = { id: string; rev: number }
type Left = { id: string; title: string; code: RowRefusal; missing: string[] }

const isOfOneRow = (code: string): code is RowRefusal => (rowRefusals as readonly string[]).includes(code)

/** Does to one deal what is done to all; false = it is so already. */
async function changeOne(unit: Unit, deal: store.StoredDeal, change: Change, at: string): Promise<boolean> {
  if (change.kind === 'remove') {
    const after = await store.updateDeal(unit.trx, deal.id, { removedAt: at })
    await recordDeal(unit, 'deal.removed', deal, after)
    return true
  }
  if (change.kind === 'owner') {
    if (deal.ownerId === change.ownerId) return false
    await writeOver(unit, deal, { ownerId: change.ownerId }, at)
    return true
  }
  if (change.kind === 'step') {
    await writeOver(unit, deal, columnsOf({ step: change.step }), at)
    return true
  }
  const { kind: _kind, ...move } = change
  if (deal.stageId === move.stageId) return false
  await moveDeal(unit, deal, move, at)
  return true
}

/**
 * Changes the named deals as one act: each by the same rule as alone. Those that may not be changed so, or that somebody changed
 * since they were seen, stay as they are and are told with their reason.
 */
export async function changeMany(
  { runUnit, now }: Services,
  actor: Actor,
  { deals, change }: InputOf<typeof funnelContract.changeMany>['body'],
) {
  const isForeign = change.kind === 'owner' && !mayEditRecordOf(actor, change.ownerId)
  if (isForeign) throw new Refusal('notYours')
  return runUnit(actor, async (unit) => {
    const at = now().toISOString()
    if (change.kind === 'owner') await refuseNobody(unit.trx, change.ownerId)
    const left: Left[] = []
    let changed = 0
    // Locked in one order, so that two who change the same deals wait for each other.
    for (const named of deals.toSorted((a, b) => a.id.localeCompare(b.id))) {
      const found = await lockSeen(unit, named)
      if ('code' in found) left.push(found)
      // What is over has no next step.
      else if (change.kind === 'step' && found.closedAt !== null)
        left.push({ id: found.id, title: found.title, code: 'isOver', missing: [] })
      else {
        try {
          if (await changeOne(unit, found, change, at)) changed++
        } catch (error) {
          // A move that is refused has written nothing of its deal yet.
          if (!(error instanceof Refusal) || !isOfOneRow(error.code)) throw error
          const missing = error.data['missing']
          left.push({
            id: found.id,
            title: found.title,
            code: error.code,
            missing: Array.isArray(missing) ? missing.map(String) : [],
          })
        }
      }
    }
    return { unitId: changed > 0 ? unit.id : null, changed, left }
  })
}

async function lockSeen(unit: Unit, { id, rev }: Named): Promise<store.StoredDeal | Left> {
  const leave = (code: RowRefusal, title = ''): Left => ({ id, title, code, missing: [] })
  try {
    const deal = await lockOwn(unit.trx, unit.actor, id)
    if (deal.removedAt !== null) return leave('notFound', deal.title)
    return deal.rev === rev ? deal : leave('conflict', deal.title)
  } catch (error) {
    if (!(error instanceof Refusal) || !isOfOneRow(error.code)) throw error
    // Of a deal out of sight not even the name is told.
    const title = error.code === 'notYours' ? ((await store.findDeal(unit.trx, id))?.title ?? '') : ''
    return leave(error.code, title)
  }
}
