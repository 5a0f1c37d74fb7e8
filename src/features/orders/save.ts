import { sql } from 'kysely'
import { mayEditRecordOf, sees } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Unit } from '#server/unit.ts'
import * as store from './store.ts'

/** An order before and after a change; null before = new. */
export type Save = { before: store.StoredOrder | null; after: store.WrittenOrder; ownerId: string | null }

/** Refuses an order that this person may not see or change; one without a client is seen by those who see everything. */
export function refuseForeign({ actor }: Unit, { order, ownerId }: store.LockedOrder): void {
  if (!(order.clientId ? sees(actor, ownerId) : actor.sight.kind === 'all'))
    throw new Refusal('notFound', { entity: 'order' })
  if (!mayEditRecordOf(actor, ownerId)) throw new Refusal('notYours')
}

/** Writes orders with their entries in the history, and has their clients counted again; tells their revs. */
export async function saveOrders(unit: Unit, saves: readonly Save[]): Promise<Map<string, number>> {
  const revs = await store.writeOrders(
    unit.trx,
    saves.map(({ after }) => after),
  )
  for (const action of ['order.created', 'order.updated']) {
    const rows = saves
      .filter(({ before }) => (before === null) === (action === 'order.created'))
      .map(({ before, after, ownerId }) => ({
        id: after.id,
        before,
        after: { ...after, rev: revs.get(after.id) },
        owner_id: ownerId,
      }))
    const [only] = rows
    // One is announced by its id, with its rev, by which its editor finds the way back.
    if (saves.length === 1 && only) {
      const { id, before, after, owner_id: ownerId } = only
      await unit.record({ action, entity: 'order', id, before, after, rev: after.rev ?? 0, ownerId })
    } else if (only) {
      await unit.recordAll(
        { action, entity: 'order', announces: 'order' },
        sql`select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r (id uuid, before jsonb, after jsonb, owner_id uuid)`,
      )
    }
  }
  await store.markClients(
    unit.trx,
    saves.flatMap(({ before, after }) =>
      [before, after]
        .flatMap((it) => it ?? [])
        .map(({ clientId, orderedOn: since }) => ({ clientId, since })),
    ),
  )
  await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
  return revs
}
