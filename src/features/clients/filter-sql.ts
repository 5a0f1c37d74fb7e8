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
import type { KeyType } from './domain/cursor.ts'
import { likePattern, searchTerms } from './domain/search-text.ts'

const oneOf = (what: RawBuilder<unknown>, list: string): RawBuilder<unknown> =>
  sql`${what} = any(${list.split(',')}::text[])`

/** What a search may tell of to everybody. */
const openText = sql`concat_ws(' ', lower(translate(k.name, 'Ёё', 'Ее')), k.inn, lower(k.external_id))`

/** The text in which an actor searches. */
export const searchedText = (actor: Actor): RawBuilder<unknown> =>
  actor.role === 'observer' ? openText : sql`k.search_text`

/**
 * Whether the search text of a client holds what was typed: as typed, in the other layout, or as digits. Phone and e-mail
 * are part of that text; whoever may not read them must not learn them by searching either.
 */
export function textMatches(actor: Actor, raw: string): RawBuilder<unknown> {
  const { text, other, digits } = searchTerms(raw)
  const patterns = [...new Set([text, other, ...digits])].map(likePattern)
  const holds = (what: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(${sql.join(
      patterns.map((pattern) => sql`${what} like ${pattern}`),
      sql` or `,
    )})`
  const found = holds(sql`k.search_text`)
  // The first condition walks the index, the second looks at what an observer reads.
  return actor.role === 'observer' ? sql`(${found} and ${holds(openText)})` : found
}

/** The conditions of a list, total or export: what the person asked, within what they may see. */
export function clientConditions(actor: Actor, filter: ClientFilter, measure: Measure): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [
    clientVisibleTo(actor),
    filter.archived ? sql`k.archived_at is not null` : sql`k.archived_at is null`,
  ]
  if (filter.text) conditions.push(textMatches(actor, filter.text))
  if (filter.classes) conditions.push(oneOf(valueClassSql(measure), filter.classes))
  if (filter.frequencies) conditions.push(oneOf(frequencyClassSql, filter.frequencies))
  if (filter.rhythms) conditions.push(oneOf(rhythmSql(measure), filter.rhythms))
  if (filter.tag) conditions.push(sql`k.tags @> array[${filter.tag}]`)
  if (filter.owner === 'none') conditions.push(sql`k.owner_id is null`)
  else if (filter.owner)
    conditions.push(sql`k.owner_id = ${filter.owner === 'me' ? actor.userId : filter.owner}`)
  return sql.join(conditions, sql` and `)
}

/** A part of a list that one walk in order covers: its key, never null, and whom it holds. */
export type Stretch = { key: RawBuilder<unknown>; only: RawBuilder<unknown> }
export type SortPlan = {
  type: KeyType
  collation: RawBuilder<unknown>
  stretches: [first: Stretch, rest?: Stretch]
}

/** The key of clients without statistics, who close the list; below every sum that there can be. */
export const NO_MEASURE = '-900000000000000000'

const everybody = (type: KeyType, key: RawBuilder<unknown>, collation = sql``): SortPlan => ({
  type,
  collation,
  stretches: [{ key, only: sql`true` }],
})

/** What a list is sorted by. */
export function sortPlan(sort: ClientSort, measure: Measure): SortPlan {
  switch (sort) {
    case 'name':
      return everybody('text', sql`k.name`, sql`collate "ru-x-icu"`)
    case 'lastOrder':
      return everybody('date', sql`coalesce(t.last_ordered_on, '-infinity'::date)`)
    case 'orderDays':
      return everybody('bigint', sql`coalesce(t.order_days, 0)`)
    case 'rhythm':
      return everybody('numeric', sql`coalesce(${rhythmRatioSql(measure)}, -1)::numeric`)
    case 'atStake':
      return everybody('bigint', sql`coalesce(${atStakeSql}, -1)`)
    case 'measure':
      // The bare column is what the index holds: a walk of a page's length instead of a sort of the base.
      return {
        type: 'bigint',
        collation: sql``,
        stretches: [
          { key: measureColumn(measure), only: sql`t.client_id is not null` },
          { key: sql`${sql.lit(NO_MEASURE)}::bigint`, only: sql`t.client_id is null` },
        ],
      }
  }
}
