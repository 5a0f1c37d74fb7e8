import { sql } from 'kysely'
import { clientVisibleTo } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { Db } from '#server/database/connect.ts'
import { type RfmScore, type RfmSegment, rfmSegments, scoreRfm } from './domain/rfm.ts'
import { loadBasis } from './reports.ts'

type Line = {
  id: string
  name: string
  daysSince: number
  orders: number
  moneyMinor: number
  isVisible: boolean
}
type Scored = Line & Omit<RfmScore, 'id'>

/** Scores of the whole base, so that a score means the same to everybody; the lines are those in sight. */
async function scoreBase(db: Db, actor: Actor): Promise<Scored[]> {
  // Recency counts to the day after the as-of day: whoever bought on that day has 1.
  const found = await sql<Line>`
    select k.id, k.name, g.as_of + 1 - t.last_ordered_on as days_since, t.order_count as orders, t.turnover_minor as money_minor,
      ${clientVisibleTo(actor)} as is_visible
    from client_stats t join client k on k.id = t.client_id cross join segment_state g
    where t.order_count > 0`.execute(db)
  const scores = scoreRfm(found.rows)
  return found.rows
    .map((line, index) => ({ ...line, ...(scores[index] as RfmScore) }))
    .filter((line) => line.isVisible)
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

/** The RFM grid and segments. */
export async function showRfm(db: Db, actor: Actor) {
  const { totalMinor: _total, isCounted: _isCounted, ...basis } = await loadBasis(db)
  const lines = await scoreBase(db, actor)
  const grid = new Map<string, { r: number; f: number; clients: number; moneyMinor: number }>()
  for (const { r, f, moneyMinor } of lines) {
    const cell = grid.get(`${r}${f}`) ?? { r, f, clients: 0, moneyMinor: 0 }
    cell.clients++
    cell.moneyMinor += moneyMinor
    grid.set(`${r}${f}`, cell)
  }
  const segments = rfmSegments.map((segment) => {
    const own = lines.filter((line) => line.segment === segment)
    return {
      segment,
      clients: own.length,
      moneyMinor: own.reduce((sum, line) => sum + line.moneyMinor, 0),
      r: mean(own.map((line) => line.r)),
      f: mean(own.map((line) => line.f)),
      m: mean(own.map((line) => line.m)),
    }
  })
  return { ...basis, clients: lines.length, grid: [...grid.values()], segments }
}

const MOST = 200

/** The clients of one segment or cell of the grid, by money. */
export async function listRfmClients(
  db: Db,
  actor: Actor,
  which: { segment?: RfmSegment | undefined; r?: number | undefined; f?: number | undefined },
) {
  const lines = await scoreBase(db, actor)
  const rows = lines
    .filter((line) => which.segment === undefined || line.segment === which.segment)
    .filter(
      (line) =>
        (which.r === undefined || line.r === which.r) && (which.f === undefined || line.f === which.f),
    )
    .sort((a, b) => b.moneyMinor - a.moneyMinor)
    .slice(0, MOST)
    .map(({ id, name, r, f, m, daysSince, orders, moneyMinor }) => ({
      id,
      name,
      r,
      f,
      m,
      daysSince,
      orders,
      moneyMinor,
    }))
  return { rows }
}
