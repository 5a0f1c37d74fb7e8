import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import { planUndo } from '#kernel/undo-fields.ts'
import { progressOf } from './progress.ts'
import type { Services } from './services.ts'
import type { Unit } from './unit.ts'

/** One entry of the history as an undo needs it. */
export type Entry = {
  id: string
  action: string
  entity: string
  entityId: string | null
  before: Record<string, unknown>
  after: Record<string, unknown>
}
/** What an undo leaves as it is: a record with the fields that somebody changed since, or the reason why none can return. */
export type Leftover = {
  entity: string
  id: string | null
  name: string
  reason: 'changedSince' | 'inUse' | 'gone'
  fields: string[]
}
/** Takes one entry back within the unit, as far as it can; refuses what the actor may not change. */
export type Undoer = ((
  unit: Unit,
  entry: Entry,
) => Promise<{ isUndone: boolean; leftover: Leftover | null }>) & { many?: UndoMany }
/** The same for many entries at once, of a record each: an act that changed thousands goes back as fast as it was done. */
export type UndoMany = (unit: Unit, entries: Entry[]) => Promise<{ undone: number; leftovers: Leftover[] }>
/** By action: what can be taken back at all. */
export type Undoers = Readonly<Record<string, Undoer>>

/** Takes an edit back field by field: what still stands as it left it returns, what was changed since is named. */
export async function undoFields<Row extends object>(
  entry: Entry,
  name: string,
  { load, save }: { load(): Promise<Row>; save(current: Row, fields: Partial<Row>): Promise<void> },
): ReturnType<Undoer> {
  const current = await load()
  const { restore, kept } = planUndo(entry.before, entry.after, current as Record<string, unknown>)
  const isUndone = Object.keys(restore).length > 0
  if (isUndone) await save(current, restore as Partial<Row>)
  const { entity, entityId: id } = entry
  const leftover = { entity, id, name, reason: 'changedSince' as const, fields: kept }
  return { isUndone, leftover: kept.length > 0 ? leftover : null }
}

export type Undone = {
  unitId: string
  undone: number
  /** how many records were left, wholly or in part */
  left: number
  /** the first of them */
  leftovers: Leftover[]
}

const MOST_NAMED = 100
const PAGE = 1000

async function readEntries(unit: Unit, unitId: string, after: string | undefined): Promise<Entry[]> {
  const found = await sql<Entry>`
    select id, action, entity, entity_id, coalesce(before, '{}') as before, coalesce(after, '{}') as after
    from audit_log where unit_id = ${unitId} and ${after ? sql`id < ${after}` : sql`true`}
    order by id desc limit ${PAGE}`.execute(unit.trx)
  return found.rows
}

// Neighbours of one action, a record at most once, can go back together.
function* groupsOf(entries: readonly Entry[]): Generator<Entry[]> {
  let group: Entry[] = []
  let ids = new Set<string | null>()
  for (const entry of entries) {
    if (group[0] && (group[0].action !== entry.action || ids.has(entry.entityId))) {
      yield group
      group = []
      ids = new Set()
    }
    group.push(entry)
    ids.add(entry.entityId)
  }
  if (group.length > 0) yield group
}

async function undoGroup(unit: Unit, undo: Undoer, entries: Entry[]): ReturnType<UndoMany> {
  if (undo.many && entries.length > 1) return undo.many(unit, entries)
  const leftovers: Leftover[] = []
  let undone = 0
  for (const entry of entries) {
    const { isUndone, leftover } = await undo(unit, entry)
    if (isUndone) undone++
    if (leftover) leftovers.push(leftover)
  }
  return { undone, leftovers }
}

/**
 * Takes back everything that one act changed, the last change first. Fields that somebody changed since stay and are named;
 * when nothing at all can return, nothing is written and the act is refused. Browsers hear how far it is.
 */
export async function undoUnit(
  { db, runUnit }: Services,
  undoers: Undoers,
  actor: Actor,
  unitId: string,
): Promise<Undone> {
  return runUnit(
    actor,
    async (unit) => {
      // Two who undo the same act at once: the second finds it undone.
      await sql`select pg_advisory_xact_lock(hashtextextended(${unitId}, 1))`.execute(unit.trx)
      const { rows } = await sql<{ count: number; isUndone: boolean }>`
        select count(*) as count, is_undone(${unitId}) as is_undone from audit_log where unit_id = ${unitId}`.execute(
        unit.trx,
      )
      const { count = 0, isUndone = false } = rows[0] ?? {}
      if (count === 0) throw new Refusal('notFound', { entity: 'history' })
      if (isUndone) throw new Refusal('alreadyUndone')
      const tell = progressOf(db, actor, unitId, count)
      const leftovers: Leftover[] = []
      let [undone, left, seen] = [0, 0, 0]
      let last: string | undefined
      for (;;) {
        const entries = await readEntries(unit, unitId, last)
        for (const group of groupsOf(entries)) {
          const undo = undoers[group[0]?.action ?? '']
          if (!undo) throw new Refusal('nothingToUndo')
          const done = await undoGroup(unit, undo, group)
          undone += done.undone
          left += done.leftovers.length
          leftovers.push(...done.leftovers.slice(0, MOST_NAMED - leftovers.length))
        }
        last = entries.at(-1)?.id
        if (entries.length < PAGE) break
        await tell((seen += entries.length))
      }
      if (undone === 0 && left === 0) throw new Refusal('nothingToUndo')
      if (undone === 0) throw new Refusal('changedSince', { leftovers, left })
      return { unitId: unit.id, undone, left, leftovers }
    },
    unitId,
  )
}
