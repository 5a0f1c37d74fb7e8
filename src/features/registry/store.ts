import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import type { Trx } from '#server/database/connect.ts'
import type { Company } from './domain/company.ts'

const KEPT_MS = 86_400_000

type Kept = { clientId: string; userId: string | null; askedAt: Date; companies: readonly Company[] }

/** Keeps what the register said of a client to a person, over what it said before; what is a day old goes. */
export async function keepAnswer(trx: Trx, { clientId, userId, askedAt, companies }: Kept): Promise<string> {
  await trx
    .deleteFrom('registryAnswer')
    .where('askedAt', '<', new Date(askedAt.getTime() - KEPT_MS))
    .execute()
  const id = newId()
  await sql`
    insert into registry_answer (id, client_id, user_id, asked_at, companies)
    values (${id}, ${clientId}, ${userId}, ${askedAt}, ${JSON.stringify(companies)}::jsonb)
    on conflict (client_id, user_id) do update
      set id = excluded.id, asked_at = excluded.asked_at, companies = excluded.companies`.execute(trx)
  return id
}
