import { type RawBuilder, sql } from 'kysely'
import { checkFieldChanges } from '#features/fields/public.ts'
import { type Actor, mayEditRecordOf } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { InputOf } from '#kernel/operation.ts'
import { progressOf } from '#server/progress.ts'
import type { Services } from '#server/services.ts'
import type { Unit } from '#server/unit.ts'
import { clientTables, clientVisibleTo } from './class-sql.ts'
import { type clientsContract, MOST_AT_ONCE } from './contract.ts'
import { clientConditions } from './filter-sql.ts'
import { resolveFilter } from './resolve-filter.ts'
import { loadBasis } from './reports.ts'
import { refuseNobody } from './store.ts'

const PIECE = 2000

type Request = InputOf<typeof clientsContract.changeMany>['body']
type Change = Request['change']

// As StoredClient is written to the history, made by the database.
const stored = sql`
  jsonb_build_object('id', k.id, 'kind', k.kind, 'name', k.name, 'externalId', k.external_id, 'inn', k.inn, 'kpp', k.kpp,
    'ogrn', k.ogrn, 'phone', k.phone, 'email', k.email,
    'otherPhones', k.other_phones, 'otherEmails', k.other_emails, 'addresses', k.addresses, 'city', k.city, 'region', k.region, 'note', k.note,
    'ownerId', k.owner_id, 'rev', k.rev, 'fields', k.fields,
    'tags', (select coalesce(jsonb_object_agg(t, true), '{}') from unnest(k.tags) t),
    'archivedAt', case when k.archived_at is not null
      then to_char(k.archived_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end)`

function mayEditSql(actor: Actor): RawBuilder<boolean> {
  if (actor.mayEdit === 'all') return sql`true`
  const { ownerIds, unowned } = actor.mayEdit
  return sql`(case when k.owner_id is null then ${unowned} else k.owner_id = any(${[...ownerIds]}::uuid[]) end)`
}

// What the change sets, and whether a client differs from that already.
function assignments(
  { ownerId, city, region, addTags = [], removeTags = [], isArchived }: Change,
  now: Date,
  fieldChanges: object,
) {
  const sets: RawBuilder<unknown>[] = []
  const differs: RawBuilder<unknown>[] = []
  const set = (column: string, value: RawBuilder<unknown>, differing: RawBuilder<unknown>): void => {
    sets.push(sql`${sql.ref(column)} = ${value}`)
    differs.push(differing)
  }
  const plain = { owner_id: ownerId, city, region }
  for (const [column, value] of Object.entries(plain)) {
    if (value === undefined) continue
    const typed = column === 'owner_id' ? sql`${value}::uuid` : sql`${value || null}::text`
    set(column, typed, sql`${sql.ref(`k.${column}`)} is distinct from ${typed}`)
  }
  if (addTags.length + removeTags.length > 0) {
    const tags = sql`array(select distinct t from unnest(k.tags || ${addTags}::text[]) t
      where t <> all(${removeTags}::text[]) order by t)`
    set('tags', tags, sql`k.tags <> ${tags}`)
  }
  if (Object.keys(fieldChanges).length > 0) {
    const fields = sql`jsonb_strip_nulls(k.fields || ${JSON.stringify(fieldChanges)}::jsonb)`
    set('fields', fields, sql`k.fields <> ${fields}`)
  }
  if (isArchived !== undefined) {
    set(
      'archived_at',
      isArchived ? sql`${now}` : sql`null`,
      sql`(k.archived_at is not null) <> ${isArchived}`,
    )
  }
  return { sets, differs: sql`(${sql.join(differs, sql` or `)})` }
}

async function chosenSql(unit: Unit, { ids, filter }: Request): Promise<RawBuilder<unknown>> {
  if (ids) return sql`k.id = any(${ids}::uuid[]) and ${clientVisibleTo(unit.actor)}`
  if (!filter) throw new Refusal('nothingChosen')
  const { measure } = await loadBasis(unit.trx)
  const conditions = clientConditions(unit.actor, await resolveFilter(unit.trx, filter), measure)
  return sql`k.id in (select k.id from ${clientTables} where ${conditions})`
}

// A piece at a time only so that its progress can be told: all is one transaction.
async function changePiece(unit: Unit, sets: RawBuilder<unknown>[], after: number): Promise<void> {
  const piece = sql`(select id from client_change where place > ${after} and place <= ${after + PIECE})`
  await sql`
    create temporary table client_before on commit drop as
    select k.id, ${stored} as before from client k where k.id in ${piece}`.execute(unit.trx)
  await sql`
    update client k set ${sql.join(sets)}, rev = nextval('rev_seq'), updated_at = clock_timestamp()
    where k.id in ${piece}`.execute(unit.trx)
  await unit.recordAll(
    { action: 'client.updated', entity: 'client', announces: 'clients' },
    sql`select k.id, b.before, ${stored} as after, k.owner_id from client_before b join client k on k.id = b.id
      order by k.id`,
  )
  await sql`drop table client_before`.execute(unit.trx)
}

/** Changes the chosen clients set-wise, as one act: those that are the person's to change and differ from the change. */
export async function changeMany(services: Services, actor: Actor, request: Request) {
  const { ownerId, isArchived } = request.change
  if (ownerId !== undefined && !mayEditRecordOf(actor, ownerId)) throw new Refusal('notYours')
  return services.runUnit(actor, async (unit) => {
    const { trx } = unit
    const fields = await checkFieldChanges(trx, request.change.fields ?? {})
    const { sets, differs } = assignments(request.change, services.now(), fields)
    if (sets.length === 0) throw new Refusal('nothingChosen')
    await refuseNobody(trx, ownerId)
    const chosen = await chosenSql(unit, request)
    // Locked in one order, so that two who change the same clients wait for each other.
    await sql`
      create temporary table client_chosen on commit drop as
      select k.id, ${mayEditSql(actor)} as may_edit, ${differs} as differs
      from client k where ${chosen} order by k.id limit ${MOST_AT_ONCE + 1} for update of k`.execute(trx)
    const counts = await sql<{ all: number; skipped: number }>`
      select count(*) as all, count(*) filter (where not may_edit) as skipped from client_chosen`.execute(trx)
    const { all = 0, skipped = 0 } = counts.rows[0] ?? {}
    if (all === 0) throw new Refusal('nothingChosen')
    if (all > MOST_AT_ONCE) throw new Refusal('tooManyChosen', { most: MOST_AT_ONCE })
    await sql`
      create temporary table client_change on commit drop as
      select id, row_number() over (order by id) as place from client_chosen where may_edit and differs`.execute(
      trx,
    )
    await sql`create index on client_change (place)`.execute(trx)
    const found = await sql<{ count: number }>`select count(*) as count from client_change`.execute(trx)
    const count = found.rows[0]?.count ?? 0
    if (count === 0) return { unitId: null, changed: 0, skipped }
    const tell = progressOf(services.db, actor, request.progressId, count)
    for (let done = 0; done < count; done += PIECE) {
      await changePiece(unit, sets, done)
      if (count > PIECE) await tell(Math.min(count, done + PIECE))
    }
    if (isArchived !== undefined) {
      await sql`
        insert into client_orders_changed (client_id, since)
        select s.client_id, min(s.ordered_on) from sales_order s join client_change c on c.id = s.client_id
        group by s.client_id
        on conflict (client_id) do update set since = least(client_orders_changed.since, excluded.since)`.execute(
        trx,
      )
      await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
    }
    return { unitId: unit.id, changed: count, skipped }
  })
}
