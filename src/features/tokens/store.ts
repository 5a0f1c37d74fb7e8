import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import { MOST_TOKENS, type Token } from './contract.ts'

type Row = Omit<Token, 'createdAt' | 'expiresAt' | 'lastUsedAt' | 'revokedAt'> & {
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  revokedAt: Date | null
}
const present = (row: Row): Token => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
})

// The owner looks after everybody's tokens.
const within = ({ role, userId }: Actor) => (role === 'owner' ? sql`true` : sql`t.user_id = ${userId}`)

async function find(db: Db, actor: Actor, now: Date, id: string | null): Promise<Token[]> {
  const { rows } = await sql<Row>`
    select t.id, t.user_id, u.name as user_name, t.name, t.hint, t.scopes, t.created_at, t.expires_at, t.last_used_at,
      t.last_used_from, t.revoked_at,
      case when t.revoked_at is not null then 'revoked' when u.deactivated_at is not null then 'deactivated'
        when t.expires_at <= ${now} then 'expired' else 'alive' end as state
    from api_token t join app_user u on u.id = t.user_id
    where ${within(actor)} and (${id}::uuid is null or t.id = ${id})
    order by t.revoked_at is not null, t.created_at desc, t.id limit 500`.execute(db)
  return rows.map(present)
}

export const listTokens = (db: Db, actor: Actor, now: Date): Promise<Token[]> => find(db, actor, now, null)

export async function loadToken(db: Db, actor: Actor, now: Date, id: string): Promise<Token> {
  const [token] = await find(db, actor, now, id)
  if (!token) throw new Refusal('notFound', { entity: 'token' })
  return token
}

type NewToken = {
  id: string
  userId: string
  name: string
  hint: string
  secretSha256: Buffer
  scopes: string[]
  expiresAt: string | null
  createdAt: Date
}

export async function insertToken(trx: Trx, token: NewToken): Promise<void> {
  // Two that are made at once count one after the other.
  await sql`select from app_user where id = ${token.userId} for update`.execute(trx)
  const { rows } = await sql<{ alive: number }>`
    select count(*) as alive from api_token where user_id = ${token.userId} and revoked_at is null
      and (expires_at is null or expires_at > ${token.createdAt})`.execute(trx)
  if ((rows[0]?.alive ?? 0) >= MOST_TOKENS) throw new Refusal('tooManyTokens', { most: MOST_TOKENS })
  await trx.insertInto('apiToken').values(token).execute()
}

/** Ends a token; answers whether it was alive. */
export async function revokeToken(trx: Trx, id: string, now: Date): Promise<boolean> {
  const done = await sql`
    update api_token set revoked_at = ${now} where id = ${id} and revoked_at is null returning id`.execute(
    trx,
  )
  return done.rows.length > 0
}
