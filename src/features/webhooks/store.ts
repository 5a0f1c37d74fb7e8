import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'

/** A webhook as its owner edits it: what the history keeps. */
export type StoredWebhook = {
  id: string
  url: string
  note: string
  events: string[]
  isActive: boolean
  pauseReason: 'failing' | 'gone' | null
  rev: number
}

const shown = ['id', 'url', 'note', 'events', 'isActive', 'pauseReason', 'rev'] as const

/** Adds a webhook with its secret. */
export async function insertWebhook(
  trx: Trx,
  fields: Pick<StoredWebhook, 'id' | 'url' | 'note' | 'events'> & { secret: string },
): Promise<StoredWebhook> {
  const row = await trx.insertInto('webhook').values(fields).returning(shown).executeTakeFirstOrThrow()
  return row as StoredWebhook
}

/** How many webhooks there are, one adder at a time. */
export async function countLocked(trx: Trx): Promise<number> {
  await sql`lock table webhook in share row exclusive mode`.execute(trx)
  const { count } = await trx
    .selectFrom('webhook')
    .select((it) => it.fn.countAll<number>().as('count'))
    .where('removedAt', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/** A webhook for a change to come; also one that was removed, when asked for. */
export async function lockWebhook(trx: Trx, id: string, isRemoved = false): Promise<StoredWebhook> {
  const row = await trx
    .selectFrom('webhook')
    .select(shown)
    .where('id', '=', id)
    .where('removedAt', isRemoved ? 'is not' : 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!row) throw new Refusal('notFound', { entity: 'webhook' })
  return row as StoredWebhook
}

type Edit = Partial<Omit<StoredWebhook, 'id' | 'rev'>> & { removedAt?: Date | null }

/** Writes new values; one that goes again forgets how it failed. */
export async function updateWebhook(trx: Trx, id: string, fields: Edit): Promise<StoredWebhook> {
  const row = await trx
    .updateTable('webhook')
    .set({
      ...fields,
      ...(fields.isActive && { pauseReason: null, failingSince: null, restsUntil: sql<Date>`'epoch'` }),
      ...(fields.url !== undefined && { failingSince: null, restsUntil: sql<Date>`'epoch'` }),
      rev: sql<number>`nextval('rev_seq')`,
    })
    .where('id', '=', id)
    .returning(shown)
    .executeTakeFirstOrThrow()
  return row as StoredWebhook
}

/** Puts a new secret in the place of the old one, which stays valid until then. */
export async function renewSecret(trx: Trx, id: string, secret: string, previousUntil: Date): Promise<void> {
  await trx
    .updateTable('webhook')
    .set((it) => ({ secret, previousSecret: it.ref('secret'), previousUntil }))
    .where('id', '=', id)
    .execute()
}

/** Adds the delivery of an event that is for this webhook alone. */
export async function insertDelivery(trx: Trx, webhookId: string, eventId: string): Promise<string> {
  const { id } = await trx
    .insertInto('webhookDelivery')
    .values({ webhookId, eventId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** The webhook of a delivery. */
export async function findWebhookOf(trx: Trx, deliveryId: string): Promise<string> {
  const row = await trx
    .selectFrom('webhookDelivery')
    .select('webhookId')
    .where('id', '=', deliveryId)
    .executeTakeFirst()
  if (!row) throw new Refusal('notFound', { entity: 'webhook' })
  return row.webhookId
}

/** Makes deliveries due again: one, or all of the webhook that were given up. Says how many. */
export async function makeDue(trx: Trx, webhookId: string, deliveryId: string | null): Promise<number> {
  const which = deliveryId === null ? sql`state = 'failed'` : sql`id = ${deliveryId}`
  const done = await sql`
    update webhook_delivery set state = 'waiting', attempts = 0, next_attempt_at = 'epoch'
    where webhook_id = ${webhookId} and ${which}`.execute(trx)
  await wake(trx, webhookId)
  return Number(done.numAffectedRows ?? 0)
}

/** Ends the rest of a webhook: somebody wants to see it send now. */
export async function wake(trx: Trx, webhookId: string): Promise<void> {
  await sql`update webhook set rests_until = 'epoch' where id = ${webhookId}`.execute(trx)
}

/** Forgets old deliveries, and webhooks that were removed so long ago; in pieces that hold nobody up. */
export async function forget(db: Db, before: Date): Promise<void> {
  for (;;) {
    const done = await sql`
      delete from webhook_delivery where id in
        (select id from webhook_delivery where created_at < ${before} order by created_at limit 5000)`.execute(
      db,
    )
    if (!done.numAffectedRows) break
  }
  await db.deleteFrom('webhook').where('removedAt', '<', before).execute()
}
