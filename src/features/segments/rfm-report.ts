import { sql } from 'kysely'
import { clientVisibleTo, ownerVisibleTo } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { Db } from '#server/database/connect.ts'
import { type RfmSegment, rfmSegments, segmentOf } from './domain/rfm.ts'
import { rfmScores, rfmTables } from './keep-rfm.ts'
import { loadBasis } from './reports.ts'

type Cell = { r: number; f: number; m: number; clients: number; moneyMinor: number }

/** How many clients in sight have each score; the recount kept it by owner. */
async function loadCells(db: Db, actor: Actor, isCounted: boolean): Promise<Cell[]> {
  const kept = sql<Cell>`
    select r, f, m, sum(clients)::bigint as clients, sum(money_minor)::bigint as money_minor from rfm_cell c
    where ${ownerVisibleTo(actor, sql`c.owner_id`)} group by r, f, m`
  const seen = sql<Cell>`
    select r, f, m, count(*) as clients, sum(turnover_minor)::bigint as money_minor from (
      select ${rfmScores}, t.turnover_minor from ${rfmTables} join client k on k.id = t.client_id
      where ${clientVisibleTo(actor)}) s
    group by r, f, m`
  return (await (isCounted || actor.sight.kind === 'all' ? kept : seen).execute(db)).rows
}

const total = (cells: readonly Cell[], pick: (cell: Cell) => number): number =>
  cells.reduce((sum, cell) => sum + pick(cell), 0)

/** The RFM grid and segments. */
export async function showRfm(db: Db, actor: Actor) {
  const { totalMinor: _total, isCounted, ...basis } = await loadBasis(db)
  const cells = await loadCells(db, actor, isCounted)
  const grid = new Map<string, { r: number; f: number; clients: number; moneyMinor: number }>()
  for (const { r, f, clients, moneyMinor } of cells) {
    const cell = grid.get(`${r}${f}`) ?? { r, f, clients: 0, moneyMinor: 0 }
    cell.clients += clients
    cell.moneyMinor += moneyMinor
    grid.set(`${r}${f}`, cell)
  }
  const segments = rfmSegments.map((segment) => {
    const own = cells.filter((cell) => segmentOf(cell.r, cell.f, cell.m) === segment)
    const clients = total(own, (cell) => cell.clients)
    const mean = (pick: (cell: Cell) => number): number =>
      clients === 0 ? 0 : total(own, (cell) => pick(cell) * cell.clients) / clients
    return {
      segment,
      clients,
      moneyMinor: total(own, (cell) => cell.moneyMinor),
      r: mean((cell) => cell.r),
      f: mean((cell) => cell.f),
      m: mean((cell) => cell.m),
    }
  })
  return { ...basis, clients: total(cells, (cell) => cell.clients), grid: [...grid.values()], segments }
}

const MOST = 200
const scores = [1, 2, 3, 4, 5]
// Every score as one number, with the segment that it names.
const codes = scores.flatMap((r) =>
  scores.flatMap((f) =>
    scores.map((m) => ({ code: r * 100 + f * 10 + m, r, f, segment: segmentOf(r, f, m) })),
  ),
)

type Line = {
  id: string
  name: string
  r: number
  f: number
  m: number
  daysSince: number
  orders: number
  moneyMinor: number
}

/** The clients of one segment or cell of the grid, by money. */
export async function listRfmClients(
  db: Db,
  actor: Actor,
  which: { segment?: RfmSegment | undefined; r?: number | undefined; f?: number | undefined },
) {
  const wanted = codes.filter(
    (it) =>
      (which.segment === undefined || it.segment === which.segment) &&
      (which.r === undefined || it.r === which.r) &&
      (which.f === undefined || it.f === which.f),
  )
  const found = await sql<Line>`
    select k.id, k.name, s.r, s.f, s.m, s.days_since, s.order_count as orders, s.turnover_minor as money_minor
    from (select ${rfmScores}, t.client_id, t.order_count, t.turnover_minor from ${rfmTables}) s join client k on k.id = s.client_id
    where ${clientVisibleTo(actor)}
      and (case when s.r * 100 + s.f * 10 + s.m = any(${wanted.map((it) => it.code)}::int[]) then true else false end)
    order by s.turnover_minor desc, k.id limit ${MOST}`.execute(db)
  return { rows: found.rows }
}
