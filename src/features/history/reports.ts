import { type RawBuilder, sql } from 'kysely'
import { type Actor, sees } from '#kernel/actor.ts'
import { changedFields } from '#kernel/changed-fields.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { HistoryEntry, HistoryFilter, HistoryUnit } from './contract.ts'

const PAGE = 50

/** What this person may know of: the records within their sight, and what they did themselves. */
function visibleTo(actor: Actor): RawBuilder<boolean> {
  if (actor.sight.kind === 'all') return sql`true`
  const { ownerIds, unowned } = actor.sight
  return sql`(a.actor_id = ${actor.userId} or (a.is_owned and (a.owner_id = any(${[...ownerIds]}::uuid[])
    or (${unowned} and a.owner_id is null))))`
}

const nameSql = sql<string>`coalesce(a.after ->> 'name', a.before ->> 'name', a.after ->> 'title', a.before ->> 'title', left(coalesce(a.after ->> 'text', a.before ->> 'text', a.after ->> 'terms'), 80), a.after ->> 'fileName', a.after ->> 'externalId',
  a.after ->> 'email')`

function conditions(actor: Actor, filter: HistoryFilter): RawBuilder<boolean> {
  const zone = sql`(select time_zone from workspace)`
  const all: RawBuilder<unknown>[] = [visibleTo(actor)]
  if (filter.actorId) all.push(sql`a.actor_id = ${filter.actorId}`)
  if (filter.entity) all.push(sql`a.entity = ${filter.entity}`)
  if (filter.entityId) all.push(sql`a.entity_id = ${filter.entityId}`)
  if (filter.channel) all.push(sql`a.channel = ${filter.channel}`)
  if (filter.from) all.push(sql`a.at >= (${filter.from}::date)::timestamp at time zone ${zone}`)
  if (filter.to) all.push(sql`a.at < (${filter.to}::date + 1)::timestamp at time zone ${zone}`)
  if (filter.text) all.push(sql`strpos(lower(${nameSql}), lower(${filter.text})) > 0`)
  return sql`${sql.join(all, sql` and `)}`
}

type UnitRow = Omit<HistoryUnit, 'at' | 'mayUndo'> & { at: Date; actions: string[] }

/** One page of acts, the newest first: one query. Ids of units grow with time, so they are the key of the page. */
export async function listUnits(
  db: Db,
  actor: Actor,
  { cursor, ...filter }: HistoryFilter & { cursor?: string | undefined },
  canUndo: (action: string) => boolean,
): Promise<{ rows: HistoryUnit[]; nextCursor: string | null }> {
  const found = await sql<UnitRow>`
    select u.*, p.name as actor,
      is_undone(u.id) as is_undone
    from (
      select a.unit_id as id, min(a.at) as at, (array_agg(a.actor_id))[1] as actor_id, min(a.channel) as channel,
        min(a.from_address) as address, (array_agg(a.action order by a.id))[1] as action,
        (array_agg(a.entity order by a.id))[1] as entity, (array_agg(a.entity_id order by a.id))[1] as entity_id,
        (array_agg(${nameSql} order by a.id))[1] as name, count(*) as count, min(a.reason) as reason,
        array_agg(distinct a.action) as actions, (array_agg(a.undoes_id))[1] as undoes_id
      from audit_log a
      where ${conditions(actor, filter)} and ${cursor ? sql`a.unit_id < ${cursor}` : sql`true`}
      group by a.unit_id order by a.unit_id desc limit ${PAGE + 1}) u
    left join app_user p on p.id = u.actor_id
    order by u.id desc`.execute(db)
  const rows = found.rows.slice(0, PAGE).map(({ actions, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    mayUndo: !row.isUndone && actions.every((action) => canUndo(action)),
  }))
  return { rows, nextCursor: found.rows.length > PAGE ? (rows.at(-1)?.id ?? null) : null }
}

type EntryRow = Omit<HistoryEntry, 'fields'> & { before: object | null; after: object | null }

const people = new Set(['ownerId', 'headId', 'authorId'])

// Ids of people and teams are shown by their names.
async function nameIds(db: Db, entries: HistoryEntry[]): Promise<void> {
  const cells = entries.flatMap((entry) =>
    entry.fields.filter(({ name }) => people.has(name) || name === 'teamId'),
  )
  const ids = [...new Set(cells.flatMap(({ before, after }) => [before, after]))].filter((id) => id !== null)
  if (ids.length === 0) return
  const found = await sql<{ id: string; name: string }>`
    select id, name from app_user where id = any(${ids}::uuid[]) union all select id, name from team where id = any(${ids}::uuid[])`.execute(
    db,
  )
  const names = new Map(found.rows.map((row) => [row.id, row.name]))
  const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id) ?? id))
  for (const cell of cells) Object.assign(cell, { before: nameOf(cell.before), after: nameOf(cell.after) })
}

/** What one act changed, a page of records at a time: two queries. */
export async function listEntries(
  db: Db,
  actor: Actor,
  unitId: string,
  cursor: string | undefined,
): Promise<{ rows: HistoryEntry[]; nextCursor: string | null }> {
  const found = await sql<EntryRow>`
    select a.id, a.action, a.entity, a.entity_id, ${nameSql} as name, a.before, a.after from audit_log a
    where a.unit_id = ${unitId} and ${visibleTo(actor)} and ${cursor ? sql`a.id > ${cursor}` : sql`true`}
    order by a.id limit ${PAGE + 1}`.execute(db)
  if (found.rows.length === 0) throw new Refusal('notFound', { entity: 'history' })
  const rows = found.rows
    .slice(0, PAGE)
    .map(({ before, after, ...row }) => ({ ...row, fields: changedFields(before, after) }))
  await nameIds(db, rows)
  return { rows, nextCursor: found.rows.length > PAGE ? (rows.at(-1)?.id ?? null) : null }
}

export type ExportRow = EntryRow & {
  at: Date
  actor: string | null
  channel: string
  address: string | null
  reason: string | null
}

/** Every entry that the conditions leave, the newest first, read in batches. */
export async function* readEntries(
  db: Db,
  actor: Actor,
  filter: HistoryFilter,
): AsyncGenerator<(Omit<ExportRow, 'before' | 'after'> & HistoryEntry)[]> {
  let last: string | null = null
  for (;;) {
    const found: { rows: ExportRow[] } = await sql<ExportRow>`
      select a.id, a.at, p.name as actor, a.channel, a.from_address as address, a.action, a.entity, a.entity_id,
        ${nameSql} as name, a.before, a.after, a.reason
      from audit_log a left join app_user p on p.id = a.actor_id
      where ${conditions(actor, filter)} and ${last === null ? sql`true` : sql`a.id < ${last}`}
      order by a.id desc limit 1000`.execute(db)
    if (found.rows.length === 0) return
    last = found.rows.at(-1)?.id ?? null
    const rows = found.rows.map(({ before, after, ...row }) => ({
      ...row,
      fields: changedFields(before, after),
    }))
    await nameIds(db, rows)
    yield rows
  }
}

/** The act that left a record at this rev; refused when it is not within sight. */
export async function findUnitOf(
  db: Db,
  actor: Actor,
  { entity, id, rev }: { entity: string; id: string | null; rev: number },
): Promise<string> {
  const found = await sql<{ unitId: string; ownerId: string | null; isOwned: boolean }>`
    select unit_id, owner_id, is_owned from audit_log
    where entity = ${entity} and entity_id is not distinct from ${id} and (after ->> 'rev')::bigint = ${rev}
    order by id desc limit 1`.execute(db)
  const row = found.rows[0]
  if (!row || (row.isOwned && !sees(actor, row.ownerId))) throw new Refusal('nothingToUndo')
  return row.unitId
}
