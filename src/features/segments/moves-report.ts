import { sql } from 'kysely'
import { clientVisibleTo } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { Day } from '#kernel/days.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { Services } from '#server/services.ts'
import type { Move } from './contract.ts'
import { direction, reasonOf } from './domain/moves.ts'
import type { ValueClass } from './domain/settings.ts'
import { ensureSnapshots } from './snapshots.ts'

const MOST = 100

/** The days of which snapshots are kept, the newest first, and today's as-of day. */
export async function listSnapshots(db: Db): Promise<{ asOf: Day | null; days: Day[] }> {
  const state = await sql<{ asOf: Day }>`select as_of from segment_state`.execute(db)
  const found = await sql<{
    asOf: Day
  }>`select as_of from class_snapshot order by as_of desc limit 60`.execute(db)
  return { asOf: state.rows[0]?.asOf ?? null, days: found.rows.map((row) => row.asOf) }
}

type Row = {
  clientId: string
  name: string
  before: ValueClass
  after: ValueClass
  beforeMinor: number
  afterMinor: number
  orderDaysBefore: number
  orderDaysAfter: number
  daysSince: number | null
}

/** Who changed class from one day to another, the most money first, with what in the orders explains it. */
export async function listMoves(services: Services, actor: Actor, from: Day, to: Day) {
  const { db } = services
  const first = await sql<{ first: Day | null }>`select min(ordered_on) as first from sales_order`.execute(db)
  if (!first.rows[0]?.first || from < first.rows[0].first)
    throw new Refusal('noOrdersBefore', { day: from, first: first.rows[0]?.first ?? null })
  await ensureSnapshots(services, [from, to])
  const found = await sql<Row>`
    select k.id as client_id, k.name, coalesce(b.value_class, 'none') as before, coalesce(a.value_class, 'none') as after,
      coalesce(b.measure_minor, 0) as before_minor, coalesce(a.measure_minor, 0) as after_minor,
      coalesce(b.order_days, 0) as order_days_before, coalesce(a.order_days, 0) as order_days_after,
      nullif(greatest(${to}::date - t.last_ordered_on, -1), -1) as days_since
    from (select * from client_class_snapshot where as_of = ${from}) b
    full join (select * from client_class_snapshot where as_of = ${to}) a on a.client_id = b.client_id
    join client k on k.id = coalesce(a.client_id, b.client_id) and k.archived_at is null
    left join client_stats t on t.client_id = k.id
    where coalesce(a.value_class, 'none') <> coalesce(b.value_class, 'none') and ${clientVisibleTo(actor)}`.execute(
    db,
  )
  const moves: Move[] = found.rows.map((row) => ({
    ...row,
    differenceMinor: row.afterMinor - row.beforeMinor,
    reason: reasonOf(
      { valueClass: row.before, measureMinor: row.beforeMinor, orderDays: row.orderDaysBefore },
      { valueClass: row.after, measureMinor: row.afterMinor, orderDays: row.orderDaysAfter },
    ),
  }))
  const down = moves
    .filter((it) => direction(it.before, it.after) < 0)
    .sort((a, b) => a.differenceMinor - b.differenceMinor)
  const up = moves
    .filter((it) => direction(it.before, it.after) > 0)
    .sort((a, b) => b.differenceMinor - a.differenceMinor)
  const sum = (list: Move[]): number => list.reduce((total, it) => total + it.differenceMinor, 0)
  return {
    from,
    to,
    down: down.slice(0, MOST),
    up: up.slice(0, MOST),
    lostMinor: sum(down),
    gainedMinor: sum(up),
    downCount: down.length,
    upCount: up.length,
  }
}
