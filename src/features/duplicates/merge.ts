import {
  type ClientFields,
  isClientThere,
  lockEditable,
  putBackClient,
  type StoredClient,
  takeOutClient,
  writeOver,
} from '#features/clients/public.ts'
import { moveContacts, moveContactsBack } from '#features/contacts/public.ts'
import { moveDossier, moveDossierBack } from '#features/dossier/public.ts'
import { moveDeals, moveDealsBack } from '#features/funnel/public.ts'
import { moveClientMemory, moveClientMemoryBack } from '#features/imports/public.ts'
import { moveOrders, moveOrdersBack } from '#features/orders/public.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Entry, type Undoers, undoFields } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import type { MergeField } from './contract.ts'
import { combineClients } from './domain/combine-clients.ts'
import * as store from './store.ts'

export type MergeRequest = {
  keepId: string
  keepRev: number
  dropId: string
  dropRev: number
  take: readonly MergeField[]
}

const refreshStats = (unit: Unit): Promise<void> =>
  unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })

/** Makes two clients one, within the unit; answers how much went over. */
export async function mergeClients(unit: Unit, { keepId, keepRev, dropId, dropRev, take }: MergeRequest) {
  if (keepId === dropId) throw new Refusal('sameClient')
  // Always in one order, so that two who merge the same clients crosswise wait for each other.
  const [first, second] = [keepId, dropId].sort() as [string, string]
  const locked = [
    await lockEditable(unit.trx, unit.actor, first),
    await lockEditable(unit.trx, unit.actor, second),
  ]
  const keep = locked.find((client) => client.id === keepId) as StoredClient
  const drop = locked.find((client) => client.id === dropId) as StoredClient
  for (const [client, rev] of [
    [keep, keepRev],
    [drop, dropRev],
  ] as const) {
    if (client.rev !== rev) throw new Refusal('conflict', { current: client })
  }
  const moved = {
    orders: await moveOrders(unit.trx, dropId, keepId),
    memory: await moveClientMemory(unit.trx, dropId, keepId),
    contacts: await moveContacts(unit.trx, dropId, keepId),
    deals: await moveDeals(unit.trx, dropId, keepId),
    dossier: await moveDossier(unit.trx, dropId, keepId),
  }
  const dropped = await takeOutClient(unit.trx, dropId)
  await unit.record({
    action: 'client.merged',
    entity: 'client',
    id: dropId,
    before: drop,
    after: { ...drop, mergedInto: keepId },
    ownerId: drop.ownerId,
  })
  await store.insertMerge(unit.trx, { unitId: unit.id, keptId: keepId, droppedId: dropId, dropped, moved })
  const chosen: ClientFields = Object.fromEntries(take.map((name) => [name, drop[name]]))
  const written = { ...chosen, ...combineClients(keep, drop, chosen) }
  if (Object.keys(written).length > 0) await writeOver(unit, 'client.updated', keep, written)
  await refreshStats(unit)
  await unit.addJob('duplicates.find', {}, { key: 'duplicates.find' })
  return {
    unitId: unit.id,
    clientId: keepId,
    orders: moved.orders.ids.length,
    renamedOrders: Object.keys(moved.orders.renamed).length,
  }
}

/** For how long a merge can be taken apart. */
const UNDO_DAYS = 30

const leftover = (entry: Entry, reason: 'changedSince' | 'gone') => ({
  isUndone: false,
  leftover: { entity: 'client', id: entry.entityId, name: String(entry.before['name']), reason, fields: [] },
})

async function takeApart(unit: Unit, entry: Entry, now: Date) {
  const [droppedId, keptId] = [entry.entityId ?? '', String(entry.after['mergedInto'])]
  const merge = await store.lockMerge(unit.trx, keptId, droppedId)
  if (!merge) return leftover(entry, 'gone')
  if (now.getTime() - merge.mergedAt.getTime() > UNDO_DAYS * 86_400_000) {
    throw new Refusal('mergeTooOld', { days: UNDO_DAYS })
  }
  // Who was merged away in turn must come back first.
  if (!(await isClientThere(unit.trx, keptId))) return leftover(entry, 'gone')
  await lockEditable(unit.trx, unit.actor, keptId)
  await putBackClient(unit.trx, merge.dropped)
  await moveOrdersBack(unit.trx, merge.moved.orders, keptId, droppedId)
  await moveContactsBack(unit.trx, merge.moved.contacts, keptId, droppedId)
  await moveDealsBack(unit.trx, merge.moved.deals ?? [], keptId, droppedId)
  if (merge.moved.dossier) await moveDossierBack(unit.trx, merge.moved.dossier, keptId, droppedId)
  await moveClientMemoryBack(unit.trx, merge.moved.memory, keptId, droppedId)
  await store.markApart(unit.trx, merge.unitId)
  const back = await lockEditable(unit.trx, unit.actor, droppedId)
  const { id, rev, ownerId } = back
  await unit.record({ action: 'client.unmerged', entity: 'client', id, after: back, rev, ownerId })
  await refreshStats(unit)
  await unit.addJob('duplicates.find', {}, { key: 'duplicates.find' })
  return { isUndone: true, leftover: null }
}

/** What of duplicates can be taken back: a merge for thirty days, and that two were called two. */
export function duplicateUndoers(now: () => Date): Undoers {
  return {
    'client.merged': (unit, entry) => takeApart(unit, entry, now()),
    'duplicate.dismissed': (unit, entry) =>
      undoFields(entry, String(entry.after['name']), {
        load: () => Promise.resolve(entry.after),
        save: async () => {
          const pair = [String(entry.after['aId']), String(entry.after['bId'])] as const
          for (const id of pair) await lockEditable(unit.trx, unit.actor, id)
          await store.setDismissed(unit.trx, pair, null)
          await unit.record({
            action: 'duplicate.reopened',
            entity: 'duplicate',
            id: null,
            before: entry.after,
          })
        },
      }),
  }
}
