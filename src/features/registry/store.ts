import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Trx } from '#server/database/connect.ts'
import type { Company } from './domain/company.ts'

const KEPT_MS = 86_400_000

type Kept = {
  clientId: string
  userId: string | null
  askedAt: Date
  /** the name of the register */
  register: string
  companies: readonly Company[]
}

/** Keeps what the register said of a client to a person, over what it said before; what is a day old goes. */
export async function keepAnswer(
  trx: Trx,
  { clientId, userId, askedAt, register, companies }: Kept,
): Promise<string> {
  await trx
    .deleteFrom('registryAnswer')
    .where('askedAt', '<', new Date(askedAt.getTime() - KEPT_MS))
    .execute()
  const id = newId()
  await sql`
    insert into registry_answer (id, client_id, user_id, asked_at, register, companies)
    values (${id}, ${clientId}, ${userId}, ${askedAt}, ${register}, ${JSON.stringify(companies)}::jsonb)
    on conflict (client_id, user_id) do update
      set id = excluded.id, asked_at = excluded.asked_at, register = excluded.register, companies = excluded.companies`.execute(
    trx,
  )
  return id
}

/** What the register said of a client to this person. */
export async function findAnswer(
  trx: Trx,
  { id, clientId, userId }: { id: string; clientId: string; userId: string | null },
): Promise<Pick<Kept, 'askedAt' | 'register' | 'companies'>> {
  const found = await trx
    .selectFrom('registryAnswer')
    .select(['askedAt', 'register', 'companies'])
    .where('id', '=', id)
    .where('clientId', '=', clientId)
    .where('userId', 'is not distinct from', userId)
    .executeTakeFirst()
  if (!found) throw new Refusal('registryStale')
  return { ...found, companies: found.companies as unknown as Company[] }
}
