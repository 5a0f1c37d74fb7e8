import { sql } from 'kysely'
import type { Trx } from '#server/database/connect.ts'

/** Clients to be written: key, name, external_id, inn, …, owner_id, match_count, client_id; a table in schema staging. */
export type ClientsTable = string

const filled = ['external_id', 'inn', 'kpp', 'ogrn', 'email', 'phone', 'city', 'region'] as const
const columns = [
  ...filled,
  'name',
  'name_key',
  'kind',
  'note',
  'owner_id',
  'import_id',
  'rev',
  'created_at',
  'updated_at',
] as const

/** Makes the clients that nobody matched and tells the staging table their ids. */
export async function insertClientsFrom(trx: Trx, table: ClientsTable, importId: string): Promise<void> {
  const clients = sql.raw(table)
  await sql`update ${clients} set client_id = new_id(), match_by = 'new' where match_count = 0`.execute(trx)
  await sql`
    insert into client (id, kind, name, name_key, external_id, inn, kpp, ogrn, email, phone, city, region, owner_id, import_id)
    select client_id, case when length(inn) = 12 then 'person' else 'company' end,
      coalesce(nullif(name, ''), external_id, inn, email, phone),
      coalesce(nullif(name_key, ''), lower(coalesce(external_id, inn, email, phone))),
      external_id, inn, kpp, ogrn, email, phone, city, region, owner_id, ${importId}
    from ${clients} where match_by = 'new'`.execute(trx)
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

/** Removes the clients that an import made, but for those changed since or with orders that stay. */
export async function deleteImportedClients(trx: Trx, importId: string): Promise<void> {
  await sql`
    delete from client k where k.import_id = ${importId} and k.updated_at = k.created_at
      and not exists (select from sales_order s where s.client_id = k.id)`.execute(trx)
}
