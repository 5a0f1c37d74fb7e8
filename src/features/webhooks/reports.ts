import { sql } from 'kysely'
import type { OutputOf } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { Attempt, Delivery, DeliveryState, Webhook, webhooksContract } from './contract.ts'
import { toPayload, type WebhookSource } from './domain/payload.ts'

const PAGE = 50
const COUNTED = 1000

type WebhookRow = Omit<Webhook, 'failingSince' | 'previousUntil'> & {
  failingSince: Date | null
  previousUntil: Date | null
}

/** Webhooks with how they go, the oldest first: one query. */
export async function listWebhooks(db: Db, now: Date, id?: string): Promise<Webhook[]> {
  const count = (state: DeliveryState) => sql`
    (select count(*) from (select from webhook_delivery where webhook_id = w.id and state = ${state} limit ${COUNTED}) c)`
  const { rows } = await sql<WebhookRow>`
    select id, url, note, events, is_active, pause_reason, failing_since,
      case when previous_until > ${now} then previous_until end as previous_until,
      ${count('waiting')} as waiting, ${count('failed')} as failed, rev
    from webhook w where removed_at is null and ${id === undefined ? sql`true` : sql`id = ${id}`}
    order by id`.execute(db)
  return rows.map((row) => ({
    ...row,
    failingSince: row.failingSince?.toISOString() ?? null,
    previousUntil: row.previousUntil?.toISOString() ?? null,
  }))
}

/** One webhook as the list shows it. */
export async function findWebhook(db: Db, now: Date, id: string): Promise<Webhook> {
  const [found] = await listWebhooks(db, now, id)
  if (!found) throw new Refusal('notFound', { entity: 'webhook' })
  return found
}

type DeliveryRow = Omit<Delivery, 'at' | 'nextAttemptAt'> & { at: Date; nextAttemptAt: Date }

const deliveryFields = sql`
  d.id, d.event_id, a.action as event, coalesce(a.after ->> 'name', a.before ->> 'name', a.after ->> 'externalId',
    a.after ->> 'fileName', left(coalesce(a.after ->> 'text', a.before ->> 'text'), 80)) as name,
  a.at, d.state, d.attempts, d.next_attempt_at`

const toDelivery = ({ at, nextAttemptAt, ...row }: DeliveryRow): Delivery => ({
  ...row,
  at: at.toISOString(),
  // A first attempt has no hour: it comes as soon as it can.
  nextAttemptAt: row.state === 'waiting' && nextAttemptAt.getTime() > 0 ? nextAttemptAt.toISOString() : null,
})

/** A page of the log of one webhook, the newest first: two queries. */
export async function listDeliveries(
  db: Db,
  webhookId: string,
  { state, cursor }: { state?: DeliveryState | undefined; cursor?: string | undefined },
): Promise<OutputOf<typeof webhooksContract.listDeliveries>> {
  const { rows } = await sql<DeliveryRow>`
    select ${deliveryFields} from (
      select * from webhook_delivery where webhook_id = ${webhookId} and ${state ? sql`state = ${state}` : sql`true`}
        and ${cursor ? sql`id < ${cursor}` : sql`true`} order by id desc limit ${PAGE + 1}) d
    join audit_log a on a.id = d.event_id order by d.id desc`.execute(db)
  if (rows.length === 0) {
    const known = await sql`select from webhook where id = ${webhookId} and removed_at is null`.execute(db)
    if (known.rows.length === 0) throw new Refusal('notFound', { entity: 'webhook' })
  }
  const page = rows.slice(0, PAGE).map(toDelivery)
  return { rows: page, nextCursor: rows.length > PAGE ? (page.at(-1)?.id ?? null) : null }
}

type AttemptRow = Omit<Attempt, 'at'> & { at: Date }

/** One delivery with what is sent and how each attempt went: two queries. */
export async function getDelivery(
  db: Db,
  id: string,
): Promise<OutputOf<typeof webhooksContract.getDelivery>> {
  const found = await sql<DeliveryRow & Omit<WebhookSource, 'id' | 'action'>>`
    select ${deliveryFields}, a.entity, a.entity_id, a.actor_id, p.name as actor_name, a.channel, a.reason, a.before, a.after
    from webhook_delivery d join audit_log a on a.id = d.event_id left join app_user p on p.id = a.actor_id
    where d.id = ${id}`.execute(db)
  const row = found.rows[0]
  if (!row) throw new Refusal('notFound', { entity: 'webhook' })
  const { entity, entityId, actorId, actorName, channel, reason, before, after, ...delivery } = row
  const source = { entity, entityId, actorId, actorName, channel, reason, before, after }
  const attempts = await sql<AttemptRow>`
    select at, duration_ms, status, failure, detail, answer from webhook_attempt where delivery_id = ${id}
    order by id desc limit ${PAGE}`.execute(db)
  return {
    delivery: toDelivery(delivery),
    body: JSON.stringify(toPayload({ ...source, id: row.eventId, action: row.event, at: row.at }), null, 2),
    attempts: attempts.rows.map((it) => ({ ...it, at: it.at.toISOString() })),
  }
}
