import { sql } from 'kysely'
import {
  deleteImportedClients,
  insertClientsFrom,
  readClientsBefore,
  restoreClientFields,
  restoreClients,
  updateClientsFrom,
} from '#features/clients/public.ts'
import { takeBackRecords } from '#features/contacts/public.ts'
import { forgetImportedContacts } from '#features/dossier/public.ts'
import { takeBackDeals, takeBackProducts } from '#features/funnel/public.ts'
import {
  deleteImportedOrders,
  insertOrdersFrom,
  markClientsOf,
  markClientsOfImport,
  readOrdersBefore,
  restoreOrders,
  updateOrdersFrom,
  writeLinesFrom,
} from '#features/orders/public.ts'
import type { Unit } from '#server/unit.ts'
import { forgetClients, rememberClients } from './client-memory.ts'
import type { Leftover, Preview } from './contract.ts'
import { hasOrders, type ReadPlan } from './domain/plan.ts'
import { entityOf, writeRecordsFrom } from './records.ts'
import { factsOf, lineAmount } from './gather.ts'
import { makePreview, matchAll } from './preview.ts'
import type { ReadCounts } from './reading/copy.ts'
import type { Staging } from './staging.ts'
import { findLeftovers, forgetBefore, isUsedDeal, keepBefore, keepRefused, keepUnchanged } from './traces.ts'

export type OnStep = (step: string) => Promise<void>

/** Moves the staged rows into place, in the caller's one transaction: whole or not at all; answers what it did. */
export async function commitStaged(
  unit: Unit,
  id: string,
  staging: Staging,
  plan: ReadPlan,
  onStep: OnStep,
  counts: ReadCounts,
  told: { unknownReps: string[]; repeats: number | null; now: Date },
): Promise<Preview> {
  const { trx } = unit
  const overwrites = plan.kind === 'clients'
  // The base may have changed since the preview.
  await onStep('matching')
  await matchAll(trx, staging, plan)
  const result = await makePreview(trx, staging, plan, counts, told)

  await onStep('clients')
  await readClientsBefore(trx, staging.clients)
  await updateClientsFrom(trx, staging.clients, overwrites)
  await keepBefore(trx, id, 'client')
  await insertClientsFrom(trx, staging.clients, id)
  await rememberClients(trx, id, staging)

  const entity = entityOf(plan.kind)
  if (entity !== null) {
    await onStep(entity === 'deal' || entity === 'product' ? plan.kind : 'contacts')
    await writeRecordsFrom(unit, staging, plan, { importId: id, now: told.now })
  }
  if (hasOrders(plan)) {
    const facts = factsOf(plan)
    await onStep('orders')
    await sql`
      update ${sql.raw(staging.orders)} o set client_id = c.client_id from ${sql.raw(staging.clients)} c
      where c.key = o.client_key and o.change = 'new'`.execute(trx)
    await readOrdersBefore(trx, staging.orders, facts.hasLines)
    await updateOrdersFrom(trx, staging.orders, facts)
    await keepBefore(trx, id, 'order')
    await insertOrdersFrom(trx, staging.orders, id)
    if (facts.hasLines) {
      await onStep('lines')
      await writeLinesFrom(trx, staging.orders, staging.rows, lineAmount, facts.isAttached)
    }
    await markClientsOf(trx, staging.orders)
  }
  await onStep('refused')
  await keepRefused(trx, id, staging, plan)
  await keepUnchanged(trx, id, staging, plan)
  return result
}

/** Takes an import back within the unit; answers what stays, and why. */
export async function undoCommitted(unit: Unit, id: string): Promise<Leftover[]> {
  const { trx } = unit
  await markClientsOfImport(trx, id)
  const leftovers = await findLeftovers(trx, id)
  await takeBackDeals(unit, id, isUsedDeal(id))
  await takeBackProducts(trx, id)
  await takeBackRecords(trx, 'touch', id)
  await forgetImportedContacts(trx, id)
  await takeBackRecords(trx, 'contact', id)
  await restoreOrders(trx, id)
  await deleteImportedOrders(trx, id)
  await restoreClients(trx, id)
  const inPart = await restoreClientFields(unit, id)
  await deleteImportedClients(trx, id)
  await forgetBefore(trx, id)
  await forgetClients(trx, id)
  return [...leftovers, ...inPart.map((it) => ({ ...it, entity: 'client', reason: 'changedSince' }) as const)]
}
