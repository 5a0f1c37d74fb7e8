import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import type { Trx } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import { hasOrdersSql, hasTalksSql, knownSql, type StoredFact, wasPersonSql } from './store.ts'

/** A fact that was written down elsewhere, or before there was Gorn. */
export type ToldFact = Pick<
  StoredFact,
  'clientId' | 'field' | 'value' | 'source' | 'checkedOn' | 'method' | 'authorId' | 'recordedAt'
>

/** Writes many facts within the unit, set-wise; the history tells of each. */
export async function insertFacts(unit: Unit, facts: readonly ToldFact[]): Promise<void> {
  if (facts.length === 0) return
  const rows = facts.map((it) => ({ ...it, id: newId(), removedAt: null }))
  await unit.trx.insertInto('clientFact').values(rows).execute()
  await unit.recordAll(
    { action: 'fact.recorded', entity: 'fact', announces: 'dossiers' },
    sql`select f.id, null::jsonb as before, jsonb_build_object('id', f.id, 'clientId', f.client_id, 'field', f.field,
        'value', f.value, 'source', f.source, 'checkedOn', f.checked_on, 'method', f.method) as after, k.owner_id
      from client_fact f join client k on k.id = f.client_id
      where f.id = any(${rows.map(({ id }) => id)}::uuid[]) order by f.id`,
  )
}

/**
 * Notes which clients of a table with column client_id are yet to be talked to; asked before an import writes its talks.
 */
export async function findUnmet(trx: Trx, table: string): Promise<void> {
  await sql`drop table if exists unmet_client`.execute(trx)
  await sql`
    create temporary table unmet_client on commit drop as
    select k.id from client k
    where k.id in (select client_id from ${sql.raw(table)}) and not ${hasOrdersSql}
      and (not ${hasTalksSql} or (k.kind = 'company' and ${wasPersonSql}))`.execute(trx)
}

/** Notes how those were met whom the import talked to: whoever imports lets old talks through, and the import is named. */
export async function keepImportedContacts(
  trx: Trx,
  importId: string,
  actorId: string | null,
  now: Date,
): Promise<void> {
  await sql`
    insert into first_contact (id, client_id, touch_id, at, passed, missing, completeness, import_id, actor_id)
    select new_id(), m.id, m.touch_id, ${now.toISOString()}, m.passed,
      case when m.passed = 'import' then m.missing else '{}' end, round(100 * (1 - m.share)),
      case when m.passed = 'import' then ${importId}::uuid end, ${actorId}::uuid
    from (
      select k.id, t.touch_id, l.missing,
        case when k.kind = 'person' then 'person' when l.missing = '{}' then 'facts' else 'import' end as passed,
        coalesce(cardinality(l.missing)::numeric / nullif(cardinality(s.required), 0), 0) as share
      from unmet_client u join client k on k.id = u.id cross join dossier_settings s
      cross join lateral (select ${knownSql} as known) n
      cross join lateral (
        select array(select r.name from unnest(s.required) with ordinality r(name, nth)
          where r.name <> all (n.known) order by r.nth) as missing) l
      cross join lateral (
        select t.id as touch_id from touch t where t.client_id = k.id and t.kind <> 'note'
        order by t.happened_at, t.id limit 1) t) m`.execute(trx)
}

/** Forgets what an import noted so; its talks are taken back. */
export async function forgetImportedContacts(trx: Trx, importId: string): Promise<void> {
  await sql`delete from first_contact where import_id = ${importId}`.execute(trx)
}
