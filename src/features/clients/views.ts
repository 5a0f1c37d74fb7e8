import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import { loadColumns } from './columns.ts'
import { mayChangeView, mayShareViews, seesView } from './domain/view-rights.ts'
import { MOST_VIEWS, type View, type ViewSearch, viewSearch } from './views-contract.ts'

export type StoredView = {
  id: string
  rev: number
  ownerId: string
  name: string
  search: Record<string, unknown>
  columns: string[]
  isShared: boolean
}
type Fields = Partial<Omit<StoredView, 'id' | 'rev' | 'ownerId'>>

// Conditions are read one by one: what an earlier Gorn kept, or a field that has gone, must not take the others along.
function readSearch(kept: Record<string, unknown>): { search: ViewSearch; lost: string[] } {
  const shape: Record<string, { safeParse(value: unknown): { success: boolean } }> = viewSearch.shape
  const isKnown = ([name, value]: [string, unknown]) => shape[name]?.safeParse(value).success ?? false
  const entries = Object.entries(kept)
  return {
    search: Object.fromEntries(entries.filter(isKnown)),
    lost: entries.filter((entry) => !isKnown(entry)).map(([name]) => name),
  }
}

const shown = (actor: Actor, { ownerId, ...view }: StoredView, author: string): View => ({
  ...view,
  ...readSearch(view.search),
  isMine: ownerId === actor.userId,
  author,
  mayChange: mayChangeView(actor, { ownerId, isShared: view.isShared }),
})

/** What a person looks at the list with: their views, those shared with all, and their columns. Two queries. */
export async function listViews(db: Db, actor: Actor) {
  const found = await sql<StoredView & { author: string }>`
    select v.id, v.rev, v.owner_id, v.name, v.search, v.columns, v.is_shared, u.name as author
    from client_view v join app_user u on u.id = v.owner_id
    where v.owner_id = ${actor.userId} or v.is_shared
    order by v.owner_id <> ${actor.userId}, v.name collate "ru-x-icu", v.id`.execute(db)
  const rows = found.rows.map(({ author, ...view }) => shown(actor, view, author))
  return { rows, columns: await loadColumns(db, actor.userId ?? '') }
}

async function showView(db: Db, actor: Actor, view: StoredView): Promise<View> {
  const author = await db
    .selectFrom('appUser')
    .select('name')
    .where('id', '=', view.ownerId)
    .executeTakeFirst()
  return shown(actor, view, author?.name ?? '')
}

/** One view for changing it; null when it is not there. */
export async function lockView(trx: Trx, id: string): Promise<StoredView | null> {
  const row = await trx
    .selectFrom('clientView')
    .select(['id', 'rev', 'ownerId', 'name', 'search', 'columns', 'isShared'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row ? { ...row, search: row.search as StoredView['search'] } : null
}

async function lockChangeable(unit: Unit, id: string): Promise<StoredView> {
  const view = await lockView(unit.trx, id)
  if (!view || !seesView(unit.actor, view)) throw new Refusal('notFound', { entity: 'view' })
  if (!mayChangeView(unit.actor, view)) throw new Refusal('notYourView')
  return view
}

async function refuseTaken(trx: Trx, ownerId: string, id: string, name: string): Promise<void> {
  // Two who name at once wait for each other; the index holds against everything else.
  await sql`select pg_advisory_xact_lock(hashtextextended(${ownerId}, 2))`.execute(trx)
  const { rows } = await sql`
    select from client_view where owner_id = ${ownerId} and id <> ${id}
      and lower(name collate "ru-x-icu") = lower(${name}::text collate "ru-x-icu")`.execute(trx)
  if (rows.length > 0) throw new Refusal('viewNameTaken', { field: 'name', value: name })
}

// Of a view that is or was shared everybody may hear.
const heardBy = (...states: StoredView[]): { ownerId?: string } => {
  const [first] = states
  return first && !states.some((state) => state.isShared) ? { ownerId: first.ownerId } : {}
}

/** Adds a view as it is given: a new one, or one that comes back. */
export async function insertView(unit: Unit, view: Omit<StoredView, 'rev'>): Promise<StoredView> {
  const { id, ownerId, name } = view
  await refuseTaken(unit.trx, ownerId, id, name)
  const count = await unit.trx
    .selectFrom('clientView')
    .select((it) => it.fn.countAll<number>().as('count'))
    .where('ownerId', '=', ownerId)
    .executeTakeFirstOrThrow()
  if (count.count >= MOST_VIEWS) throw new Refusal('tooManyViews', { most: MOST_VIEWS })
  const { rev } = await unit.trx
    .insertInto('clientView')
    .values({ ...view, search: JSON.stringify(view.search) })
    .returning('rev')
    .executeTakeFirstOrThrow()
  const after = { ...view, rev }
  await unit.record({ action: 'view.created', entity: 'view', id, after, rev, ...heardBy(after) })
  return after
}

/** Writes over the state that was locked. */
export async function updateView(unit: Unit, before: StoredView, fields: Fields): Promise<StoredView> {
  const { id, ownerId } = before
  const { search, ...plain } = fields
  if (fields.name !== undefined) await refuseTaken(unit.trx, ownerId, id, fields.name)
  const { rev } = await unit.trx
    .updateTable('clientView')
    .set({
      ...plain,
      ...(search && { search: JSON.stringify(search) }),
      rev: sql<number>`nextval('rev_seq')`,
    })
    .where('id', '=', id)
    .returning('rev')
    .executeTakeFirstOrThrow()
  const after = { ...before, ...fields, rev }
  await unit.record({
    action: 'view.updated',
    entity: 'view',
    id,
    before,
    after,
    rev,
    ...heardBy(before, after),
  })
  return after
}

export async function deleteView(unit: Unit, before: StoredView): Promise<void> {
  const { id } = before
  await unit.trx.deleteFrom('clientView').where('id', '=', id).execute()
  await unit.record({ action: 'view.removed', entity: 'view', id, before, ...heardBy(before) })
}

export async function createView(
  unit: Unit,
  {
    isShared = false,
    ...view
  }: Pick<StoredView, 'name' | 'search' | 'columns'> & { isShared?: boolean | undefined },
) {
  const { actor } = unit
  if (isShared && !mayShareViews(actor.role)) throw new Refusal('mayNotShare')
  const added = await insertView(unit, { ...view, isShared, id: newId(), ownerId: actor.userId ?? '' })
  return { view: await showView(unit.trx, actor, added), unitId: unit.id }
}

export async function changeView(unit: Unit, id: string, rev: number, fields: Fields) {
  const before = await lockChangeable(unit, id)
  if (before.rev !== rev)
    throw new Refusal('conflict', { current: await showView(unit.trx, unit.actor, before) })
  if (fields.isShared && !before.isShared && !mayShareViews(unit.actor.role)) throw new Refusal('mayNotShare')
  const after = await updateView(unit, before, fields)
  return { view: await showView(unit.trx, unit.actor, after), unitId: unit.id }
}

export async function removeView(unit: Unit, id: string) {
  await deleteView(unit, await lockChangeable(unit, id))
  return { unitId: unit.id }
}
