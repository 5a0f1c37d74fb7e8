import { sql } from 'kysely'
import type { Database } from '#server/database/connect.ts'

// Histories, which only grow (counts by their differences too), what belongs to sessions, and what the search for duplicates
// derives.
const histories =
  /^(audit_log|live_event|import_(?!client$)\w+|auth_\w+|client_match_key|client_count|duplicate_\w+|server_secret|schema_migration)$/

/** A digest of each table's rows, whatever their order; when something was computed is no part of what it says. */
export async function checksums(db: Database): Promise<Record<string, string>> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`.execute(db)
  const sums: Record<string, string> = {}
  for (const { name } of tables.rows) {
    if (histories.test(name)) continue
    const found = await sql<{ sum: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(row, e'\\n' order by row)), '') as sum
      from (select (to_jsonb(t) - 'computed_at')::text as row from ${sql.table(name)} t) rows`.execute(db)
    sums[name] = found.rows[0]?.sum ?? ''
  }
  return sums
}

/** What a base tells of clients, orders and lines, without ids and times of writing. */
export async function contents(db: Database): Promise<unknown[]> {
  const found = await sql<{ row: unknown }>`
    select jsonb_build_array('client', name, name_key, external_id, inn, kpp, phone, email, city, region) as row from client
    union all
    select jsonb_build_array('order', s.external_id, k.name, s.ordered_at, s.ordered_on, s.amount_minor, s.cost_minor, s.status, s.rep_name,
      (select jsonb_agg(jsonb_build_array(l.product, l.quantity, l.unit_price, l.amount) order by l.line_no) from order_line l where l.order_id = s.id))
    from sales_order s left join client k on k.id = s.client_id
    order by 1`.execute(db)
  return found.rows.map((it) => it.row)
}
