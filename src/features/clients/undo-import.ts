import { sql } from 'kysely'
import { planUndo } from '#kernel/undo-fields.ts'
import type { Unit } from '#server/unit.ts'
import { type Edit, writeOverMany } from './undo-many.ts'
import * as store from './store.ts'

const PAGE = 1000
const MOST_NAMED = 1000

/** A client of which an undone import had to leave some fields, because somebody changed them since. */
export type LeftInPart = { id: string; name: string; fields: string[] }

/**
 * Takes back, field by field, what an import wrote over clients that somebody changed since; those that stand as it left them
 * are back already. Answers the first thousand that stay in part. Whoever may undo an import may change every client of it.
 */
export async function restoreClientFields(unit: Unit, importId: string): Promise<LeftInPart[]> {
  const left: LeftInPart[] = []
  let last: string | null = null
  for (;;) {
    const found: { rows: { id: string; before: object; after: object }[] } = await sql<{
      id: string
      before: object
      after: object
    }>`
      select i.entity_id as id, i.before, i.after from import_before i join client k on k.id = i.entity_id
      where i.import_id = ${importId} and i.entity = 'client' and i.after is not null
        and k.rev <> (i.before ->> 'rev')::bigint and (${last}::uuid is null or i.entity_id > ${last})
      order by i.entity_id limit ${PAGE}`.execute(unit.trx)
    const current = await store.lockMany(
      unit.trx,
      found.rows.map(({ id }) => id),
    )
    const befores = await store.readKept(
      unit.trx,
      found.rows.map(({ before }) => before),
    )
    const afters = await store.readKept(
      unit.trx,
      found.rows.map(({ after }) => after),
    )
    const edits: Edit[] = []
    for (const is of current) {
      const [was, became] = [befores.get(is.id), afters.get(is.id)]
      if (!was || !became) continue
      const { restore, kept } = planUndo(was, became, is)
      if (kept.length > 0 && left.length < MOST_NAMED) left.push({ id: is.id, name: is.name, fields: kept })
      if (Object.keys(restore).length > 0) edits.push({ before: is, fields: restore })
    }
    if (edits.length > 0) await writeOverMany(unit, edits)
    last = found.rows.at(-1)?.id ?? null
    if (found.rows.length < PAGE) return left
  }
}
