import { generateNKeysBetween } from 'fractional-indexing'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'

/**
 * Deals to be written: record_no, client_id, ref (the id that the file gives), data (columns by name), entity_id, change, and
 * doubt (why it stays out); a table in schema staging.
 */
type DealsTable = string

const columns = [
  'title',
  'external_id',
  'amount_minor',
  'product',
  'source',
  'owner_id',
  'pipeline_id',
  'stage_id',
  'closed_at',
  'lost_reason_id',
  'lost_note',
  'step_kind',
  'step_text',
  'step_on',
  'step_time',
] as const
const columnsOf = (alias: string): RawBuilder<unknown> =>
  sql.join(columns.map((name) => sql.ref(`${alias}.${name}`)))
const names = sql.join(columns.map((name) => sql.ref(name)))
const number = sql`r.data ->> 'external_id'`

/**
 * Finds the deals of the file among those of the base: by the id that the file gives, by its number, or else the first of a
 * client's deals of that title that came by a file for the first of the file. Says of each what would happen to it.
 */
export async function matchDeals(db: Db, table: DealsTable): Promise<void> {
  const records = sql.raw(table)
  await sql`
    update ${records} set entity_id = null, doubt = null,
      change = case when client_id is null and is_doubtful then 'ambiguous' else 'new' end`.execute(db)
  await sql`
    update ${records} r set entity_id = t.id, change = 'same' from deal t where t.id = r.ref and r.change = 'new'`.execute(
    db,
  )
  await sql`
    update ${records} r set entity_id = t.id, change = 'same' from deal t
    where t.external_id = ${number} and r.change = 'new'`.execute(db)
  await sql`
    with wanted as (
      select record_no, client_id, lower(data ->> 'title') as title,
        row_number() over (partition by client_id, lower(data ->> 'title') order by record_no) as nth
      from ${records} where change = 'new' and client_id is not null and ref is null and not data ? 'external_id'),
    there as (
      select t.id, t.client_id, lower(t.title) as title,
        row_number() over (partition by t.client_id, lower(t.title) order by t.id) as nth
      from deal t where t.client_id in (select client_id from wanted) and t.import_id is not null and t.external_id is null
        and not exists (select from ${records} taken where taken.entity_id = t.id))
    update ${records} r set entity_id = there.id, change = 'same'
    from wanted join there using (client_id, title, nth) where wanted.record_no = r.record_no`.execute(db)
  await doubt(
    db,
    records,
    'otherClient',
    sql`exists (
    select from deal t where t.id = r.entity_id and t.client_id is distinct from r.client_id)`,
  )
  await doubt(
    db,
    records,
    'dealInBin',
    sql`exists (
    select from deal t where t.id = r.entity_id and t.removed_at is not null)`,
  )
  const later = (key: RawBuilder<unknown>) => sql`r.record_no in (select record_no from (
    select o.record_no, row_number() over (partition by ${key} order by o.record_no) as nth
    from ${records} o where ${key} is not null) told where nth > 1)`
  await doubt(
    db,
    records,
    'repeatedDeal',
    sql`${later(sql`o.data ->> 'external_id'`)} or ${later(sql`o.ref`)}
    or exists (select from deal t where t.external_id = ${number} and t.id is distinct from r.entity_id)`,
  )
  await sql`
    update ${records} r set change = 'update' from deal t
    where t.id = r.entity_id and r.change = 'same'
      and (select row(${columnsOf('n')}) from jsonb_populate_record(t, r.data) n) is distinct from row(${columnsOf('t')})`.execute(
    db,
  )
}

async function doubt(
  db: Db,
  records: RawBuilder<unknown>,
  reason: string,
  condition: RawBuilder<unknown>,
): Promise<void> {
  await sql`
    update ${records} r set change = 'ambiguous', doubt = ${reason}, entity_id = null
    where r.change in ('new', 'same') and (${condition})`.execute(db)
}

type Writing = {
  importId: string
  /** where new deals stand of which the file does not say it */
  firstStageId: string
  /** empty cells mean nothing is there; else who has the client has a deal that names nobody */
  isOwn: boolean
  now: Date
}

/** Writes new and changed deals within the unit, and keeps what was there before with the rev that is left. */
export async function writeDeals(unit: Unit, table: DealsTable, writing: Writing): Promise<void> {
  const { trx } = unit
  const records = sql.raw(table)
  // Of rows that this transaction wrote the planner knows nothing: it takes them for few and goes through them for each other.
  await sql`set local enable_nestloop = off`.execute(trx)
  await refuseLossesWithoutReason(trx, records)
  await updateDeals(unit, records, writing)
  await insertDealsFrom(trx, records, writing)
  await sql`
    update import_before b set rev_after = t.rev from deal t
    where b.import_id = ${writing.importId} and b.entity = 'deal' and t.id = b.entity_id`.execute(trx)
  await sql`set local enable_nestloop = on`.execute(trx)
}

// The reader lets none through; this holds whatever becomes of the reader.
async function refuseLossesWithoutReason(trx: Trx, records: RawBuilder<unknown>): Promise<void> {
  const found = await sql`
    select from ${records} r join stage s on s.id = (r.data ->> 'stage_id')::uuid
    where s.kind = 'lost' and r.change in ('new', 'update') and r.data ->> 'lost_reason_id' is null limit 1`.execute(
    trx,
  )
  if (found.rows.length > 0) throw new Error('a lost deal without a reason')
}

async function updateDeals(
  { trx, actor }: Unit,
  records: RawBuilder<unknown>,
  { importId, now }: Writing,
): Promise<void> {
  await sql`
    insert into import_before (import_id, entity, entity_id, before, rev_after)
    select ${importId}, 'deal', t.id, to_jsonb(t), 0 from deal t
    where t.id in (select entity_id from ${records} where change = 'update')`.execute(trx)
  // What moves is one more event: now, or on the day of its end, but never before the move that brought it where it stood.
  await sql`
    create temporary table deal_moving on commit drop as
    select t.id, t.stage_id as from_stage_id, (r.data ->> 'stage_id')::uuid as to_stage_id,
      greatest(t.stage_entered_at, coalesce((r.data ->> 'closed_at')::timestamptz, ${now})) as at
    from ${records} r join deal t on t.id = r.entity_id
    where r.change = 'update' and (r.data ->> 'stage_id')::uuid <> t.stage_id`.execute(trx)
  const ranks = await topRanks(
    trx,
    sql`select to_stage_id as stage_id, id, id::text as place from deal_moving`,
  )
  await sql`
    update deal t set (${names}, stage_entered_at, rank, rev, updated_at) = (
      select ${columnsOf('n')}, coalesce(m.at, t.stage_entered_at), coalesce(k.rank, t.rank), nextval('rev_seq'), clock_timestamp()
      from jsonb_populate_record(t, r.data) n left join deal_moving m on m.id = t.id left join ${ranks} on k.id = t.id)
    from ${records} r where r.entity_id = t.id and r.change = 'update'`.execute(trx)
  await sql`
    insert into stage_event (id, deal_id, at, from_stage_id, to_stage_id, actor_id, lost_reason_id, note)
    select new_id(), t.id, m.at, m.from_stage_id, m.to_stage_id, ${actor.userId}, t.lost_reason_id, t.lost_note
    from deal_moving m join deal t on t.id = m.id`.execute(trx)
}

async function insertDealsFrom(
  trx: Trx,
  records: RawBuilder<unknown>,
  { importId, firstStageId, isOwn, now }: Writing,
): Promise<void> {
  // Ids in the order of the file, so that equals are found again in that order.
  await sql`
    with made as (select record_no, row_number() over (order by record_no) as nth from ${records} where change = 'new'),
    fresh as (select id, row_number() over (order by id) as nth from (
      select new_id() as id from generate_series(1, (select count(*) from made))) ids)
    update ${records} r set entity_id = coalesce(r.ref, fresh.id)
    from made join fresh using (nth) where made.record_no = r.record_no`.execute(trx)
  await sql`
    update ${records} r set data = r.data || jsonb_build_object('stage_id', s.id, 'pipeline_id', s.pipeline_id)
    from stage s where s.id = ${firstStageId} and r.change = 'new' and not r.data ? 'stage_id'`.execute(trx)
  const ranks = await topRanks(
    trx,
    sql`select (data ->> 'stage_id')::uuid as stage_id, entity_id as id, lpad(record_no::text, 12, '0') as place
      from ${records} where change = 'new'`,
  )
  const owner = isOwn
    ? sql`n.owner_id`
    : sql`case when r.author is null then (select c.owner_id from client c where c.id = r.client_id) else n.owner_id end`
  await sql`
    insert into deal (id, client_id, ${names}, rank, created_at, stage_entered_at, has_history, import_id)
    select r.entity_id, r.client_id, ${sql.join(columns.map((name) => sql.ref(name === 'owner_id' ? 'n.leader_id' : `n.${name}`)))},
      k.rank, coalesce(n.created_at, ${now}),
      coalesce(n.closed_at, n.created_at, ${now}), false, ${importId}
    from ${records} r join ${ranks} on k.id = r.entity_id,
      lateral (select n.*, ${owner} as leader_id from jsonb_populate_record(null::deal, r.data) n) n
    where r.change = 'new' order by r.record_no`.execute(trx)
  await sql`
    insert into import_before (import_id, entity, entity_id, before, rev_after)
    select ${importId}, 'deal', t.id, null, t.rev from deal t
    where t.id in (select entity_id from ${records} where change = 'new')`.execute(trx)
}

/** Keys at the top of their columns for deals that come in, as a table of (id, rank); `coming` tells their stages and order. */
async function topRanks(trx: Trx, coming: RawBuilder<unknown>): Promise<RawBuilder<unknown>> {
  const found = await sql<{ ids: string[]; top: string | null }>`
    select array_agg(c.id::text order by c.place) as ids,
      (select min(d.rank) from deal d where d.stage_id = c.stage_id and d.removed_at is null) as top
    from (${coming}) c group by c.stage_id`.execute(trx)
  const ranks = found.rows.flatMap(({ ids, top }) => {
    const keys = generateNKeysBetween(null, top, ids.length)
    return ids.map((id, at) => ({ id, rank: keys[at] }))
  })
  return sql`jsonb_to_recordset(${JSON.stringify(ranks)}::jsonb) k (id uuid, rank text)`
}

// Written to since the import, or on its way back into a stage that has gone.
const isAsLeft = sql`(t.rev = b.rev_after and t.id = b.entity_id and b.entity = 'deal' and (b.before is null or exists (
  select from stage s where s.id = (b.before ->> 'stage_id')::uuid and s.removed_at is null)))`

/** Deals `t` of an import that it leaves as they are: somebody changed them since, or has worked with them (`isUsed`). */
export function changedDeals(importId: string, isUsed: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select t.id, t.title as name from import_before b join deal t on t.id = b.entity_id
    where b.import_id = ${importId} and b.entity = 'deal' and (not ${isAsLeft} or (b.before is null and ${isUsed}))`
}

/** Takes back what an import wrote of deals, but for those that somebody changed or worked with since. */
export async function takeBackDeals(
  unit: Unit,
  importId: string,
  isUsed: RawBuilder<unknown>,
): Promise<void> {
  const { trx, actor } = unit
  await sql`
    delete from deal t using import_before b
    where b.import_id = ${importId} and b.before is null and ${isAsLeft} and not ${isUsed}`.execute(trx)
  // The move stays in the history; an entry that names it makes it as if it had not been.
  await sql`
    insert into stage_event (id, deal_id, at, from_stage_id, to_stage_id, actor_id, undoes_id)
    select new_id(), t.id, clock_timestamp(), t.stage_id, (b.before ->> 'stage_id')::uuid, ${actor.userId}, (
      select e.id from stage_event e where e.deal_id = t.id and e.to_stage_id = t.stage_id and e.at = t.stage_entered_at
        and e.undoes_id is null and not exists (select from stage_event u where u.undoes_id = e.id) order by e.id desc limit 1)
    from deal t join import_before b on ${isAsLeft}
    where b.import_id = ${importId} and b.before is not null and (b.before ->> 'stage_id')::uuid <> t.stage_id`.execute(
    trx,
  )
  const back = [...columns, 'client_id', 'stage_entered_at', 'rank', 'rev']
  await sql`
    update deal t set ${sql.join(back.map((name) => sql`${sql.ref(name)} = n.${sql.ref(name)}`))}
    from import_before b, jsonb_populate_record(null::deal, b.before) n
    where b.import_id = ${importId} and b.before is not null and ${isAsLeft}`.execute(trx)
}
