import { type RawBuilder, sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Choice } from '#kernel/table-choice.ts'
import type { Db } from '#server/database/connect.ts'
import { MOST_XLSX_ROWS } from './xlsx.ts'

const PAGE = 1000

/**
 * Everything that a query finds, page by page in the order of the ids: an id never moves, so that no record is told twice or
 * left out, whatever is written meanwhile; and no connection is held while the receiver is slow.
 */
export async function* pagesById<Row extends { id: string }>(
  db: Db,
  query: (after: string | null, most: number) => RawBuilder<Row>,
): AsyncGenerator<Row[]> {
  let after: string | null = null
  for (;;) {
    const { rows }: { rows: Row[] } = await query(after, PAGE).execute(db)
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (rows.length < PAGE || !last) return
    after = last.id
  }
}

/** Refuses a workbook that a spreadsheet could not hold; `rows` is what would be its rows. */
export async function refuseTooMany(db: Db, { format }: Choice, rows: RawBuilder<unknown>): Promise<void> {
  if (format !== 'xlsx') return
  const found = await sql<{ count: number }>`
    select count(*) as count from (${rows} limit ${MOST_XLSX_ROWS + 1}) r`.execute(db)
  if ((found.rows[0]?.count ?? 0) > MOST_XLSX_ROWS) throw new Refusal('tooManyRows', { most: MOST_XLSX_ROWS })
}
