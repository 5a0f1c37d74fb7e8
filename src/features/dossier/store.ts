import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Passed } from './domain/judge-contact.ts'
import type { FactField, FactMethod, Requirable } from './domain/fields.ts'

/** One fact as the table and the history keep it. */
export type StoredFact = {
  id: string
  clientId: string
  field: FactField
  value: string | null
  source: string | null
  checkedOn: string
  method: FactMethod
  authorId: string | null
  recordedAt: string
  removedAt: string | null
}

const instant = (column: string) => sql`to_json(${sql.ref(column)}) #>> '{}' as ${sql.ref(column)}`
const columns = sql`
  id, client_id, field, value, source, checked_on, method, author_id, ${instant('recorded_at')}, ${instant('removed_at')}`

/** What is known of the client `k`: the names of facts that hold, of its tax id and of the person who decides. */
export const knownSql = sql<string[]>`(
  array(select h.field from (
    select distinct on (f.field) f.field, f.value from client_fact f
    where f.client_id = k.id and f.removed_at is null
    order by f.field, f.recorded_at desc, f.id desc) h where h.value is not null)
  || case when k.inn is not null then '{inn}'::text[] else '{}' end
  || case when exists (select from contact_person p where p.client_id = k.id and p.role = 'decisionMaker')
    then '{decisionMaker}'::text[] else '{}' end)`

/** Whether there was a talk with the client `k`, of whatever way but a note. */
export const hasTalksSql = sql<boolean>`exists (select from touch t where t.client_id = k.id and t.kind <> 'note')`
export const hasOrdersSql = sql<boolean>`exists (select from sales_order s where s.client_id = k.id)`
/** Whether the client `k` was taken for a person when first talked to. */
export const wasPersonSql = sql<boolean>`coalesce((
  select c.passed = 'person' from first_contact c where c.client_id = k.id order by c.at desc, c.id desc limit 1), false)`
/** Whether an open deal of the client `k` is an A. */
export const hasGradeASql = sql<boolean>`exists (
  select from deal d join lead_grade g on g.deal_id = d.id
  where d.client_id = k.id and d.removed_at is null and d.closed_at is null and g.grade = 'A')`

/** The facts that hold, of a field or of all: each the latest that was not taken back. */
export async function listHolding(db: Db, clientId: string, field?: FactField): Promise<StoredFact[]> {
  const found = await sql<StoredFact>`
    select distinct on (field) ${columns} from client_fact
    where client_id = ${clientId} and removed_at is null ${field ? sql`and field = ${field}` : sql``}
    order by field, recorded_at desc, id desc`.execute(db)
  return found.rows
}

export async function insertFact(trx: Trx, fact: StoredFact): Promise<void> {
  await trx.insertInto('clientFact').values(fact).execute()
}

export async function findFact(trx: Trx, id: string): Promise<StoredFact | null> {
  const found = await sql<StoredFact>`select ${columns} from client_fact where id = ${id} for update`.execute(
    trx,
  )
  return found.rows[0] ?? null
}

/** Takes a fact back, or brings it back. */
export async function setFactRemoved(trx: Trx, id: string, removedAt: string | null): Promise<void> {
  await trx.updateTable('clientFact').set({ removedAt }).where('id', '=', id).execute()
}

export type StoredContact = {
  id: string
  clientId: string
  touchId: string
  at: string
  passed: Passed
  missing: Requirable[]
  completeness: number
  note: string | null
  actorId: string | null
}
export async function insertFirstContact(trx: Trx, contact: StoredContact): Promise<void> {
  await trx.insertInto('firstContact').values(contact).execute()
}

/** Whether a talk with a company has already come through as a first one. */
export async function isLetThrough(trx: Trx, touchId: string): Promise<boolean> {
  const found = await sql`
    select from first_contact where touch_id = ${touchId} and passed <> 'person' limit 1`.execute(trx)
  return found.rows.length > 0
}

/** Facts and first contacts that went over to another client. */
export type MovedDossier = { facts: string[]; contacts: string[] }
const tables = { facts: sql`client_fact`, contacts: sql`first_contact` }

/** Gives what is known of one client, and how it was met, to another. */
export async function moveDossier(trx: Trx, fromId: string, toId: string): Promise<MovedDossier> {
  const move = async (table: RawBuilder<unknown>): Promise<string[]> => {
    const moved = await sql<{ id: string }>`
      update ${table} set client_id = ${toId} where client_id = ${fromId} returning id`.execute(trx)
    return moved.rows.map(({ id }) => id)
  }
  return { facts: await move(tables.facts), contacts: await move(tables.contacts) }
}

/** Takes that back, for what is still there. */
export async function moveDossierBack(
  trx: Trx,
  moved: MovedDossier,
  fromId: string,
  toId: string,
): Promise<void> {
  for (const name of ['facts', 'contacts'] as const)
    await sql`
      update ${tables[name]} set client_id = ${toId}
      where id = any(${moved[name]}::uuid[]) and client_id = ${fromId}`.execute(trx)
}
