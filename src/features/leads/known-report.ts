import { sql } from 'kysely'
import { clientVisibleTo, ownerVisibleTo, reachedBy } from '#features/clients/public.ts'
import { type Actor, mayEditRecordOf } from '#kernel/actor.ts'
import type { Db } from '#server/database/connect.ts'
import type { KnownClient } from './quick-contract.ts'

const MOST = 5

export type Reach = { phones: readonly string[]; emails: readonly string[] }

/** The clients in sight whom these phones and addresses reach; those with whom something goes on come first. One query. */
export async function listKnown(db: Db, actor: Actor, { phones, emails }: Reach): Promise<KnownClient[]> {
  if (phones.length + emails.length === 0) return []
  const found = await sql<Omit<KnownClient, 'mayEdit'> & { ownerId: string | null }>`
    select k.id, k.name, k.owner_id, u.name as owner_name, (
      select count(*) from deal d where d.client_id = k.id and d.closed_at is null and d.removed_at is null
        and ${ownerVisibleTo(actor, sql`d.owner_id`)}) as open_deals
    from client k left join app_user u on u.id = k.owner_id
    where k.id in (${reachedBy(phones, emails)}) and k.archived_at is null and ${clientVisibleTo(actor)}
    order by open_deals desc, k.created_at, k.id limit ${MOST}`.execute(db)
  return found.rows.map(({ ownerId, ...row }) => ({ ...row, mayEdit: mayEditRecordOf(actor, ownerId) }))
}
