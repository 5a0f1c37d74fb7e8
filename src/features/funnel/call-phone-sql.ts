import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'

/**
 * The number to call about a deal with client `k`: of the client, else of the first person there who has one. Whoever sees the
 * deal may call, whosever the client is; an observer reads no numbers.
 */
export const callPhoneSql = (actor: Actor): RawBuilder<string | null> =>
  actor.role === 'observer'
    ? sql`null::text`
    : sql`coalesce(k.phone, (
        select c.phones[1] from contact_person c where c.client_id = k.id and c.phones <> '{}' order by c.id limit 1))`
