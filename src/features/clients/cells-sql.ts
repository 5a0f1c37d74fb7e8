import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import {
  atStakeSql,
  clientTables,
  frequencyClassSql,
  type Measure,
  measureColumn,
  ownerVisibleTo,
  rhythmSql,
  valueClassSql,
} from './class-sql.ts'
import { clientConditions, isOwnedBy } from './filter-sql.ts'
import type { ResolvedFilter } from './resolve-filter.ts'

/** The columns of a count by class, frequency and rhythm, from statistics as `t`. */
export function cellColumns(measure: Measure): RawBuilder<unknown> {
  return sql`${valueClassSql(measure)} as value_class, ${frequencyClassSql} as frequency_class, ${rhythmSql} as rhythm,
    count(*) as clients, coalesce(sum(${measureColumn(measure)}), 0)::bigint as measure_minor,
    coalesce(sum(${atStakeSql}), 0)::bigint as at_stake_minor, count(*) filter (where t.order_days_ever > 0) as past`
}

/** Whether the counts of the last recount still hold, from the settings as `e` and the state as `g`. */
export const isCountedSql: RawBuilder<boolean> = sql`
  (coalesce(g.settings_rev = e.rev, false) and not exists (select from client_orders_changed))`

/** How many clients there are for an actor, archived ones aside; kept with every change of a client. */
export const countVisible = (actor: Actor, only: RawBuilder<unknown> = sql`true`): RawBuilder<number> => sql`
  (select coalesce(sum(c.clients), 0)::bigint from client_count c where ${ownerVisibleTo(actor, sql`c.owner_id`)} and ${only})`

// Whoever has no statistics has no class, no frequency and no rhythm.
const keptCells = (actor: Actor, only: RawBuilder<unknown>): RawBuilder<unknown> => {
  const seen = sql`segment_cell c where ${ownerVisibleTo(actor, sql`c.owner_id`)} and ${only}`
  return sql`
    select value_class, frequency_class, rhythm, clients, measure_minor, at_stake_minor, past from ${seen}
    union all
    select 'none', 'none', 'unknown', ${countVisible(actor, only)} - (select coalesce(sum(c.clients), 0) from ${seen}), 0, 0, 0`
}

const parts = ['classes', 'frequencies', 'rhythms'] as const
const columnOf = { classes: 'value_class', frequencies: 'frequency_class', rhythms: 'rhythm' } as const

/**
 * How many clients are in each class, frequency and rhythm, and their sums, as a table in brackets. What the recount kept
 * of each owner's clients is read where it answers the question; a narrower one is counted among the clients.
 */
export function clientCells(
  actor: Actor,
  filter: ResolvedFilter,
  measure: Measure,
  isCounted: boolean,
): RawBuilder<unknown> {
  const asked = Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [name]))
  const isKept = asked.every((name) => name in columnOf || name === 'owner')
  if (!isKept || !isCounted)
    return sql`(select ${cellColumns(measure)} from ${clientTables} where ${clientConditions(actor, filter, measure)} group by 1, 2, 3)`
  const only = filter.owner ? isOwnedBy(actor, filter.owner, sql`c.owner_id`) : sql`true`
  const conditions = parts.flatMap((name) =>
    filter[name] === undefined
      ? []
      : [sql`${sql.ref(columnOf[name])} = any(${filter[name].split(',')}::text[])`],
  )
  return sql`(
    select value_class, frequency_class, rhythm, sum(clients)::bigint as clients, sum(measure_minor)::bigint as measure_minor,
      sum(at_stake_minor)::bigint as at_stake_minor, sum(past)::bigint as past
    from (${keptCells(actor, only)}) w where ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`}
    group by 1, 2, 3)`
}
