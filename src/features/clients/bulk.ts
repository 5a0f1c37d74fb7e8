import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '#server/database/connect.ts'

/** Clients to be written: key, name, external_id, inn, …, owner_id, match_count, client_id; a table in schema staging. */
export type ClientsTable = string

const filled = ['external_id', 'inn', 'kpp', 'ogrn', 'email', 'phone', 'city', 'region'] as const
// What only a file of clients tells, in `more` by the name of the column.
const further = ['kind', 'note', 'tags', 'other_phones', 'other_emails', 'addresses', 'fields'] as const
const furtherOf = (alias: string) => sql.join(further.map((name) => sql.ref(`${alias}.${name}`)))
// Of the company's own fields each is written by itself; those that the file does not have stay.
const told = sql`(coalesce(c.more, '{}') - 'archived_at'
  || jsonb_build_object('fields', k.fields || coalesce(c.more -> 'fields', '{}')))`
const merged = sql`jsonb_populate_record(k, ${told})`

/** Whether a client `k` of the base is other than what the file tells of it in `c` beyond who it is. */
export const clientMoreDiffers: RawBuilder<boolean> = sql<boolean>`
  (c.more is not null and (select row(${furtherOf('n')}) from ${merged} n) is distinct from row(${furtherOf('k')}))`

const columns = [
  ...filled,
  'name',
  'name_key',
  ...further,
  'archived_at',
  'owner_id',
  'import_id',
  'rev',
  'created_at',
  'updated_at',
] as const

/** Makes the clients that nobody matched and tells the staging table their ids. */
export async function insertClientsFrom(trx: Trx, table: ClientsTable, importId: string): Promise<void> {
  const clients = sql.raw(table)
  // The id that our own export gave it, unless that is a client's already.
  await sql`
    update ${clients} c set match_by = 'new', client_id = case
      when c.ref is null or exists (select from client k where k.id = c.ref) then new_id() else c.ref end
    where match_count = 0`.execute(trx)
  await sql`
    insert into client (id, kind, name, name_key, external_id, inn, kpp, ogrn, email, phone, city, region, owner_id, import_id,
      note, tags, archived_at, other_phones, other_emails, addresses, fields)
    select client_id, coalesce(n.kind, case when length(c.inn) = 12 then 'person' else 'company' end),
      coalesce(nullif(c.name, ''), c.external_id, c.inn, c.email, c.phone),
      coalesce(nullif(c.name_key, ''), lower(coalesce(c.external_id, c.inn, c.email, c.phone))),
      c.external_id, c.inn, c.kpp, c.ogrn, c.email, c.phone, c.city, c.region, c.owner_id, ${importId},
      n.note, coalesce(n.tags, '{}'), n.archived_at, coalesce(n.other_phones, '{}'), coalesce(n.other_emails, '{}'),
      coalesce(n.addresses, '{}'), coalesce(n.fields, '{}')
    from ${clients} c left join jsonb_populate_record(null::client, c.more) n on true where match_by = 'new'`.execute(
    trx,
  )
}

/** The rows that an update is about to overwrite, whole, for its undo. */
export async function readClientsBefore(trx: Trx, table: ClientsTable): Promise<void> {
  await sql`
    create temporary table client_before on commit drop as
    select k.id, to_jsonb(k) - 'search_text' as before from client k
    where k.id in (select client_id from ${sql.raw(table)} where is_changed and match_count = 1)`.execute(trx)
}

/** Writes what the file says of clients that are there: overwriting, or only where nothing stands. */
export async function updateClientsFrom(trx: Trx, table: ClientsTable, overwrites: boolean): Promise<void> {
  const sets = filled.map((name) =>
    overwrites
      ? sql`${sql.ref(name)} = coalesce(c.${sql.ref(name)}, k.${sql.ref(name)})`
      : sql`${sql.ref(name)} = coalesce(k.${sql.ref(name)}, c.${sql.ref(name)})`,
  )
  if (overwrites) {
    sets.push(sql`name = coalesce(nullif(c.name, ''), k.name)`)
    sets.push(sql`name_key = coalesce(nullif(c.name_key, ''), k.name_key)`)
    sets.push(sql`owner_id = coalesce(k.owner_id, c.owner_id)`)
    sets.push(
      sql`(${sql.join(further.map((name) => sql.ref(name)))}) = (
        select ${furtherOf('n')} from ${merged} n)`,
    )
  }
  await sql`
    update client k set ${sql.join(sets)}, rev = nextval('rev_seq'), updated_at = clock_timestamp()
    from ${sql.raw(table)} c where k.id = c.client_id and c.is_changed and c.match_count = 1`.execute(trx)
}

/** Puts overwritten clients back as they were, their rev included, unless somebody changed them since. */
export async function restoreClients(trx: Trx, importId: string): Promise<void> {
  await sql`
    update client k set ${sql.join(columns.map((name) => sql`${sql.ref(name)} = b.${sql.ref(name)}`))}
    from import_before i, jsonb_populate_record(null::client, i.before) b
    where i.import_id = ${importId} and i.entity = 'client' and k.id = i.entity_id and k.rev = i.rev_after`.execute(
    trx,
  )
}

/** Removes the clients that an import made, but for those changed since or with orders, people or touches that stay. */
export async function deleteImportedClients(trx: Trx, importId: string): Promise<void> {
  await sql`
    delete from client k where k.import_id = ${importId} and k.updated_at = k.created_at
      and not exists (select from sales_order s where s.client_id = k.id)
      and not exists (select from contact_person p where p.client_id = k.id)
      and not exists (select from touch t where t.client_id = k.id)
      and not exists (select from deal d where d.client_id = k.id)`.execute(trx)
}
