import { type Selectable, sql } from 'kysely'
import { type Actor, sees } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { DB } from '#server/database/tables.gen.ts'
import type { ClientFields } from './domain/check-fields.ts'
import { nameKey } from '#kernel/name-key.ts'

/** A client's own row, without what is derived from orders. */
export type StoredClient = Required<{ [K in keyof ClientFields]: Exclude<ClientFields[K], undefined> }> & {
  id: string
  rev: number
}

const columns = [
  'id',
  'kind',
  'name',
  'externalId',
  'inn',
  'kpp',
  'ogrn',
  'phone',
  'email',
  'otherPhones',
  'otherEmails',
  'addresses',
  'city',
  'region',
  'note',
  'ownerId',
  'tags',
  'fields',
  'archivedAt',
  'rev',
] as const

const nextRev = sql<number>`nextval('rev_seq')`

type Row = Pick<Selectable<DB['client']>, (typeof columns)[number]>

function toStored({ tags, archivedAt, ...plain }: Row): StoredClient {
  return {
    ...(plain as Omit<StoredClient, 'tags' | 'archivedAt'>),
    tags: Object.fromEntries(tags.map((tag) => [tag, true as const])),
    archivedAt: archivedAt === null ? null : new Date(archivedAt).toISOString(),
  }
}

/** Clients for changing them: no other change can come between. Always locked in the order of their ids. */
export async function lockMany(trx: Trx, ids: readonly string[]): Promise<StoredClient[]> {
  const rows = await trx
    .selectFrom('client')
    .select(columns)
    .where('id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(toStored)
}

/** Whole rows of the table, kept as JSON, as the clients that they were. */
export async function readKept(trx: Trx, rows: readonly object[]): Promise<Map<string, StoredClient>> {
  const { rows: found } = await sql<Row>`
    select ${sql.join(columns.map((name) => sql.ref(name)))}
    from jsonb_populate_recordset(null::client, ${JSON.stringify(rows)}::jsonb)`.execute(trx)
  return new Map(found.map(toStored).map((row) => [row.id, row]))
}

/** One client for changing it. */
export async function lockStored(trx: Trx, id: string): Promise<StoredClient> {
  const [row] = await lockMany(trx, [id])
  if (!row) throw new Refusal('notFound', { entity: 'client' })
  return row
}

/** The clients of these ids or codes for changing them, locked in one order. */
export async function lockMatching(
  trx: Trx,
  ids: readonly string[],
  externalIds: readonly string[],
): Promise<StoredClient[]> {
  const rows = await trx
    .selectFrom('client')
    .select(columns)
    .where(sql<boolean>`(id = any(${[...ids]}::uuid[]) or external_id = any(${[...externalIds]}::text[]))`)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(toStored)
}

/** Writes clients whole: the new ones and those that are locked. */
export async function writeClients(
  trx: Trx,
  rows: readonly Omit<StoredClient, 'rev'>[],
): Promise<Map<string, StoredClient>> {
  if (rows.length === 0) return new Map()
  const values = rows.map(({ id, name, ...fields }) => ({
    ...columnsOf(fields),
    id,
    name,
    nameKey: nameKey(name),
  }))
  const written = Object.keys(values[0] ?? {}).filter((name) => name !== 'id')
  await trx
    .insertInto('client')
    .values(values)
    .onConflict((it) =>
      it.column('id').doUpdateSet((eb) => ({
        ...Object.fromEntries(written.map((name) => [name, eb.ref(`excluded.${name}` as 'excluded.name')])),
        rev: nextRev,
        updatedAt: sql`clock_timestamp()`,
      })),
    )
    .execute()
  const ids = rows.map(({ id }) => id)
  return new Map((await lockMatching(trx, ids, [])).map((row) => [row.id, row]))
}

/** Of these people, those who work here. */
export async function findActive(trx: Trx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from app_user where id = any(${[...ids]}::uuid[]) and deactivated_at is null`.execute(trx)
  return new Set(rows.map(({ id }) => id))
}

export async function findByExternalId(db: Db, externalId: string): Promise<string> {
  const row = await db
    .selectFrom('client')
    .select('id')
    .where('externalId', '=', externalId)
    .executeTakeFirst()
  if (!row) throw new Refusal('notFound', { entity: 'client' })
  return row.id
}

// Whose it is, is told to those only who may read that client.
async function refuseTaken(
  trx: Trx,
  actor: Actor,
  id: string,
  externalId: string | null | undefined,
): Promise<void> {
  if (!externalId) return
  const taken = await trx
    .selectFrom('client')
    .select(['id', 'name', 'ownerId'])
    .where('externalId', '=', externalId)
    .where('id', '<>', id)
    .executeTakeFirst()
  if (taken)
    throw new Refusal('externalIdTaken', {
      field: 'externalId',
      value: externalId,
      ...(sees(actor, taken.ownerId) && { name: taken.name, id: taken.id }),
    })
}

/** Refuses an owner who is not there or has left. */
export async function refuseNobody(trx: Trx, ownerId: string | null | undefined): Promise<void> {
  if (!ownerId) return
  const person = await trx
    .selectFrom('appUser')
    .select('id')
    .where('id', '=', ownerId)
    .where('deactivatedAt', 'is', null)
    .executeTakeFirst()
  if (!person) throw new Refusal('noSuchOwner', { field: 'ownerId', value: ownerId })
}

const columnsOf = ({ tags, fields, otherPhones, otherEmails, addresses, ...plain }: ClientFields) => ({
  ...plain,
  ...(tags && { tags: Object.keys(tags).sort() }),
  ...(fields && { fields: JSON.stringify(fields) }),
  ...(otherPhones && { otherPhones: [...otherPhones] }),
  ...(otherEmails && { otherEmails: [...otherEmails] }),
  ...(addresses && { addresses: [...addresses] }),
})

export async function insertClient(
  trx: Trx,
  actor: Actor,
  id: string,
  fields: ClientFields & { name: string },
): Promise<StoredClient> {
  await refuseTaken(trx, actor, id, fields.externalId)
  await refuseNobody(trx, fields.ownerId)
  await trx
    .insertInto('client')
    .values({ ...columnsOf(fields), id, name: fields.name, nameKey: nameKey(fields.name) })
    .execute()
  return lockStored(trx, id)
}

/** Writes the fields over the state that was locked. */
export async function updateClient(
  trx: Trx,
  actor: Actor,
  before: StoredClient,
  fields: ClientFields,
): Promise<StoredClient> {
  const { id } = before
  await refuseTaken(trx, actor, id, fields.externalId)
  // Whoever owns the client already may have left since.
  if (fields.ownerId !== before.ownerId) await refuseNobody(trx, fields.ownerId)
  await trx
    .updateTable('client')
    .set({
      ...columnsOf(fields),
      ...(fields.name !== undefined && { nameKey: nameKey(fields.name) }),
      rev: nextRev,
      updatedAt: sql`clock_timestamp()`,
    })
    .where('id', '=', id)
    .execute()
  return lockStored(trx, id)
}

const toColumn = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Writes fields over many clients that were locked, in one statement; gives back their new states. */
export async function updateMany(
  trx: Trx,
  actor: Actor,
  changes: readonly { before: StoredClient; fields: ClientFields }[],
): Promise<StoredClient[]> {
  for (const ownerId of new Set(
    changes.map(({ before, fields }) => fields.ownerId !== before.ownerId && fields.ownerId),
  ))
    if (ownerId) await refuseNobody(trx, ownerId)
  const rows = []
  const written = new Set<string>()
  for (const { before, fields } of changes) {
    await refuseTaken(trx, actor, before.id, fields.externalId)
    const { rev: _rev, ...whole } = { ...before, ...fields }
    const row = { ...columnsOf(whole), fields: whole.fields, nameKey: nameKey(whole.name) }
    for (const name of Object.keys(fields)) written.add(toColumn(name))
    rows.push(Object.fromEntries(Object.entries(row).map(([name, value]) => [toColumn(name), value])))
  }
  if (written.has('name')) written.add('name_key')
  const sets = [...written].map((name) => sql`${sql.ref(name)} = r.${sql.ref(name)}`)
  const done = await sql<{ id: string; rev: number }>`
    update client k set ${sql.join(sets)}, rev = nextval('rev_seq'), updated_at = clock_timestamp()
    from jsonb_populate_recordset(null::client, ${JSON.stringify(rows)}::jsonb) r
    where k.id = r.id returning k.id, k.rev`.execute(trx)
  const revs = new Map(done.rows.map(({ id, rev }) => [id, rev]))
  return changes.map(({ before, fields }) => ({
    ...before,
    ...fields,
    rev: revs.get(before.id) ?? before.rev,
  }))
}

/** Ties are broken by the external id, which the statistics keep beside them. */
export async function markForStatistics(trx: Trx, ids: readonly string[]): Promise<void> {
  await sql`
    insert into client_orders_changed (client_id, since)
    select client_id, min(ordered_on) from sales_order where client_id = any(${[...ids]}::uuid[]) group by client_id
    on conflict (client_id) do update set since = least(client_orders_changed.since, excluded.since)`.execute(
    trx,
  )
}

/** Whether the client is still there. */
export async function isThere(trx: Trx, id: string): Promise<boolean> {
  const row = await trx.selectFrom('client').select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

/** Removes a client that nothing refers to; answers whether it could. */
export async function removeUnused(trx: Trx, id: string): Promise<boolean> {
  const done = await sql`
    delete from client k where k.id = ${id} and not exists (select from sales_order s where s.client_id = k.id)
      and not exists (select from contact_person p where p.client_id = k.id)
      and not exists (select from touch t where t.client_id = k.id)
      and not exists (select from deal d where d.client_id = k.id)
      and not exists (select from client_fact f where f.client_id = k.id and f.removed_at is null)
    returning k.id`.execute(trx)
  return done.rows.length > 0
}

/** Whether deals in the bin are all that refers to a client. */
export async function hasBinnedDealsOnly(trx: Trx, id: string): Promise<boolean> {
  const found = await sql`
    select from client k where k.id = ${id} and not exists (select from sales_order s where s.client_id = k.id)
      and not exists (select from contact_person p where p.client_id = k.id)
      and not exists (select from touch t where t.client_id = k.id)
      and not exists (select from deal d where d.client_id = k.id and d.removed_at is null)
      and exists (select from deal d where d.client_id = k.id)`.execute(trx)
  return found.rows.length > 0
}
