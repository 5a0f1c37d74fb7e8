import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '#server/database/connect.ts'

/** Products to be written: record_no, data (name, price_minor), entity_id, change; a table in schema staging. */
type ProductsTable = string

/** Finds the products of the file among those of the base: by their names as they are written. The first of the file counts. */
export async function matchProducts(db: Db, table: ProductsTable): Promise<void> {
  const records = sql.raw(table)
  await sql`update ${records} set entity_id = null, doubt = null, change = 'new'`.execute(db)
  await sql`
    update ${records} r set entity_id = t.id, change = case
      when (r.data ->> 'price_minor')::bigint is distinct from t.price_minor and r.data ? 'price_minor'
      then 'update' else 'same' end
    from product t where t.name = r.data ->> 'name'`.execute(db)
  await sql`
    update ${records} r set change = 'ambiguous', doubt = 'repeatedProduct', entity_id = null where exists (
      select from ${records} o where o.data ->> 'name' = r.data ->> 'name' and o.record_no < r.record_no)`.execute(
    db,
  )
}

/** Writes new products and new prices, and keeps what was there before. */
export async function writeProducts(trx: Trx, table: ProductsTable, importId: string): Promise<void> {
  const records = sql.raw(table)
  await sql`
    insert into import_before (import_id, entity, entity_id, before, rev_after)
    select ${importId}, 'product', t.id, to_jsonb(t), 0 from product t
    where t.id in (select entity_id from ${records} where change = 'update')`.execute(trx)
  await sql`
    update product t set price_minor = (r.data ->> 'price_minor')::bigint, rev = nextval('rev_seq')
    from ${records} r where r.entity_id = t.id and r.change = 'update'`.execute(trx)
  await sql`update ${records} set entity_id = new_id() where change = 'new'`.execute(trx)
  await sql`
    insert into product (id, name, price_minor, import_id)
    select entity_id, data ->> 'name', (data ->> 'price_minor')::bigint, ${importId} from ${records}
    where change = 'new' order by record_no`.execute(trx)
  await sql`
    insert into import_before (import_id, entity, entity_id, before, rev_after)
    select ${importId}, 'product', t.id, null, t.rev from product t
    where t.id in (select entity_id from ${records} where change = 'new')`.execute(trx)
  await sql`
    update import_before b set rev_after = t.rev from product t
    where b.import_id = ${importId} and b.entity = 'product' and t.id = b.entity_id`.execute(trx)
}

const isAsLeft = sql`(t.id = b.entity_id and b.entity = 'product' and t.rev = b.rev_after)`

/** Products of an import that somebody changed since. */
export const changedProducts = (importId: string): RawBuilder<unknown> => sql`
  select t.id, t.name from import_before b join product t on t.id = b.entity_id
  where b.import_id = ${importId} and b.entity = 'product' and t.rev <> b.rev_after`

/** Takes back what an import wrote of products, but for those that somebody changed since. */
export async function takeBackProducts(trx: Trx, importId: string): Promise<void> {
  await sql`
    delete from product t using import_before b
    where b.import_id = ${importId} and b.before is null and ${isAsLeft}`.execute(trx)
  await sql`
    update product t set price_minor = (b.before ->> 'price_minor')::bigint, rev = (b.before ->> 'rev')::bigint
    from import_before b where b.import_id = ${importId} and b.before is not null and ${isAsLeft}`.execute(
    trx,
  )
}
