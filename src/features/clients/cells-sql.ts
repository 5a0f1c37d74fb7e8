import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import {
  atStakeSql,
  clientTables,
  clientVisibleTo,
  frequencyClassSql,
  type Measure,
  measureColumn,
  rhythmSql,
  valueClassSql,
} from './class-sql.ts'
import type { ClientFilter } from './contract.ts'
import { clientConditions } from './filter-sql.ts'

/** The columns of a count by class, frequency and rhythm, from statistics as `t`. */
export function cellColumns(measure: Measure): RawBuilder<unknown> {
  return sql`${valueClassSql(measure)} as value_class, ${frequencyClassSql} as frequency_class, ${rhythmSql} as rhythm,
    count(*) as clients, coalesce(sum(${measureColumn(measure)}), 0)::bigint as measure_minor,
    coalesce(sum(${atStakeSql}), 0)::bigint as at_stake_minor, count(*) filter (where t.order_days_ever > 0) as past`
}

/** Whether the counts of the last recount still hold, from the settings as `e` and the state as `g`. */
export const isCountedSql: RawBuilder<boolean> = sql`
  (coalesce(g.settings_rev = e.rev, false) and not exists (select from client_orders_changed))`

// Whoever has no statistics has no class, no frequency and no rhythm.
const keptCells = (actor: Actor): RawBuilder<unknown> => sql`
  select value_class, frequency_class, rhythm, clients, measure_minor, at_stake_minor, past from segment_cell
  union all
  select 'none', 'none', 'unknown', (select count(*) from client k where ${clientVisibleTo(actor)} and k.archived_at is null)
    - (select coalesce(sum(clients), 0) from segment_cell), 0, 0, 0`

const parts = ['classes', 'frequencies', 'rhythms'] as const
const columnOf = { classes: 'value_class', frequencies: 'frequency_class', rhythms: 'rhythm' } as const

/**
 * How many clients are in each class, frequency and rhythm, and their sums, as a table in brackets. What the recount kept
 * of the whole base is read where it answers the question; a narrower one is counted among the clients.
 */
export function clientCells(
  actor: Actor,
  filter: ClientFilter,
  measure: Measure,
  isCounted: boolean,
): RawBuilder<unknown> {
  const asked = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  const isWhole = actor.sight.kind === 'all' && asked.every((name) => name in columnOf)
  if (!isWhole || !isCounted)
    return sql`(select ${cellColumns(measure)} from ${clientTables} where ${clientConditions(actor, filter, measure)} group by 1, 2, 3)`
  const conditions = parts.flatMap((name) =>
    filter[name] === undefined
      ? []
      : [sql`${sql.ref(columnOf[name])} = any(${filter[name].split(',')}::text[])`],
  )
  return sql`(select * from (${keptCells(actor)}) w where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`})`
}
