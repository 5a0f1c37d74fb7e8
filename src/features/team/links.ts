import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'

const LINK_DAYS = 3

const digest = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Makes the one link by which this person sets their password; an earlier one no longer works. */
export async function makeLink(
  trx: Trx,
  userId: string,
  now: Date,
): Promise<{ token: string; expiresAt: Date }> {
  const token = randomBytes(24).toString('base64url')
  const expiresAt = new Date(now.getTime() + LINK_DAYS * 86_400_000)
  const link = { tokenSha256: digest(token), expiresAt, createdAt: now }
  await trx
    .insertInto('passwordLink')
    .values({ userId, ...link })
    .onConflict((it) => it.column('userId').doUpdateSet(link))
    .execute()
  return { token, expiresAt }
}

/** Takes the link of a person back; answers whether there was one. */
export async function revokeLink(trx: Trx, userId: string): Promise<boolean> {
  const done = await trx.deleteFrom('passwordLink').where('userId', '=', userId).returning('userId').execute()
  return done.length > 0
}

type Link = { userId: string; name: string; email: string; expiresAt: Date; isActive: boolean }

/** Whose link this is; refused when it was used, revoked or has expired. */
export async function findLink(db: Db, token: string, now: Date): Promise<Link> {
  const found = await sql<Link>`
    select l.user_id, u.name, u.email, l.expires_at, u.deactivated_at is null as is_active
    from password_link l join app_user u on u.id = l.user_id where l.token_sha256 = ${digest(token)}`.execute(
    db,
  )
  const link = found.rows[0]
  if (!link) throw new Refusal('linkUsed')
  if (link.expiresAt <= now) throw new Refusal('linkExpired', { expiresAt: link.expiresAt.toISOString() })
  if (!link.isActive) throw new Refusal('deactivated')
  return link
}

/** Uses a link up: of two who use it at once, one does. */
export async function useUpLink(trx: Trx, token: string): Promise<void> {
  const done = await trx
    .deleteFrom('passwordLink')
    .where('tokenSha256', '=', digest(token))
    .returning('userId')
    .execute()
  if (done.length === 0) throw new Refusal('linkUsed')
}
