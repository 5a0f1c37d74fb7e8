import { sql } from 'kysely'
import {
  clientTables,
  clientVisibleTo,
  daysSinceSql,
  frequencyClassSql,
  gapSql,
  isClassGapSql,
  measureColumn,
  rhythmRatioSql,
  rhythmSql,
  valueClassSql,
} from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { addDays, type Day } from '#kernel/days.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { Explanation } from './contract.ts'
import type { ValueClass } from './domain/settings.ts'
import { loadBasis } from './reports.ts'
import { loadSettings } from './store.ts'

const MOST_DAYS = 400

type Standing = Pick<
  Explanation,
  | 'measureMinor'
  | 'valueClass'
  | 'frequencyClass'
  | 'rhythm'
  | 'rhythmRatio'
  | 'gapDays'
  | 'isClassGap'
  | 'daysSince'
> & { orderDaysInWindow: number; lastOrderedOn: Day | null; larger: number; largerMinor: number }

// Above every sum of money.
const MOST = sql.lit('9223372036854775807')

type Past = { asOf: Day; valueClass: ValueClass; shareBefore: number | null }

// The day on which the present class was first seen, and what stood before it.
function lastChange(history: readonly Past[], now: ValueClass) {
  let changedOn: Day | null = null
  for (const past of history) {
    if (past.valueClass !== now)
      return { changedOn, previousClass: past.valueClass, previousShareBefore: past.shareBefore }
    changedOn = past.asOf
  }
  return { changedOn, previousClass: null, previousShareBefore: null }
}

/** Every number that decides a client's class and rhythm; shares of the base only for those who see all of it. */
export async function explainClient(db: Db, actor: Actor, id: string): Promise<Explanation> {
  const { totalMinor, isCounted, ...basis } = await loadBasis(db)
  const settings = await loadSettings(db)
  const m = measureColumn(basis.measure)
  const c = basis.measure === 'turnover' ? sql`o.turnover_minor` : sql`o.profit_minor`
  // Counting begins at the nearest kept rank above the client, not at the top.
  const nearestMark = sql`
    select b.rank, b.through_minor as through, b.measure_minor as least, b.tie_key, b.client_id from rank_mark b
    where b.measure_minor > ${m} or (b.measure_minor = ${m} and (b.tie_key, b.client_id) < (t.tie_key, t.client_id))
    order by b.rank desc limit 1`
  const noMark = sql`
    select null::bigint as rank, 0::bigint as through, null::bigint as least, null::text as tie_key, null::uuid as client_id`
  const found = await sql<Standing>`
    select coalesce(${m}, 0) as measure_minor, ${valueClassSql(basis.measure)} as value_class, ${frequencyClassSql} as frequency_class,
      ${rhythmSql} as rhythm, ${rhythmRatioSql} as rhythm_ratio,
      ${gapSql} as gap_days, ${isClassGapSql} as is_class_gap, ${daysSinceSql} as days_since,
      coalesce(t.order_days, 0) as order_days_in_window, t.last_ordered_on, r.larger, r.larger_minor
    from ${clientTables} left join lateral (${isCounted ? nearestMark : noMark}) n on true, lateral (
      select coalesce(n.rank, 0) + count(*) as larger, (coalesce(n.through, 0) + coalesce(sum(${c}), 0))::bigint as larger_minor
      from client_stats o
      -- both ends always known, so that only the rows between them are read
      where ${c} between ${m} and coalesce(n.least, ${MOST}::bigint) and ${c} > 0
        and (${c} > ${m} or (o.tie_key, o.client_id) < (t.tie_key, t.client_id))
        and (n.rank is null or ${c} < n.least or (o.tie_key, o.client_id) > (n.tie_key, n.client_id))) r
    where k.id = ${id} and ${clientVisibleTo(actor)}`.execute(db)
  const standing = found.rows[0]
  if (!standing) throw new Refusal('notFound', { entity: 'client' })
  const days = await sql<{ day: Day }>`
    select distinct ordered_on as day from sales_order
    where client_id = ${id} and status not in ('cancelled', 'return') and ordered_on <= coalesce(${basis.asOf}::date, current_date)
    order by day desc limit ${MOST_DAYS}`.execute(db)
  const history = await sql<Past>`
    select s.as_of, coalesce(c.value_class, 'none') as value_class, c.share_before::float8 as share_before
    from class_snapshot s left join client_class_snapshot c on c.as_of = s.as_of and c.client_id = ${id}
    where s.as_of <= coalesce(${basis.asOf}::date, current_date) order by s.as_of desc`.execute(db)
  const { larger, largerMinor, lastOrderedOn, ...numbers } = standing
  const isRanked = numbers.valueClass !== 'none'
  const isShown = isRanked && actor.sight.kind === 'all' && totalMinor > 0
  const change = lastChange(history.rows, numbers.valueClass)
  const { lateRatio, riskRatio, lapsedRatio } = settings
  return {
    ...basis,
    ...numbers,
    ...change,
    previousShareBefore: actor.sight.kind === 'all' ? change.previousShareBefore : null,
    rank: isShown ? larger + 1 : null,
    largerClients: isShown ? larger : null,
    share: isShown ? numbers.measureMinor / totalMinor : null,
    shareBefore: isShown ? largerMinor / totalMinor : null,
    orderDays: days.rows.map((row) => row.day).reverse(),
    gapCount: Math.max(0, days.rows.length - 1),
    expectedOn: lastOrderedOn && numbers.gapDays ? addDays(lastOrderedOn, Math.round(numbers.gapDays)) : null,
    limits: { lateRatio, riskRatio, lapsedRatio },
  }
}
