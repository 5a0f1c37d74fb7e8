import { sql } from 'kysely'
import type { MovedContacts } from '#features/contacts/public.ts'
import type { MovedDossier } from '#features/dossier/public.ts'
import type { MovedOrders } from '#features/orders/public.ts'
import type { MovedMemory } from '#features/imports/public.ts'
import type { Trx } from '#server/database/connect.ts'

/** What of a dropped client went over to the kept one. */
export type Moved = {
  orders: MovedOrders
  memory: MovedMemory
  contacts: MovedContacts
  /** a merge of before there were deals moved none */
  deals?: string[]
  /** nor a dossier */
  dossier?: MovedDossier
}

export type Merge = {
  unitId: string
  keptId: string
  droppedId: string
  dropped: unknown
  moved: Moved
  mergedAt: Date
}

export async function insertMerge(trx: Trx, merge: Omit<Merge, 'mergedAt'>): Promise<void> {
  const { unitId, keptId, droppedId, dropped, moved } = merge
  await sql`
    insert into client_merge (unit_id, kept_id, dropped_id, dropped, moved)
    values (${unitId}, ${keptId}, ${droppedId}, ${JSON.stringify(dropped)}::jsonb, ${JSON.stringify(moved)}::jsonb)`.execute(
    trx,
  )
}

/** The merge that a unit did, locked, unless it was taken apart; the rest of that merge's columns as they were written. */
export async function lockMerge(trx: Trx, keptId: string, droppedId: string): Promise<Merge | null> {
  const found = await sql<Merge>`
    select unit_id, kept_id, dropped_id, dropped, moved, merged_at from client_merge
    where kept_id = ${keptId} and dropped_id = ${droppedId} and undone_at is null
    order by merged_at desc limit 1 for update`.execute(trx)
  return found.rows[0] ?? null
}

export async function markApart(trx: Trx, unitId: string): Promise<void> {
  await sql`update client_merge set undone_at = clock_timestamp() where unit_id = ${unitId}`.execute(trx)
}

/** Notes that somebody said two clients are two, or takes that back. */
export async function setDismissed(
  trx: Trx,
  [aId, bId]: readonly [string, string],
  by: { userId: string | null } | null,
): Promise<void> {
  if (by === null) {
    await sql`
      update duplicate_pair set dismissed_at = null, dismissed_by = null where a_id = ${aId} and b_id = ${bId}`.execute(
      trx,
    )
    return
  }
  await sql`
    insert into duplicate_pair (a_id, b_id, confidence, reasons, dismissed_at, dismissed_by)
    values (${aId}, ${bId}, 0, '{}', clock_timestamp(), ${by.userId})
    on conflict (a_id, b_id) do update set dismissed_at = clock_timestamp(), dismissed_by = ${by.userId}`.execute(
    trx,
  )
}
