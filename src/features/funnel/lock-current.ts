import { Refusal } from '#kernel/refusal.ts'
import type { Unit } from '#server/unit.ts'
import { lockOwn } from './change.ts'
import { showDeal } from './reports.ts'
import type { StoredDeal } from './store.ts'

/** One deal for changing the state that a person saw; a newer one is refused with that state. */
export async function lockCurrent(unit: Unit, id: string, rev: number): Promise<StoredDeal> {
  const before = await lockOwn(unit.trx, unit.actor, id)
  if (before.removedAt !== null) throw new Refusal('notFound', { entity: 'deal' })
  if (before.rev === rev) return before
  throw new Refusal('conflict', { current: await showDeal(unit.trx, unit.actor, id) })
}
