import { type RawBuilder, sql } from 'kysely'
import { matchRecords, recordIdentity, writeRecords } from '#features/contacts/public.ts'
import { findUnmet, keepImportedContacts } from '#features/dossier/public.ts'
import { matchDeals, matchProducts, writeDeals, writeProducts } from '#features/funnel/public.ts'
import type { Db } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import { findPeople } from './people.ts'
import type { ImportKind, ReadPlan } from './domain/plan.ts'
import type { Staging } from './staging.ts'

const MOST_NAMED = 50

type Entity = 'contact' | 'touch' | 'deal' | 'product'
const entities: Partial<Record<ImportKind, Entity>> = {
  contacts: 'contact',
  touches: 'touch',
  deals: 'deal',
  products: 'product',
}
/** What a row of a file of this kind is, where it is neither a client nor of an order. */
export const entityOf = (kind: ImportKind): Entity | null => entities[kind] ?? null

/** Gathers the people, touches, deals or products of the file, one row each. Answers the people whom nobody here is called. */
export async function gatherRecords(db: Db, staging: Staging, plan: ReadPlan): Promise<string[]> {
  const entity = entityOf(plan.kind)
  if (entity === null) return []
  const records = sql.raw(staging.records)
  const identity = entity === 'contact' || entity === 'touch' ? recordIdentity[entity] : sql`null::text`
  const hasClient = entity === 'product' ? sql`true` : sql`r.client_key is not null`
  await sql`drop table if exists ${records}`.execute(db)
  await sql`
    create unlogged table ${records} as
    select d.row_number as record_no, d.client_key, d.record_ref as ref, ${identity} as identity,
      d.data - 'author' - 'contact_name' - 'contact_id' as data, d.data ->> 'author' as author,
      d.data ->> 'contact_name' as contact_name, (d.data ->> 'contact_id')::uuid as contact_ref,
      null::uuid as client_id, null::uuid as entity_id, false as is_doubtful, null::text as doubt, null::text as change
    from (select r.row_number, r.client_key, r.record_ref, r.more as data from ${sql.raw(staging.rows)} r
      where r.error_code is null and ${hasClient}) d`.execute(db)
  if (entity === 'deal') {
    await sql`create index on ${records} ((data ->> 'external_id'))`.execute(db)
    await sql`analyze ${records}`.execute(db)
  }
  return entity === 'touch' || entity === 'deal' ? findAuthors(db, records, entity) : []
}

// Who spoke, or who leads the deal. Of a deal whom nobody is called it is said too: it leaves the file's deal to nobody.
async function findAuthors(
  db: Db,
  records: RawBuilder<unknown>,
  entity: 'touch' | 'deal',
): Promise<string[]> {
  const column = entity === 'touch' ? 'author_id' : 'owner_id'
  const words = await sql<{ word: string }>`
    select distinct author as word from ${records} where author is not null limit 2000`.execute(db)
  const { found, unknown } = await findPeople(
    db,
    words.rows.map(({ word }) => word),
  )
  await sql`
    update ${records} r set data = r.data || jsonb_build_object(${column}::text, a.value)
    from jsonb_each_text(${JSON.stringify(found)}::jsonb) a where a.key = r.author`.execute(db)
  return unknown
}

/** Finds the gathered records in the base, of the clients that were found there. */
export async function matchContacts(db: Db, staging: Staging, plan: ReadPlan): Promise<void> {
  const entity = entityOf(plan.kind)
  if (entity === null) return
  const records = sql.raw(staging.records)
  await sql`
    update ${records} r set client_id = c.client_id, is_doubtful = c.match_count > 1 from ${sql.raw(staging.clients)} c
    where c.key = r.client_key`.execute(db)
  if (entity === 'touch') await findContacts(db, records)
  if (entity === 'deal') return matchDeals(db, staging.records)
  if (entity === 'product') return matchProducts(db, staging.records)
  await matchRecords(db, entity, staging.records)
}

// Whom a touch was with: by the id that the file gives, else the first of that name at the client.
async function findContacts(db: Db, records: RawBuilder<unknown>): Promise<void> {
  await sql`update ${records} set data = data - 'contact_id' where data ? 'contact_id'`.execute(db)
  await sql`
    update ${records} r set data = r.data || jsonb_build_object('contact_id', f.id)
    from (select w.record_no, coalesce(
        (select p.id from contact_person p where p.id = w.contact_ref and p.client_id = w.client_id),
        (select p.id from contact_person p where p.client_id = w.client_id
          and lower(translate(p.name, 'Ёё', 'Ее')) = lower(translate(w.contact_name, 'Ёё', 'Ее')) order by p.id limit 1)) as id
      from ${records} w where w.contact_ref is not null or w.contact_name is not null) f
    where f.record_no = r.record_no and f.id is not null`.execute(db)
}

/** How many of the records would be written, and the contacts whom nobody at the clients is called. */
export async function countRecords(db: Db, staging: Staging) {
  const records = sql.raw(staging.records)
  const counts = await sql<{ new: number; updated: number; unchanged: number; ambiguous: number }>`
    select count(*) filter (where change = 'new') as new, count(*) filter (where change = 'update') as updated,
      count(*) filter (where change = 'same') as unchanged, count(*) filter (where change = 'ambiguous') as ambiguous
    from ${records}`.execute(db)
  const names = await sql<{ name: string }>`
    select distinct contact_name as name from ${records}
    where contact_name is not null and not data ? 'contact_id' and data ? 'happened_at' limit ${MOST_NAMED}`.execute(
    db,
  )
  const none = { new: 0, updated: 0, unchanged: 0, ambiguous: 0 }
  return { ...none, ...counts.rows[0], unknownContacts: names.rows.map(({ name }) => name) }
}

/** Deals of the file by the kind of the stage where they stand or would stand, of those that come in. */
export async function countDeals(db: Db, staging: Staging, { timeZone }: Pick<ReadPlan, 'timeZone'>) {
  const day = sql`((r.data ->> 'closed_at')::timestamptz at time zone ${timeZone})::date`
  const found = await sql<{
    kind: 'open' | 'won' | 'lost'
    rows: number
    amountMinor: number
    first: string | null
    last: string | null
  }>`
    select coalesce(s.kind, 'open') as kind, count(*) as rows,
      coalesce(sum((r.data ->> 'amount_minor')::bigint), 0)::bigint as amount_minor,
      min(${day})::text as first, max(${day})::text as last
    from ${sql.raw(staging.records)} r left join stage s on s.id = (r.data ->> 'stage_id')::uuid
    where r.change <> 'ambiguous' group by 1`.execute(db)
  const of = (kind: string) => {
    const { rows = 0, amountMinor = 0 } = found.rows.find((it) => it.kind === kind) ?? {}
    return { rows, amountMinor }
  }
  const ends = found.rows.flatMap(({ first, last }) => (first && last ? [first, last] : [])).sort()
  const [from] = ends
  const to = ends.at(-1)
  return {
    open: of('open'),
    won: of('won'),
    lost: of('lost'),
    closed: from && to ? { from, to } : null,
  }
}

/** Writes the records, at clients that were there and at those just made. */
export async function writeRecordsFrom(
  unit: Unit,
  staging: Staging,
  plan: ReadPlan,
  { importId, now }: { importId: string; now: Date },
): Promise<void> {
  const { trx, actor } = unit
  const entity = entityOf(plan.kind)
  if (entity === null) return
  if (entity === 'product') return writeProducts(trx, staging.records, importId)
  await sql`
    update ${sql.raw(staging.records)} r set client_id = c.client_id from ${sql.raw(staging.clients)} c
    where c.key = r.client_key and r.client_id is null and r.change = 'new'`.execute(trx)
  if (entity === 'deal') {
    const way = plan.deals?.pipelines.find((it) => it.id === plan.deals?.pipelineId)
    const firstStageId = way?.stages[0]?.id ?? ''
    return writeDeals(unit, staging.records, { importId, firstStageId, isOwn: plan.isOwn ?? false, now })
  }
  if (entity === 'touch') await findUnmet(trx, staging.records)
  await writeRecords(trx, entity, staging.records, importId)
  if (entity === 'touch') await keepImportedContacts(trx, importId, actor.userId, now)
}
