import type pg from 'pg'

export type Table = { name: string; columns: string[]; orderBy: string }

/** The names are quoted already. Columns go by name: two bases may have got them in another order. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; key: string[] }>(`
    select quote_ident(c.relname) as name,
      array(select quote_ident(a.attname) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
        order by a.attname collate "C") as columns,
      array(select quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end
        from pg_index i cross join unnest(i.indkey) with ordinality k (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary order by k.place) as key
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relpersistence = 'p' and c.relname <> 'schema_migration'
    order by c.relname collate "C"`)
  return rows.map(({ name, columns, key }) => ({
    name,
    columns,
    orderBy: key.length > 0 ? key.join(', ') : `row(${columns.join(', ')})::text collate "C"`,
  }))
}

/** The text of the rows is the same on every PostgreSQL and in every place when these are set. */
export const plainText = `
  set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local client_encoding = 'UTF8';
  set local work_mem = '64MB'; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`

/** Rows in the order of their key, so that equal tables give equal bytes. */
export const copyOut = (table: Table): string =>
  `copy (select ${table.columns.join(', ')} from public.${table.name} order by ${table.orderBy}) to stdout`
