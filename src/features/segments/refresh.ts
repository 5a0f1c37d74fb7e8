import { sql } from 'kysely'
import { takeChangedClients } from '#features/orders/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { type Day, dayOf } from '#kernel/days.ts'
import type { Trx } from '#server/database/connect.ts'
import { useWholeBase } from '#server/database/whole-base.ts'
import type { Services } from '#server/services.ts'
import { announce } from '#server/unit.ts'
import { moveBorders, writeBorders } from './borders.ts'
import { findWindow } from './classify-base.ts'
import { foldCounts, keepCells, keepGaps, keepRanks, lendGaps, setUsualGaps } from './keep.ts'
import { keepChanges, rememberBefore } from './keep-changes.ts'
import { keepRfm } from './keep-rfm.ts'
import {
  rebuildChangedMonths,
  rebuildChangedStats,
  rebuildMonths,
  rebuildStats,
  type Window,
} from './statistics.ts'
import { loadSettings, type Settings } from './store.ts'
import { locks } from '#server/database/locks.ts'

// Beyond this share of the base one pass over everything is cheaper than many look-ups.
const MUCH = 0.2
// Beyond so many changed clients all that is kept is counted anew.
const MANY = 5000

async function countChanged(trx: Trx): Promise<{ changed: number; all: number }> {
  // What waited is told to the planner: of a table just made it expects a thousand rows.
  await sql`analyze changed_client`.execute(trx)
  const found = await sql<{ changed: number; all: number }>`
    select (select count(*) from changed_client) as changed,
      (select coalesce(sum(clients), 0)::bigint from segment_cell) as all`.execute(trx)
  return found.rows[0] ?? { changed: 0, all: 0 }
}

async function keepAll(trx: Trx, window: Window, settings: Settings): Promise<void> {
  const { measure } = settings
  await writeBorders(trx, window, settings)
  // The planner takes a table of one row for a full one, and makes room for every combination of two of them.
  await sql`analyze segment_state, segment_settings`.execute(trx)
  await keepGaps(trx, measure)
  await setUsualGaps(trx)
  await lendGaps(trx, measure, sql`true`)
  await keepCells(trx, measure)
  await keepRanks(trx, measure)
  await keepRfm(trx)
}

/** What new thresholds change: who is of which class, and what follows from it. Ranks and quintiles stay. */
async function keepThresholds(trx: Trx, window: Window, settings: Settings): Promise<void> {
  const { measure } = settings
  if (!(await moveBorders(trx, settings))) await writeBorders(trx, window, settings)
  await keepGaps(trx, measure)
  await setUsualGaps(trx)
  await lendGaps(trx, measure, sql`true`)
  await keepCells(trx, measure)
}

/** What must be counted: the statistics depend on the day and the window alone, what is kept of them on the settings too. */
async function countAnew(
  trx: Trx,
  window: Window,
  settings: Settings,
  isFull: boolean,
): Promise<'all' | 'changed'> {
  const { asOf, windowFrom } = window
  const found = await sql<{
    isSameWindow: boolean
    isSameRev: boolean
    isSameMeasure: boolean
    isRanked: boolean
  }>`
    select as_of = ${asOf} and window_from = ${windowFrom} as is_same_window, settings_rev = ${settings.rev} as is_same_rev,
      measure is not distinct from ${settings.measure} as is_same_measure,
      a_rank is not null as is_ranked from segment_state`.execute(trx)
  const before = found.rows[0]
  const { changed, all } = await countChanged(trx)
  const isMuch = isFull || before === undefined || changed > all * MUCH
  await (isMuch ? rebuildMonths(trx) : rebuildChangedMonths(trx))
  const isByDifference =
    !isMuch && before.isSameWindow && before.isSameRev && before.isRanked && changed <= MANY
  if (isByDifference) await rememberBefore(trx)
  const areStatsAll = isMuch || !before.isSameWindow
  await (areStatsAll ? rebuildStats(trx, window) : rebuildChangedStats(trx, window))
  const isByThresholds =
    !isMuch &&
    changed === 0 &&
    before.isSameWindow &&
    before.isSameMeasure &&
    before.isRanked &&
    !isByDifference
  if (isByThresholds) await keepThresholds(trx, window, settings)
  else if (!isByDifference || !(await keepChanges(trx, settings))) await keepAll(trx, window, settings)
  return areStatsAll ? 'all' : 'changed'
}

export type RefreshOptions = { isFull?: boolean }

/**
 * Brings statistics, borders and all that is kept up to date, in one transaction: by the difference that some clients make,
 * or everything when the day, the settings or much of the base changed. Both ways give the same. Answers the earliest
 * changed day.
 */
export async function refreshStats(services: Services, options: RefreshOptions = {}): Promise<Day | null> {
  return services.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${locks.recount})`.execute(trx)
    await useWholeBase(trx, 96)
    const [workspace, settings] = [await loadWorkspace(trx), await loadSettings(trx)]
    const asOf = settings.asOf ?? dayOf(services.now(), workspace.timeZone)
    await takeChangedClients(trx)
    const window = await findWindow(trx, asOf, settings.windowMonths)
    const counted = await countAnew(
      trx,
      { asOf, windowFrom: window.from, windowDays: window.days },
      settings,
      options.isFull === true,
    )
    await foldCounts(trx)
    // The planner would think a new base empty until the database gets to it by itself.
    if (counted === 'all')
      await sql`analyze client_stats, client_month, segment_cell, client_count`.execute(trx)
    const since = await sql<{ since: Day | null }>`
      select min(since) filter (where since < 'infinity') as since from changed_client`.execute(trx)
    const earliest = since.rows[0]?.since ?? null
    if (earliest !== null) {
      await sql`update class_snapshot set is_stale = true where as_of >= ${earliest} and not is_stale`.execute(
        trx,
      )
    }
    await announce(trx, { entity: 'segments', id: null })
    return earliest
  })
}
