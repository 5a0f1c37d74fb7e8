import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import { planUndo } from '#kernel/undo-fields.ts'
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
export type Undoer = (unit: Unit, entry: Entry) => Promise<{ isUndone: boolean; leftover: Leftover | null }>
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

export type Undone = { unitId: string; undone: number; leftovers: Leftover[] }

/**
 * Takes back everything that one act changed, the last change first. Fields that somebody changed since stay and are named;
 * when nothing at all can return, nothing is written and the act is refused.
 */
export async function undoUnit(
  { runUnit }: Services,
  undoers: Undoers,
  actor: Actor,
  unitId: string,
): Promise<Undone> {
  return runUnit(
    actor,
    async (unit) => {
      // Two who undo the same act at once: the second finds it undone.
      await sql`select pg_advisory_xact_lock(hashtextextended(${unitId}, 1))`.execute(unit.trx)
      const entries = await sql<Entry>`
        select id, action, entity, entity_id, coalesce(before, '{}') as before, coalesce(after, '{}') as after
        from audit_log where unit_id = ${unitId} order by id desc`.execute(unit.trx)
      if (entries.rows.length === 0) throw new Refusal('notFound', { entity: 'history' })
      const { rows } = await sql<{ isUndone: boolean }>`select is_undone(${unitId}) as is_undone`.execute(
        unit.trx,
      )
      if (rows[0]?.isUndone) throw new Refusal('alreadyUndone')
      const leftovers: Leftover[] = []
      let undone = 0
      for (const entry of entries.rows) {
        const undo = undoers[entry.action]
        if (!undo) throw new Refusal('nothingToUndo')
        const { isUndone, leftover } = await undo(unit, entry)
        if (isUndone) undone++
        if (leftover) leftovers.push(leftover)
      }
      if (undone === 0) throw new Refusal('changedSince', { leftovers })
      return { unitId: unit.id, undone, leftovers }
    },
    unitId,
  )
}
