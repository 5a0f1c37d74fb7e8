import { sql } from 'kysely'
import type { Db } from '#server/database/connect.ts'
import type { WebhookSource } from './domain/payload.ts'
import type { Outcome } from '#server/outgoing/post.ts'

/** A webhook in the hands of a sender. */
export type Outlet = { id: string; url: string; secrets: string[]; failingSince: Date | null }
export type Due = { deliveryId: string; attempts: number; source: WebhookSource }

/** Takes a webhook for one sender until then; null when another has it, when it rests or does not go. */
export async function take(db: Db, id: string, now: Date, until: Date): Promise<Outlet | null> {
  const taken = await sql<Omit<Outlet, 'secrets'> & { secret: string; previousSecret: string | null }>`
    update webhook set busy_until = ${until}
    where id = ${id} and is_active and removed_at is null and busy_until <= ${now} and rests_until <= ${now}
    returning id, url, secret, case when previous_until > ${now} then previous_secret end as previous_secret,
      failing_since`.execute(db)
  const row = taken.rows[0]
  if (!row) return null
  const { secret, previousSecret, ...outlet } = row
  return { ...outlet, secrets: previousSecret === null ? [secret] : [secret, previousSecret] }
}

/** Gives a webhook back, with what its last attempts said of it. */
export async function giveBack(
  db: Db,
  id: string,
  { failingSince, restsUntil }: { failingSince: Date | null; restsUntil: Date | null },
): Promise<void> {
  await sql`
    update webhook set busy_until = 'epoch', failing_since = ${failingSince},
      rests_until = coalesce(${restsUntil}::timestamptz, 'epoch') where id = ${id}`.execute(db)
}

/** What is due at a webhook, with the entries of the history that it tells of; first attempts before repeated ones. */
export async function listDue(db: Db, webhookId: string, now: Date, limit: number): Promise<Due[]> {
  const { rows } = await sql<WebhookSource & { deliveryId: string; attempts: number }>`
    select d.id as delivery_id, d.attempts, a.id, a.action, a.at, a.entity, a.entity_id, a.actor_id, p.name as actor_name,
      a.channel, a.reason, a.before, a.after
    from (select * from webhook_delivery where webhook_id = ${webhookId} and state = 'waiting' and next_attempt_at <= ${now}
      order by next_attempt_at limit ${limit}) d
    join audit_log a on a.id = d.event_id left join app_user p on p.id = a.actor_id
    order by d.id`.execute(db)
  return rows.map(({ deliveryId, attempts, ...source }) => ({ deliveryId, attempts, source }))
}

/** Writes down how one attempt went, and when the next is due if one is. */
export async function noteAttempt(
  db: Db,
  deliveryId: string,
  { at, durationMs, nextAt, ...it }: Outcome & { at: Date; durationMs: number; nextAt: Date | null },
): Promise<void> {
  const state = it.failure === null ? 'delivered' : nextAt === null ? 'failed' : 'waiting'
  await sql`
    with noted as (
      update webhook_delivery set attempts = attempts + 1, state = ${state},
        next_attempt_at = coalesce(${nextAt}::timestamptz, next_attempt_at) where id = ${deliveryId} returning id)
    insert into webhook_attempt (delivery_id, at, duration_ms, status, failure, detail, answer)
    select id, ${at}, ${durationMs}, ${it.status}, ${it.failure}, ${it.detail}, ${it.answer} from noted`.execute(
    db,
  )
}

/** Webhooks at which something is due and that nobody has. */
export async function listReady(db: Db, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from webhook w
    where is_active and removed_at is null and busy_until <= ${now} and rests_until <= ${now} and exists (
      select from webhook_delivery where webhook_id = w.id and state = 'waiting' and next_attempt_at <= ${now})`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}
