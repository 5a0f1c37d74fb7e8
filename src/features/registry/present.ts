import { listFacts } from '#features/dossier/public.ts'
import type { StoredClient } from '#features/clients/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import type { Db } from '#server/database/connect.ts'
import type { Company } from './domain/company.ts'
import { type Present, propose, type Proposal } from './domain/propose.ts'

/** What is known of a client, and the day that it is there. */
export async function loadPresent(db: Db, client: StoredClient): Promise<Present & { timeZone: string }> {
  const { timeZone } = await loadWorkspace(db)
  const facts = await listFacts(db, client.id)
  const people = await db
    .selectFrom('contactPerson')
    .select(['name', 'role'])
    .where('clientId', '=', client.id)
    .orderBy('id')
    .execute()
  return {
    timeZone,
    kpp: client.kpp,
    ogrn: client.ogrn,
    addresses: client.addresses,
    facts: Object.fromEntries(facts.map(({ field, id, value }) => [field, { id, value }])),
    people: people.map(({ name, role }) => ({ name, isSigner: role === 'signer' })),
  }
}

/** What a company of the register says beside what is known, in the language of the workspace. */
export async function toldBy(
  db: Db,
  register: string,
  company: Company,
  present: Present,
): Promise<Proposal[]> {
  const { language, currency } = await loadWorkspace(db)
  return propose(company, present, { language, register, hasRoubles: currency === 'RUB' })
}
