import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Trx } from '#server/database/connect.ts'
import type { ContactRole, TouchKind } from './contract.ts'

export type StoredPerson = {
  id: string
  clientId: string
  name: string
  role: ContactRole | null
  position: string | null
  phones: string[]
  emails: string[]
  note: string | null
  rev: number
}
export type StoredTouch = {
  id: string
  clientId: string
  contactId: string | null
  dealId: string | null
  kind: TouchKind
  happenedAt: string
  text: string
  result: string | null
  nextStep: string | null
  nextStepOn: string | null
  minutes: number | null
  authorId: string | null
  rev: number
}
type Fields<Row extends { id: string; rev: number }> = {
  [Name in Exclude<keyof Row, 'id' | 'rev'>]?: Row[Name] | undefined
}
export type PersonFields = Fields<StoredPerson>
export type TouchFields = Fields<StoredTouch>

const nextRev = sql<number>`nextval('rev_seq')`

export async function findPerson(trx: Trx, id: string): Promise<StoredPerson | null> {
  const row = await trx
    .selectFrom('contactPerson')
    .select(['id', 'clientId', 'name', 'role', 'position', 'phones', 'emails', 'note', 'rev'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return (row as StoredPerson | undefined) ?? null
}

/** One person at a client for changing them: no other change can come between. */
export async function lockPerson(trx: Trx, id: string): Promise<StoredPerson> {
  const row = await findPerson(trx, id)
  if (!row) throw new Refusal('notFound', { entity: 'contact' })
  return row
}

export async function insertPerson(
  trx: Trx,
  id: string,
  fields: PersonFields & { clientId: string; name: string },
): Promise<StoredPerson> {
  await trx
    .insertInto('contactPerson')
    .values({ ...fields, id })
    .execute()
  return lockPerson(trx, id)
}

export async function updatePerson(trx: Trx, id: string, fields: PersonFields): Promise<StoredPerson> {
  await trx
    .updateTable('contactPerson')
    .set({ ...fields, rev: nextRev })
    .where('id', '=', id)
    .execute()
  return lockPerson(trx, id)
}

export async function deletePerson(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('contactPerson').where('id', '=', id).execute()
}

export async function findTouch(trx: Trx, id: string): Promise<StoredTouch | null> {
  const row = await trx
    .selectFrom('touch')
    .select([
      'id',
      'clientId',
      'contactId',
      'dealId',
      'kind',
      'happenedAt',
      'text',
      'result',
      'nextStep',
      'nextStepOn',
      'minutes',
      'authorId',
      'rev',
    ])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return null
  return { ...(row as unknown as StoredTouch), happenedAt: new Date(row.happenedAt).toISOString() }
}

/** One touch for changing it: no other change can come between. */
export async function lockTouch(trx: Trx, id: string): Promise<StoredTouch> {
  const row = await findTouch(trx, id)
  if (!row) throw new Refusal('notFound', { entity: 'touch' })
  return row
}

// A touch of one client names a person and a deal of that client.
async function refuseStranger(
  trx: Trx,
  clientId: string,
  { contactId, dealId }: Pick<TouchFields, 'contactId' | 'dealId'>,
): Promise<void> {
  for (const [table, field, id] of [
    ['contactPerson', 'contactId', contactId],
    ['deal', 'dealId', dealId],
  ] as const) {
    if (!id) continue
    const found = await trx
      .selectFrom(table)
      .select('id')
      .where('id', '=', id)
      .where('clientId', '=', clientId)
      .executeTakeFirst()
    if (!found) throw new Refusal('notOfClient', { field })
  }
}

export async function insertTouch(
  trx: Trx,
  id: string,
  fields: TouchFields & Pick<StoredTouch, 'clientId' | 'kind' | 'happenedAt' | 'text'>,
): Promise<StoredTouch> {
  await refuseStranger(trx, fields.clientId, fields)
  await trx
    .insertInto('touch')
    .values({ ...fields, id })
    .execute()
  return lockTouch(trx, id)
}

export async function updateTouch(trx: Trx, before: StoredTouch, fields: TouchFields): Promise<StoredTouch> {
  await refuseStranger(trx, before.clientId, fields)
  await trx
    .updateTable('touch')
    .set({ ...fields, rev: nextRev })
    .where('id', '=', before.id)
    .execute()
  return lockTouch(trx, before.id)
}

export async function deleteTouch(trx: Trx, id: string): Promise<void> {
  await trx.deleteFrom('touch').where('id', '=', id).execute()
}

/** People and touches that went over to another client. */
export type MovedContacts = { people: string[]; touches: string[] }

/** Gives everybody and everything said of one client to another. */
export async function moveContacts(trx: Trx, fromId: string, toId: string): Promise<MovedContacts> {
  const people = await sql<{ id: string }>`
    update contact_person set client_id = ${toId} where client_id = ${fromId} returning id`.execute(trx)
  const touches = await sql<{ id: string }>`
    update touch set client_id = ${toId} where client_id = ${fromId} returning id`.execute(trx)
  return { people: people.rows.map((row) => row.id), touches: touches.rows.map((row) => row.id) }
}

/** Takes that back, for those that are still there. */
export async function moveContactsBack(
  trx: Trx,
  { people, touches }: MovedContacts,
  fromId: string,
  toId: string,
): Promise<void> {
  await sql`
    update contact_person set client_id = ${toId} where id = any(${people}::uuid[]) and client_id = ${fromId}`.execute(
    trx,
  )
  await sql`
    update touch set client_id = ${toId} where id = any(${touches}::uuid[]) and client_id = ${fromId}`.execute(
    trx,
  )
}
