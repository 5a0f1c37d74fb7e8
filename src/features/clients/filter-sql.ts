import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import {
  clientVisibleTo,
  frequencyClassSql,
  type Measure,
  measureColumn,
  rhythmRatioSql,
  rhythmSql,
  valueClassSql,
  atStakeSql,
} from './class-sql.ts'
import type { ClientFilter, ClientSort } from './contract.ts'
import { likePattern, searchTerms } from './domain/search-text.ts'

const oneOf = (what: RawBuilder<unknown>, list: string): RawBuilder<unknown> =>
  sql`${what} = any(${list.split(',')}::text[])`

/** Whether the search text of a client holds what was typed: as typed, in the other layout, or as digits. */
export function textMatches(raw: string): RawBuilder<unknown> {
  const { text, other, digits } = searchTerms(raw)
  const column = sql`k.search_text`
  const found = [sql`${column} like ${likePattern(text)}`]
  if (other !== text) found.push(sql`${column} like ${likePattern(other)}`)
  for (const form of digits) found.push(sql`${column} like ${likePattern(form)}`)
  return sql`(${sql.join(found, sql` or `)})`
}

/** The conditions of a list, total or export: what the person asked, within what they may see. */
export function clientConditions(actor: Actor, filter: ClientFilter, measure: Measure): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [clientVisibleTo(actor)]
  if (filter.text) conditions.push(textMatches(filter.text))
  if (filter.classes) conditions.push(oneOf(valueClassSql(measure), filter.classes))
  if (filter.frequencies) conditions.push(oneOf(frequencyClassSql, filter.frequencies))
  if (filter.rhythms) conditions.push(oneOf(rhythmSql(measure), filter.rhythms))
  if (filter.owner === 'none') conditions.push(sql`k.owner_id is null`)
  else if (filter.owner)
    conditions.push(sql`k.owner_id = ${filter.owner === 'me' ? actor.userId : filter.owner}`)
  return sql.join(conditions, sql` and `)
}

export type SortPlan = { key: RawBuilder<unknown>; type: string; collation: RawBuilder<unknown> }

/** What a list is sorted by; never null, so that pages by key miss nobody. */
export function sortPlan(sort: ClientSort, measure: Measure): SortPlan {
  const none = sql``
  switch (sort) {
    case 'name':
      return { key: sql`k.name`, type: 'text', collation: sql`collate "ru-x-icu"` }
    case 'lastOrder':
      return { key: sql`coalesce(t.last_ordered_on, '-infinity'::date)`, type: 'date', collation: none }
    case 'orderDays':
      return { key: sql`coalesce(t.order_days, 0)`, type: 'int', collation: none }
    case 'rhythm':
      return { key: sql`coalesce(${rhythmRatioSql(measure)}, -1)::numeric`, type: 'numeric', collation: none }
    case 'atStake':
      return { key: sql`coalesce(${atStakeSql}, -1)`, type: 'bigint', collation: none }
    case 'measure':
      // Clients without orders come after those whose returns outweigh what they bought.
      return {
        key: sql`coalesce(${measureColumn(measure)}, -9000000000000000)`,
        type: 'bigint',
        collation: none,
      }
  }
}
