import { sql } from 'kysely'
import { lockEditable } from '#features/clients/public.ts'
import { type Actor, mayEditRecordOf } from '#kernel/actor.ts'
import type { Trx } from '#server/database/connect.ts'

/**
 * Whose record a talk is: of the client's owner, or, where it is about a deal, of whoever leads the deal. A deal may be with
 * somebody else's client, and whoever leads it writes down what they talked about.
 */
export async function lockTalked(
  trx: Trx,
  actor: Actor,
  { clientId, dealId }: { clientId: string; dealId?: string | null | undefined },
): Promise<{ ownerId: string | null }> {
  if (dealId) {
    const found = await sql<{ ownerId: string | null }>`
      select owner_id from deal where id = ${dealId} and client_id = ${clientId} for share`.execute(trx)
    const [deal] = found.rows
    if (deal && mayEditRecordOf(actor, deal.ownerId)) return deal
  }
  return lockEditable(trx, actor, clientId)
}
