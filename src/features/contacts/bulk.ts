import { type RawBuilder, sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import type { StoredTouch } from './store.ts'

/**
 * People or touches to be written: record_no, client_id, ref (the id that the file gives), identity (what tells one of a
 * client's records from another), nth (which of those with one identity), data (columns by name), entity_id, change; a table
 * in schema staging.
 */
type RecordsTable = string
type ContactsEntity = 'contact' | 'touch'

const tables = { contact: 'contact_person', touch: 'touch' } as const
const columns = {
  contact: ['name', 'role', 'position', 'phones', 'emails', 'note'],
  touch: [
    'kind',
    'happened_at',
    'text',
    'result',
    'next_step',
    'next_step_on',
    'minutes',
    'contact_id',
    'author_id',
  ],
} as const
const identities: Record<ContactsEntity, RawBuilder<string>> = {
  contact: sql`lower(translate(t.name, 'Ёё', 'Ее'))`,
  touch: sql`md5(t.kind || ' ' || extract(epoch from t.happened_at)::text || ' ' || t.text)`,
}
/** The same of what a file tells: `d` holds its columns. */
export const recordIdentity: Record<ContactsEntity, RawBuilder<string>> = {
  contact: sql`lower(translate(d.data ->> 'name', 'Ёё', 'Ее'))`,
  touch: sql`md5((d.data ->> 'kind') || ' ' || extract(epoch from (d.data ->> 'happened_at')::timestamptz)::text || ' ' || (d.data ->> 'text'))`,
}

const tableOf = (entity: ContactsEntity) => sql.raw(tables[entity])
const columnsOf = (entity: ContactsEntity, alias: string) =>
  sql.join(columns[entity].map((name) => sql.ref(`${alias}.${name}`)))

/**
 * Finds the records of the file among those of the base: by the id that the file gives, else the first of a client's records
 * with the same identity for the first of the file, the second for the second. Says of each what would happen to it.
 */
export async function matchRecords(trx: Db, entity: ContactsEntity, table: RecordsTable): Promise<void> {
  const [records, target] = [sql.raw(table), tableOf(entity)]
  await sql`
    update ${records} set entity_id = null, change = case when client_id is null and is_doubtful then 'ambiguous' else 'new' end`.execute(
    trx,
  )
  // An id that is another client's by now names nobody; twice in a file it counts for the first.
  await sql`
    update ${records} r set entity_id = t.id, change = case when t.client_id = r.client_id then 'same' else 'ambiguous' end
    from ${target} t where t.id = r.ref and r.change = 'new'
      and not exists (select from ${records} o where o.ref = r.ref and o.record_no < r.record_no)`.execute(
    trx,
  )
  await sql`
    with wanted as (
      select record_no, client_id, identity, row_number() over (partition by client_id, identity order by record_no) as nth
      from ${records} where change = 'new' and client_id is not null),
    there as (
      select t.id, t.client_id, ${identities[entity]} as identity,
        row_number() over (partition by t.client_id, ${identities[entity]} order by t.id) as nth
      from ${target} t where t.client_id in (select client_id from wanted)
        and not exists (select from ${records} taken where taken.entity_id = t.id))
    update ${records} r set entity_id = there.id, change = 'same'
    from wanted join there using (client_id, identity, nth) where wanted.record_no = r.record_no`.execute(trx)
  await sql`
    update ${records} r set change = 'update' from ${target} t
    where t.id = r.entity_id and r.change = 'same'
      and (select row(${columnsOf(entity, 'n')}) from jsonb_populate_record(t, r.data) n) is distinct from row(${columnsOf(entity, 't')})`.execute(
    trx,
  )
}

/** Writes new and changed records, and keeps what was there before with the rev that is left. */
export async function writeRecords(
  trx: Trx,
  entity: ContactsEntity,
  table: RecordsTable,
  importId: string,
): Promise<void> {
  const [records, target] = [sql.raw(table), tableOf(entity)]
  const names = sql.join(columns[entity].map((name) => sql.ref(name)))
  await sql`
    insert into import_before (import_id, entity, entity_id, before, rev_after)
    select ${importId}, ${entity}, t.id, to_jsonb(t), 0 from ${target} t
    where t.id in (select entity_id from ${records} where change = 'update')`.execute(trx)
  await sql`
    update ${target} t set (${names}, rev) = (
      select ${columnsOf(entity, 'n')}, nextval('rev_seq') from jsonb_populate_record(t, r.data) n)
    from ${records} r where r.entity_id = t.id and r.change = 'update'`.execute(trx)
  // Ids in the order of the file, so that equals are found again in that order.
  await sql`
    with made as (select record_no, row_number() over (order by record_no) as nth from ${records} where change = 'new'),
    fresh as (select id, row_number() over (order by id) as nth from (
      select new_id() as id from generate_series(1, (select count(*) from made))) ids)
    update ${records} r set entity_id = case
      when r.ref is null or exists (select from ${target} t where t.id = r.ref)
        or exists (select from ${records} o where o.ref = r.ref and o.record_no < r.record_no) then fresh.id else r.ref end
    from made join fresh using (nth) where made.record_no = r.record_no`.execute(trx)
  await sql`
    insert into ${target} (id, client_id, ${names})
    select r.entity_id, r.client_id, ${columnsOf(entity, 'n')}
    from ${records} r, jsonb_populate_record(${emptyOf(entity)}, r.data) n
    where r.change = 'new' order by r.record_no`.execute(trx)
  await sql`
    insert into import_before (import_id, entity, entity_id, before, rev_after)
    select ${importId}, ${entity}, t.id, null, t.rev from ${target} t
    where t.id in (select entity_id from ${records} where change = 'new')`.execute(trx)
  await sql`
    update import_before b set rev_after = t.rev from ${target} t
    where b.import_id = ${importId} and b.entity = ${entity} and t.id = b.entity_id`.execute(trx)
}

// What a new record has where the file tells nothing.
const emptyOf = (entity: ContactsEntity): RawBuilder<unknown> =>
  entity === 'contact'
    ? sql`jsonb_populate_record(null::contact_person, '{"phones": [], "emails": []}')`
    : sql`null::touch`

/** Talks that were had before there was Gorn. */
type ToldTouch = Pick<
  StoredTouch,
  'clientId' | 'dealId' | 'kind' | 'happenedAt' | 'text' | 'result' | 'minutes' | 'authorId'
>

/** Writes many talks within the unit, set-wise: the history tells of each. */
export async function insertTouches(unit: Unit, touches: readonly ToldTouch[]): Promise<void> {
  const rows = touches.map((it) => ({ ...it, id: newId() }))
  await sql`
    insert into touch (id, client_id, deal_id, kind, happened_at, text, result, minutes, author_id)
    select r.id, r."clientId", r."dealId", r.kind, r."happenedAt", r.text, r.result, r.minutes, r."authorId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "clientId" uuid, "dealId" uuid, kind text,
      "happenedAt" timestamptz, text text, result text, minutes smallint, "authorId" uuid)`.execute(unit.trx)
  await unit.recordAll(
    { action: 'touch.created', entity: 'touch', announces: 'touches' },
    sql`select t.id, null::jsonb as before, jsonb_build_object('text', t.text, 'kind', t.kind, 'clientId', t.client_id,
        'rev', t.rev) as after, k.owner_id
      from touch t join client k on k.id = t.client_id where t.id = any(${rows.map(({ id }) => id)}::uuid[]) order by t.id`,
  )
}

/** Takes back what an import wrote of these records, but for those that somebody changed since. */
export async function takeBackRecords(trx: Trx, entity: ContactsEntity, importId: string): Promise<void> {
  const target = tableOf(entity)
  const names = [...columns[entity], 'client_id', 'rev']
  await sql`
    delete from ${target} t using import_before b
    where b.import_id = ${importId} and b.entity = ${entity} and b.before is null and t.id = b.entity_id and t.rev = b.rev_after`.execute(
    trx,
  )
  await sql`
    update ${target} t set ${sql.join(names.map((name) => sql`${sql.ref(name)} = n.${sql.ref(name)}`))}
    from import_before b, jsonb_populate_record(null::${target}, b.before) n
    where b.import_id = ${importId} and b.entity = ${entity} and b.before is not null and t.id = b.entity_id
      and t.rev = b.rev_after`.execute(trx)
}
