import { sql } from 'kysely'
import { loadActor } from '#features/team/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { bearerOf } from '#server/http/authorise.ts'
import type { Authenticate } from '#server/http/authorise.ts'
import type { Database } from '#server/database/connect.ts'
import { addressKey, countRequestSql, tellLimit } from '#server/request-count.ts'
import { hashSecret, isSecret } from './secret.ts'

type Found = { used: number; userId: string | null; scopes: string[] | null }

/**
 * Finds who calls by a token, and counts the request, all in one statement: by the token, or by the address when the token
 * opens nothing. The last use is written at most once a minute.
 */
async function useToken(db: Database, secret: string, address: string | null, now: Date): Promise<Found> {
  const key = sql`coalesce((select 'token:' || id from token), ${addressKey(address)})`
  const { rows } = await sql<Found>`
    with token as (
      select t.id, t.user_id, t.scopes from api_token t join app_user u on u.id = t.user_id
      where t.secret_sha256 = ${isSecret(secret) ? hashSecret(secret) : null} and t.revoked_at is null
        and u.deactivated_at is null and (t.expires_at is null or t.expires_at > ${now})),
    noted as (
      update api_token set last_used_at = ${now}, last_used_from = ${address}
      where id = (select id from token) and (last_used_at is null or last_used_at <= ${now}::timestamptz - interval '1 minute')),
    counted as (${countRequestSql(key, now)})
    select c.used, t.user_id, t.scopes from counted c left join token t on true`.execute(db)
  return rows[0] ?? { used: 0, userId: null, scopes: null }
}

type Options = { limit: number; now: () => Date; bySession: (headers: Headers) => Promise<Actor | null> }

/** Who calls: a request with a token is that of its person, as far as the scopes go; one without is told by its session. */
export function makeAuthenticate(db: Database, { limit, now, bySession }: Options): Authenticate {
  return async (headers, setHeader) => {
    const secret = bearerOf(headers.get('authorization'))
    if (secret === null) return bySession(headers)
    const { used, userId, scopes } = await useToken(db, secret, headers.get('x-gorn-ip'), now())
    tellLimit(setHeader, used, limit, now())
    if (userId === null || scopes === null) return null
    const actor = await loadActor(db, userId, 'api')
    return actor && { ...actor, scopes }
  }
}
