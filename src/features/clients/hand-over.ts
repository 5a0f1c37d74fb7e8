import { sql } from 'kysely'
import { changeUser } from '#features/team/public.ts'
import { type Actor, mayEditRecordOf } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { Services } from '#server/services.ts'
import type { Entry, Undoer } from '#server/undo.ts'
import type { Unit } from '#server/unit.ts'
import { clientTables, valueClassSql } from './class-sql.ts'
import type { Client } from './contract.ts'
import { fairSplit } from './domain/fair-split.ts'
import { loadBasis } from './reports.ts'
import { refuseNobody } from './store.ts'

/** What belongs to a person beside their clients and goes with them, slice by slice. */
export type GiveAlong = (unit: Unit, fromId: string) => Promise<void>

/** From whom, and to whom in equal parts of money; to nobody when the list is empty. */
export type HandOver = { fromId: string; toIds: readonly string[] }

type Given = { id: string; weight: number; valueClass: Client['valueClass']; isArchived: boolean }

async function refuseReceivers(db: Db, actor: Actor, { fromId, toIds }: HandOver): Promise<void> {
  const there = await sql`select from app_user where id = ${fromId}`.execute(db)
  if (there.rows.length === 0) throw new Refusal('notFound', { entity: 'user' })
  if (![fromId, ...toIds].every((id) => mayEditRecordOf(actor, id))) throw new Refusal('notYours')
  if (toIds.length === 0 && !mayEditRecordOf(actor, null)) throw new Refusal('notYours')
  const able = await sql<{ id: string }>`
    select id from app_user where id = any(${[...toIds]}::uuid[]) and id <> ${fromId} and deactivated_at is null
      and role in ('owner', 'head', 'rep')`.execute(db)
  const missing = toIds.find((id) => !able.rows.some((row) => row.id === id))
  if (missing !== undefined) throw new Refusal('noSuchOwner', { field: 'toIds', value: missing })
}

// Everything they lead, the archive included, with what it brought in the window.
async function loadBase(db: Db, fromId: string, isLocking: boolean): Promise<Given[]> {
  const { measure } = await loadBasis(db)
  const found = await sql<Given>`
    select k.id, greatest(coalesce(t.turnover_minor, 0), 0)::bigint as weight, ${valueClassSql(measure)} as value_class,
      k.archived_at is not null as is_archived
    from ${clientTables} where k.owner_id = ${fromId} order by k.id ${isLocking ? sql`for update of k` : sql``}`.execute(
    db,
  )
  return found.rows
}

const totalOf = (clients: readonly Given[]) => ({
  clients: clients.length,
  turnoverMinor: clients.reduce((sum, it) => sum + it.weight, 0),
})

/** What would go to whom: numbers and money, by class and by receiver. */
export async function previewHandOver(db: Db, actor: Actor, request: HandOver) {
  await refuseReceivers(db, actor, request)
  const base = await loadBase(db, request.fromId, false)
  const parts = fairSplit(base, request.toIds.length)
  return {
    ...totalOf(base),
    archived: base.filter((it) => it.isArchived).length,
    classes: (['A', 'B', 'C', 'none'] as const).map((valueClass) => ({
      valueClass,
      ...totalOf(base.filter((it) => it.valueClass === valueClass)),
    })),
    parts: request.toIds.map((userId, at) => ({ userId, ...totalOf(parts[at] ?? []) })),
  }
}

// What the history keeps of each is short: it may be the base of a whole career.
async function give(unit: Unit, ids: readonly string[], toIds: readonly (string | null)[]): Promise<void> {
  await sql`
    create temporary table client_given on commit drop as
    select k.id, k.owner_id as from_id, g.to_id from unnest(${[...ids]}::uuid[], ${[...toIds]}::uuid[]) g(id, to_id)
    join client k on k.id = g.id`.execute(unit.trx)
  await sql`
    update client k set owner_id = g.to_id, rev = nextval('rev_seq'), updated_at = clock_timestamp()
    from client_given g where k.id = g.id`.execute(unit.trx)
  await unit.recordAll(
    { action: 'client.handedOver', entity: 'client', announces: 'clients' },
    sql`select k.id, jsonb_build_object('name', k.name, 'ownerId', g.from_id) as before,
        jsonb_build_object('name', k.name, 'ownerId', k.owner_id, 'rev', k.rev) as after, k.owner_id
      from client_given g join client k on k.id = g.id order by k.id`,
  )
  await sql`drop table client_given`.execute(unit.trx)
}

/** Hands the whole base of a person over, within the unit; answers how many clients went. */
async function handOverIn(unit: Unit, request: HandOver, along: readonly GiveAlong[]): Promise<number> {
  const { trx, actor } = unit
  await refuseReceivers(trx, actor, request)
  const { fromId, toIds } = request
  const base = await loadBase(trx, fromId, true)
  if (base.length === 0) return 0
  const pairs =
    toIds.length === 0
      ? base.map(({ id }) => [id, null] as const)
      : fairSplit(base, toIds.length).flatMap((part, at) =>
          part.map(({ id }) => [id, toIds[at] ?? null] as const),
        )
  await give(
    unit,
    pairs.map(([id]) => id),
    pairs.map(([, to]) => to),
  )
  for (const goAlong of along) await goAlong(unit, fromId)
  return base.length
}

/** Hands the whole base of a person over, as one act. */
export function handOver(
  { runUnit }: Services,
  actor: Actor,
  request: HandOver,
  along: readonly GiveAlong[] = [],
) {
  return runUnit(actor, async (unit) => {
    const changed = await handOverIn(unit, request, along)
    if (changed === 0) throw new Refusal('nothingChosen')
    return { unitId: unit.id, changed }
  })
}

/** Closes a person's access and hands their base over, as one act. */
export function deactivateOwner(
  { runUnit, now }: Services,
  actor: Actor,
  { rev, ...request }: HandOver & { rev: number },
  along: readonly GiveAlong[] = [],
) {
  return runUnit(actor, async (unit) => {
    const changed = await handOverIn(unit, request, along)
    // Last, so that an undo opens their access before it brings the clients back.
    await changeUser(unit, request.fromId, rev, { isActive: false }, now())
    return { unitId: unit.id, changed }
  })
}

type Back = {
  id: string
  name: string
  was: string | null
  became: string | null
  isThere: boolean
  current: string | null
}

// Whose the clients were and are must be this person's to decide, and whoever gets them back must still be here.
async function refuseReturn(unit: Unit, rows: readonly Back[]): Promise<void> {
  const owners = new Set(rows.flatMap(({ was, became }) => [was, became]))
  if (![...owners].every((id) => mayEditRecordOf(unit.actor, id))) throw new Refusal('notYours')
  const receivers = [...new Set(rows.map(({ was }) => was))].filter((id) => id !== null)
  for (const id of receivers) await refuseNobody(unit.trx, id)
}

async function undoMany(unit: Unit, entries: readonly Entry[]) {
  const ids = entries.map((entry) => entry.entityId)
  // Locked in one order, so that two who change the same clients wait for each other.
  const { rows } = await sql<{ id: string; ownerId: string | null }>`
    select id, owner_id from client where id = any(${ids}::uuid[]) order by id for update`.execute(unit.trx)
  const owners = new Map(rows.map((row) => [row.id, row.ownerId]))
  const found = entries.map((entry): Back => {
    const id = entry.entityId ?? ''
    return {
      id,
      name: String(entry.before['name']),
      was: (entry.before['ownerId'] ?? null) as string | null,
      became: (entry.after['ownerId'] ?? null) as string | null,
      isThere: owners.has(id),
      current: owners.get(id) ?? null,
    }
  })
  const isBack = (it: Back): boolean => it.isThere && it.current === it.became
  const back = found.filter(isBack)
  await refuseReturn(unit, back)
  if (back.length > 0) {
    await give(
      unit,
      back.map(({ id }) => id),
      back.map(({ was }) => was),
    )
  }
  const leftovers = found
    .filter((it) => !isBack(it))
    .map(({ id, name, isThere }) => ({
      entity: 'client',
      id,
      name,
      reason: isThere ? ('changedSince' as const) : ('gone' as const),
      fields: isThere ? ['ownerId'] : [],
    }))
  return { undone: back.length, leftovers }
}

/** Takes a hand-over back, set-wise: those given on to somebody else since stay where they are, and are named. */
export const undoHandOver: Undoer = Object.assign(
  async (unit: Unit, entry: Entry) => {
    const { undone, leftovers } = await undoMany(unit, [entry])
    return { isUndone: undone > 0, leftover: leftovers[0] ?? null }
  },
  { many: undoMany },
)
