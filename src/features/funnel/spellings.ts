import { sql } from 'kysely'
import type { Db } from '#server/database/connect.ts'

/** A product as a file writes it, with what is written like it: in the file, on deals, in the list of products. */
export type Spelling = {
  name: string
  count: number
  /** whether the list of products has it so; null = there is no list */
  isListed: boolean | null
  alike: { name: string; count: number; where: 'file' | 'deals' | 'products' }[]
}

const MOST_WORDS = 2000
const MOST_TOLD = 50

/**
 * Products of a staging table that are written like another, or that the list of products lacks. Nothing is put right: which
 * spelling is meant only a person knows. `field` is where the rows have the name.
 */
export async function findSpellings(db: Db, table: string, field: 'product' | 'name'): Promise<Spelling[]> {
  // A list that is coming in is not lacking what it brings.
  const listed =
    field === 'name'
      ? sql`null::boolean`
      : sql`case when exists (select from product) then exists (
    select from product p where p.name = w.name) end`
  const found = await sql<Spelling>`
    with word as materialized (
      select name, count(*) as count, spelling_key(name) as key
      from (select data ->> ${field} as name from ${sql.raw(table)}) r where name is not null
      group by name limit ${MOST_WORDS}),
    other as (
      select w.name as of, o.name, o.count, 'file' as place from word w join word o on o.key = w.key and o.name <> w.name
      union all
      select w.name, d.product, count(*), 'deals' from word w
      join deal d on spelling_key(d.product) = w.key and d.product <> w.name and d.removed_at is null and d.product is not null
      group by 1, 2
      union all
      select w.name, p.name, 0, 'products' from word w join product p on spelling_key(p.name) = w.key and p.name <> w.name)
    select * from (
      select w.name, w.count, ${listed} as is_listed, coalesce((
        select jsonb_agg(jsonb_build_object('name', o.name, 'count', o.count, 'where', o.place) order by o.count desc, o.name)
        from other o where o.of = w.name), '[]') as alike from word w) told
    where alike <> '[]' or is_listed = false
    order by jsonb_array_length(alike) desc, count desc, name limit ${MOST_TOLD}`.execute(db)
  return found.rows
}
