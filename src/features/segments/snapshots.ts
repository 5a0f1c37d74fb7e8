import { sql } from 'kysely'
import { addMonths, type Day, startOfMonth } from '#kernel/days.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import { useWholeBase } from '#server/database/whole-base.ts'
import type { Services } from '#server/services.ts'
import { classifiedBase, findWindow } from './classify-base.ts'
import { loadSettings, type Settings } from './store.ts'

const MONTHS_BACK = 24

/** Classifies the base as of a day and keeps the result as that day's snapshot. */
async function takeSnapshot(trx: Trx, asOf: Day, settings: Settings, now: Date): Promise<void> {
  const window = await findWindow(trx, asOf, settings.windowMonths)
  await sql`delete from class_snapshot where as_of = ${asOf}`.execute(trx)
  await sql`
    insert into class_snapshot (as_of, window_from, measure, share_a, share_b, often_per_year, sometimes_per_year, computed_at)
    values (${asOf}, ${window.from}, ${settings.measure}, ${settings.shareA}, ${settings.shareB}, ${settings.oftenPerYear},
      ${settings.sometimesPerYear}, ${now})`.execute(trx)
  await sql`
    insert into client_class_snapshot (as_of, client_id, measure_minor, share_before, order_days, value_class, frequency_class)
    select ${asOf}, client_id, measure_minor, before_minor / nullif(total_minor, 0)::numeric, order_days, value_class, frequency_class
    from (${classifiedBase({ ...settings, asOf }, window)}) b`.execute(trx)
}

async function isFresh(db: Db, asOf: Day, settings: Settings): Promise<boolean> {
  const found = await sql`
    select from class_snapshot where as_of = ${asOf} and not is_stale and measure = ${settings.measure}
      and share_a = ${settings.shareA} and share_b = ${settings.shareB}
      and often_per_year = ${settings.oftenPerYear} and sometimes_per_year = ${settings.sometimesPerYear}
      and window_from = ${(await findWindow(db, asOf, settings.windowMonths)).from}`.execute(db)
  return found.rows.length > 0
}

/** Makes sure that the snapshots of some days are there and true of today's orders and settings. */
export async function ensureSnapshots({ db, now }: Services, days: readonly Day[]): Promise<void> {
  const settings = await loadSettings(db)
  for (const asOf of days) {
    if (await isFresh(db, asOf, settings)) continue
    await db.transaction().execute(async (trx) => {
      await useWholeBase(trx, 96)
      await takeSnapshot(trx, asOf, settings, now())
    })
  }
}

/** Keeps a snapshot of each month's first day, two years back from the as-of day, as far as orders reach. */
export async function refreshSnapshots(services: Services): Promise<void> {
  const state = await sql<{ asOf: Day; first: Day | null }>`
    select as_of, (select min(ordered_on) from sales_order) as first from segment_state`.execute(services.db)
  const { asOf, first } = state.rows[0] ?? {}
  if (!asOf) return
  // Orders that an undo took away leave nothing behind, no empty snapshots of their days either.
  await sql`delete from class_snapshot where is_stale and as_of <= ${first ?? 'infinity'}`.execute(
    services.db,
  )
  if (!first) return
  const days = Array.from({ length: MONTHS_BACK }, (_none, back) => addMonths(startOfMonth(asOf), -back))
  await ensureSnapshots(
    services,
    days.filter((day) => day > first),
  )
}
