import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { leadGrades } from '#kernel/lead-grade.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import { besideDeals, countedDeals, dealConditions, isOfKind } from './conditions.ts'
import type { DealCard, DealFilter, DealSort } from './contract.ts'
import { dealsOfGrade, isOfGrade } from './grade-sql.ts'
import { cardColumns, type CardRow, toCard } from './reports.ts'

const PAGE = 60

/** What a list of deals is narrowed to: also by where they stand, the bin apart. */
export type ListConditions = DealFilter & {
  stageId?: string | undefined
  state?: 'open' | 'won' | 'lost' | 'removed' | undefined
}
type ListRequest = ListConditions & { sort?: DealSort | undefined; cursor?: string | undefined }

/** The conditions of a list on deals `d` with what stands beside them. */
export function listConditions(
  actor: Actor,
  { stageId, state, ...filter }: ListConditions,
): RawBuilder<unknown> {
  return sql`${dealConditions(actor, filter)}
    and d.removed_at is ${state === 'removed' ? sql`not null` : sql`null`}
    and ${stageId ? sql`d.stage_id = ${stageId}` : sql`true`}
    and ${state && state !== 'removed' ? isOfKind(state) : sql`true`}`
}

const isCursor = /^(?:([ABC-]) )?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** The last row of the page before: its id, and where grades sort, its grade. */
function readCursor(cursor: string | undefined, sort: DealSort): { grade: string; id: string } | null {
  if (cursor === undefined) return null
  const [, grade, id] = isCursor.exec(cursor) ?? []
  if (!id || (grade === undefined) !== (sort === 'newest'))
    throw new Refusal('invalidInput', { where: 'query', issues: [{ path: '/cursor', message: 'cursor' }] })
  return { grade: grade ?? '', id }
}

/** What is walked one after another: the whole list, or each grade and then those without one. */
const stretches: Record<DealSort, { mark: string; deals: RawBuilder<unknown>; id: RawBuilder<unknown> }[]> = {
  newest: [{ mark: '', deals: sql`deal d`, id: sql`d.id` }],
  grade: [
    ...leadGrades.map((grade) => ({ mark: grade, deals: dealsOfGrade(grade), id: sql`lg.deal_id` })),
    { mark: '-', deals: sql`deal d`, id: sql`d.id` },
  ],
}

/**
 * One page of deals with the count and sum of all: two queries. The newest stand first, ids telling the time of their making; by
 * grade, A before B before C before those without one, the newest first in each.
 */
export async function listDeals(
  db: Db,
  actor: Actor,
  { cursor, sort = 'newest', ...filter }: ListRequest,
  now: Date,
): Promise<{ rows: DealCard[]; nextCursor: string | null; count: number; sumMinor: number }> {
  const after = readCursor(cursor, sort)
  const conditions = listConditions(actor, filter)
  const order = stretches[sort]
  const begun = after ? order.findIndex((it) => it.mark === after.grade) : 0
  const parts = order.slice(begun).map(({ mark, deals, id }, at) => {
    const only = mark === '-' ? isOfGrade(sql`d.id`, 'none') : sql`true`
    const beyond = after && at === 0 ? sql`${id} < ${after.id}` : sql`true`
    return sql`(select ${at}::int as stretch, ${cardColumns} from ${deals} ${besideDeals(now)}
      where ${conditions} and ${only} and ${beyond} order by ${id} desc limit ${PAGE + 1})`
  })
  const found = await sql<CardRow & { stretch: number }>`
    select * from (${sql.join(parts, sql` union all `)}) x order by stretch, id desc limit ${PAGE + 1}`.execute(
    db,
  )
  const total = await sql<{ count: number; sumMinor: number }>`
    select count(*) as count, coalesce(sum(d.amount_minor), 0)::bigint as sum_minor
    from ${countedDeals(filter, now)} where ${conditions}`.execute(db)
  const { count = 0, sumMinor = 0 } = total.rows[0] ?? {}
  const rows = found.rows.slice(0, PAGE).map(({ stretch: _stretch, ...row }) => toCard(actor)(row))
  const last = found.rows.length > PAGE ? rows.at(-1) : undefined
  const nextCursor = last ? (sort === 'grade' ? `${last.grade ?? '-'} ${last.id}` : last.id) : null
  return { rows, nextCursor, count, sumMinor }
}
