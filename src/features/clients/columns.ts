import { sql } from 'kysely'
import type { Db } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'

/** The columns of the client list that a person chose; null = none yet. */
export async function loadColumns(db: Db, userId: string): Promise<string[] | null> {
  const row = await db
    .selectFrom('clientColumns')
    .select('columns')
    .where('userId', '=', userId)
    .executeTakeFirst()
  return row?.columns ?? null
}

/** Keeps the columns that the person chose; null = as at first. */
export async function keepColumns(unit: Unit, columns: string[] | null): Promise<void> {
  const userId = unit.actor.userId ?? ''
  const before = await loadColumns(unit.trx, userId)
  if (JSON.stringify(before) === JSON.stringify(columns)) return
  await (columns === null
    ? unit.trx.deleteFrom('clientColumns').where('userId', '=', userId).execute()
    : sql`insert into client_columns (user_id, columns) values (${userId}, ${columns}::text[])
        on conflict (user_id) do update set columns = excluded.columns`.execute(unit.trx))
  await unit.record({
    action: 'columns.chosen',
    entity: 'columns',
    id: userId,
    before: { columns: before },
    after: { columns },
    ownerId: userId,
  })
}
