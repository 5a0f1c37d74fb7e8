import { type RawBuilder, sql } from 'kysely'
import type { FieldCondition } from '#features/fields/public.ts'
import type { Actor } from '#kernel/actor.ts'
import {
  clientVisibleTo,
  frequencyClassSql,
  type Measure,
  measureColumn,
  measureRangeSql,
  rhythmRatioSql,
  rhythmSql,
  valueClassSql,
  atStakeSql,
} from './class-sql.ts'
import type { ClientSort } from './contract.ts'
import type { ResolvedFilter } from './resolve-filter.ts'
import type { KeyType } from './domain/cursor.ts'
import { likePattern, searchTerms } from './domain/search-text.ts'

// The planner takes "expression = one of" for very rare and then reads the whole base to sort what little it expects; of a
// "case" it expects a half, and walks the list in order until the page is full.
const oneOf = (what: RawBuilder<unknown>, list: string): RawBuilder<unknown> =>
  sql`(case when ${what} = any(${list.split(',')}::text[]) then true else false end)`

/** What a search may tell of to everybody. */
const openText = sql`concat_ws(' ', lower(translate(k.name, 'Ёё', 'Ее')), k.inn, lower(k.external_id))`

/** The text in which an actor searches. */
export const searchedText = (actor: Actor): RawBuilder<unknown> =>
  actor.role === 'observer' ? openText : sql`k.search_text`

/**
 * Whether the search text of a client is like one of some patterns. Phone and e-mail are part of that text; whoever may not
 * read them must not learn them by searching either.
 */
export function textHolds(actor: Actor, patterns: readonly string[]): RawBuilder<unknown> {
  const holds = (what: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`(${sql.join(
      patterns.map((pattern) => sql`${what} like ${pattern}`),
      sql` or `,
    )})`
  const found = holds(sql`k.search_text`)
  // The first condition walks the index, the second looks at what an observer reads.
  return actor.role === 'observer' ? sql`(${found} and ${holds(openText)})` : found
}

/** Whether the search text of a client holds what was typed: as typed, in the other layout, or as digits. */
export function textMatches(actor: Actor, raw: string): RawBuilder<unknown> {
  const { text, other, digits } = searchTerms(raw)
  return textHolds(actor, [...new Set([text, other, ...digits])].map(likePattern))
}

/** Whether an owner is the one asked for: a person, the one who asks, or nobody. */
export function isOwnedBy(actor: Actor, asked: string, owner: RawBuilder<unknown>): RawBuilder<boolean> {
  if (asked === 'none') return sql`${owner} is null`
  return sql`${owner} = ${asked === 'me' ? actor.userId : asked}`
}

/** The conditions of a list, total or export: what the person asked, within what they may see. */
export function clientConditions(
  actor: Actor,
  filter: ResolvedFilter,
  measure: Measure,
): RawBuilder<unknown> {
  const conditions: RawBuilder<unknown>[] = [
    clientVisibleTo(actor),
    filter.archived ? sql`k.archived_at is not null` : sql`k.archived_at is null`,
  ]
  if (filter.text) conditions.push(textMatches(actor, filter.text))
  if (filter.classes) {
    conditions.push(oneOf(valueClassSql(measure), filter.classes))
    conditions.push(measureRangeSql(measure, filter.classes.split(',')))
  }
  if (filter.frequencies) conditions.push(oneOf(frequencyClassSql, filter.frequencies))
  if (filter.rhythms) conditions.push(oneOf(rhythmSql, filter.rhythms))
  if (filter.tag) conditions.push(sql`k.tags @> array[${filter.tag}]`)
  if (filter.owner) conditions.push(isOwnedBy(actor, filter.owner, sql`k.owner_id`))
  for (const condition of filter.fields ?? []) conditions.push(fieldCondition(condition))
  return sql.join(conditions, sql` and `)
}

const bound = (sign: string, value: string | number | null): string[] =>
  value === null ? [] : [`@ ${sign} ${JSON.stringify(value)}`]

// Equality walks the index of values; a range and emptiness are looked at client by client, in the order of the list. As
// paths of JSON no value, whatever it is, can fail the query.
function fieldCondition(condition: FieldCondition): RawBuilder<unknown> {
  const { fieldId } = condition
  if (condition.kind === 'is') {
    const each = condition.values.map(
      (value) => sql`k.fields @> ${JSON.stringify({ [fieldId]: value })}::jsonb`,
    )
    return sql`(${sql.join(each, sql` or `)})`
  }
  if (condition.kind === 'range') {
    const tests = [...bound('>=', condition.from), ...bound('<=', condition.to)]
    return sql`jsonb_path_exists(k.fields, ${`$."${fieldId}" ? (${tests.join(' && ')})`}::jsonpath)`
  }
  const isFilled = sql`jsonb_exists(k.fields, ${fieldId})`
  return condition.kind === 'filled' ? isFilled : sql`not ${isFilled}`
}

/** A part of a list that one walk in order covers: its key, never null, what breaks ties, and whom it holds. */
export type Stretch = { key: RawBuilder<unknown>; id: RawBuilder<unknown>; only: RawBuilder<unknown> }
export type SortPlan = {
  type: KeyType
  collation: RawBuilder<unknown>
  first: Stretch
  /** those without the key, who close the list whatever its direction; told from the others by a key that none has */
  rest?: Stretch & { mark: string }
}

/** Sorted by a column of the statistics: the bare column is what an index holds, so that a page costs a page's walk. */
function byStatistic(type: KeyType, key: RawBuilder<unknown>, mark: string): SortPlan {
  return {
    type,
    collation: sql``,
    first: { key, id: sql`t.client_id`, only: sql`${key} is not null` },
    rest: { mark, key: sql`${sql.lit(mark)}::${sql.raw(type)}`, id: sql`k.id`, only: sql`${key} is null` },
  }
}

/** What a list is sorted by. */
export function sortPlan(sort: ClientSort, measure: Measure): SortPlan {
  switch (sort) {
    case 'name':
      return {
        type: 'text',
        collation: sql`collate "ru-x-icu"`,
        first: { key: sql`k.name`, id: sql`k.id`, only: sql`true` },
      }
    case 'lastOrder':
      return byStatistic('date', sql`t.last_ordered_on`, '-infinity')
    case 'orderDays':
      return byStatistic('bigint', sql`t.order_days`, '-1')
    case 'rhythm':
      return byStatistic('float8', rhythmRatioSql, '-1')
    case 'atStake':
      return byStatistic('bigint', atStakeSql, '-1')
    case 'measure':
      // Below every sum that there can be.
      return byStatistic('bigint', measureColumn(measure), '-900000000000000000')
  }
}
