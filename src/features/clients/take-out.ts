import { sql } from 'kysely'
import type { Trx } from '#server/database/connect.ts'

/** Takes a client's row out of the base, whole, for putting it back as it was. What refers to it must have gone before. */
export async function takeOutClient(trx: Trx, id: string): Promise<unknown> {
  const found = await sql<{ row: unknown }>`
    delete from client k where k.id = ${id} returning to_jsonb(k) - 'search_text' as row`.execute(trx)
  return found.rows[0]?.row
}

/** Puts a row back that was taken out, under a rev of its own; without a code that is another's now, without an owner who is gone. */
export async function putBackClient(trx: Trx, row: unknown): Promise<void> {
  // Whatever columns the table has by now: those that came since get what they begin with.
  const found = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = 'public' and table_name = 'client' and is_generated = 'NEVER'
      and ${JSON.stringify(row)}::jsonb ? column_name`.execute(trx)
  const json = sql`${JSON.stringify(row)}::jsonb`
  const names = sql.join(found.rows.map(({ name }) => sql.ref(name)))
  await sql`
    insert into client (${names})
    select ${names} from jsonb_populate_record(null::client, ${json} || jsonb_build_object(
      'rev', nextval('rev_seq'),
      'owner_id', (select id from app_user where id::text = ${json} ->> 'owner_id'),
      'external_id', (select ${json} ->> 'external_id'
        where not exists (select from client o where o.external_id = ${json} ->> 'external_id'))))`.execute(
    trx,
  )
}
