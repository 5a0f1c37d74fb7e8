import { sql } from 'kysely'
import type { Db, Trx } from '#server/database/connect.ts'
import { announce } from '#server/unit.ts'
import type { SessionRow } from './contract.ts'
import { readDevice } from './domain/device.ts'

type Stored = {
  id: string
  token: string
  userAgent: string | null
  ipAddress: string | null
  createdAt: string
  lastUsedAt: string
}

/** The sessions by which a person is signed in, the last used first. */
export async function listSessions(
  db: Db,
  userId: string,
  currentToken: string | null,
): Promise<SessionRow[]> {
  const found = await sql<Stored>`
    select id, token, user_agent, ip_address, to_json(created_at) #>> '{}' as created_at,
      to_json(last_used_at) #>> '{}' as last_used_at
    from auth_session where user_id = ${userId} and expires_at > now() order by last_used_at desc, id limit 200`.execute(
    db,
  )
  return found.rows.map(({ token, userAgent, ipAddress, ...row }) => ({
    ...row,
    ...readDevice(userAgent ?? ''),
    address: ipAddress || null,
    isCurrent: token === currentToken,
  }))
}

/** Ends sessions of a person: one, all, or all but one. Whoever sits there learns it at once. */
export async function endSessions(
  trx: Db | Trx,
  userId: string,
  which: { id?: string; exceptToken?: string } = {},
): Promise<number> {
  const done = await sql`
    delete from auth_session where user_id = ${userId}
      and ${which.id === undefined ? sql`true` : sql`id = ${which.id}`}
      and ${which.exceptToken === undefined ? sql`true` : sql`token <> ${which.exceptToken}`}
    returning id`.execute(trx)
  // The open streams of this person end; those still signed in open the next.
  if (done.rows.length > 0) await announce(trx, { entity: 'access', id: userId, ownerId: userId })
  return done.rows.length
}

/** Notes that a session is in use. */
export async function touchSession(db: Db, token: string, now: Date): Promise<void> {
  await sql`update auth_session set last_used_at = ${now} where token = ${token}`.execute(db)
}
