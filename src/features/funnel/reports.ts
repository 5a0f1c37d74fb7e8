import { type RawBuilder, sql } from 'kysely'
import { ownerVisibleTo } from '#features/clients/public.ts'
import { type Actor, mayEditRecordOf } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import { callPhoneSql } from './call-phone-sql.ts'
import { besideDeals, countedDeals, dealConditions, isEntryKnownSql } from './conditions.ts'
import type { BoardColumn, Deal, DealCard, DealFilter, Move } from './contract.ts'
import { gradeSql } from './grade-sql.ts'

/** Few pages to the end of a column of thousands. */
const PAGE = 200
/** What stands between two known cards is read whole, unless it is a column of its own by now. */
const BETWEEN = 1000
/** Cards that a column brings with the board: more come as it is scrolled. */
const FIRST_CARDS = 20

const instant = (column: RawBuilder<unknown>) => sql`to_json(${column}) #>> '{}'`
/** A card, of deals (`d`) with their clients (`k`). */
export const cardColumns = sql`
  d.id, d.rev, d.title, d.client_id, k.name as client_name, d.owner_id,
  (select u.name from app_user u where u.id = d.owner_id) as owner_name, d.amount_minor, d.pipeline_id, d.stage_id, d.rank,
  ${gradeSql(sql`d.id`)} as grade,
  ${instant(sql`d.stage_entered_at`)} as stage_entered_at, ${isEntryKnownSql} as is_entry_known,
  ${instant(sql`d.closed_at`)} as closed_at,
  case when d.step_on is not null then jsonb_build_object('kind', d.step_kind, 'text', d.step_text, 'on', d.step_on,
    'time', left(d.step_time::text, 5)) end as step`

export type CardRow = Omit<DealCard, 'mayEdit'> & { rank: string }
export const toCard =
  (actor: Actor) =>
  ({ rank: _rank, ...row }: CardRow): DealCard => ({ ...row, mayEdit: mayEditRecordOf(actor, row.ownerId) })

const cursorOf = ({ rank, id }: CardRow): string => `${rank} ${id}`
const isCursor = /^([A-Za-z0-9]{1,200}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

function placeOf(cursor: string): RawBuilder<unknown> {
  const [, rank, id] = isCursor.exec(cursor) ?? []
  if (!rank || !id)
    throw new Refusal('invalidInput', { where: 'query', issues: [{ path: '/cursor', message: 'cursor' }] })
  return sql`(${rank}, ${id}::uuid)`
}

async function pageOfColumn(
  db: Db,
  actor: Actor,
  now: Date,
  {
    stageId,
    filter,
    cursor,
    until,
  }: { stageId: string; filter: DealFilter; cursor?: string | undefined; until?: string | undefined },
): Promise<{ cards: DealCard[]; nextCursor: string | null }> {
  const most = until ? BETWEEN : PAGE
  const found = await sql<CardRow>`
    select ${cardColumns} from deal d ${besideDeals(now)}
    where d.stage_id = ${stageId} and d.removed_at is null and ${dealConditions(actor, filter)}
      and ${cursor ? sql`(d.rank, d.id) > ${placeOf(cursor)}` : sql`true`}
      and ${until ? sql`(d.rank, d.id) <= ${placeOf(until)}` : sql`true`}
    order by d.rank, d.id limit ${most + 1}`.execute(db)
  const rows = found.rows.slice(0, most)
  const last = rows.at(-1)
  return {
    cards: rows.map(toCard(actor)),
    nextCursor: found.rows.length > most && last ? cursorOf(last) : (until ?? null),
  }
}

/** The board of a way: one query for the way, one for counts and sums, one for the first cards of all columns. */
export async function showBoard(
  db: Db,
  actor: Actor,
  { pipelineId, ...filter }: DealFilter,
  now: Date,
): Promise<{ pipelineId: string; columns: BoardColumn[] }> {
  const stages = await sql<{ pipelineId: string; stageId: string; kind: string }>`
    select s.pipeline_id, s.id as stage_id, s.kind from stage s
    where s.removed_at is null and s.pipeline_id = (
      select id from pipeline where removed_at is null and ${pipelineId ? sql`id = ${pipelineId}` : sql`true`}
      order by place, id limit 1)
    order by s.place, s.id`.execute(db)
  const way = stages.rows[0]?.pipelineId
  if (!way) throw new Refusal('notFound', { entity: 'pipeline' })
  const conditions = dealConditions(actor, filter)
  const totals = await sql<{ stageId: string; count: number; sumMinor: number }>`
    select d.stage_id, count(*) as count, coalesce(sum(d.amount_minor), 0)::bigint as sum_minor from ${countedDeals(filter, now)}
    where d.stage_id = any(${stages.rows.map(({ stageId }) => stageId)}::uuid[]) and d.removed_at is null and ${conditions}
    group by d.stage_id`.execute(db)
  const first = await sql<CardRow>`
    select c.* from unnest(${stages.rows.filter(({ kind }) => kind === 'open').map(({ stageId }) => stageId)}::uuid[]) s(id)
    cross join lateral (
      select ${cardColumns} from deal d ${besideDeals(now)}
      where d.stage_id = s.id and d.removed_at is null and ${conditions}
      order by d.rank, d.id limit ${FIRST_CARDS + 1}) c`.execute(db)
  const columns = stages.rows.map(({ stageId }): BoardColumn => {
    const { count = 0, sumMinor = 0 } = totals.rows.find((it) => it.stageId === stageId) ?? {}
    const all = first.rows.filter((it) => it.stageId === stageId)
    const cards = all.slice(0, FIRST_CARDS)
    const last = cards.at(-1)
    const nextCursor = all.length > FIRST_CARDS && last ? cursorOf(last) : null
    return { stageId, count, sumMinor, cards: cards.map(toCard(actor)), nextCursor }
  })
  return { pipelineId: way, columns }
}

/** Further cards of one column, or those between two places of it: one query. */
export function listColumn(
  db: Db,
  actor: Actor,
  stageId: string,
  { cursor, until, ...filter }: DealFilter & { cursor?: string | undefined; until?: string | undefined },
  now: Date,
): Promise<{ cards: DealCard[]; nextCursor: string | null }> {
  return pageOfColumn(db, actor, now, { stageId, filter, cursor, until })
}

/** Deals by their ids, as cards, of those that this person may see: one query. */
export async function loadCards(
  db: Db,
  actor: Actor,
  ids: readonly string[],
): Promise<Map<string, DealCard>> {
  if (ids.length === 0) return new Map()
  const found = await sql<CardRow>`
    select ${cardColumns} from deal d join client k on k.id = d.client_id
    where d.id = any(${[...ids]}::uuid[]) and ${ownerVisibleTo(actor, sql`d.owner_id`)}`.execute(db)
  return new Map(found.rows.map((row) => [row.id, toCard(actor)(row)]))
}

/** One deal with every move it made, the newest first: two queries. */
export async function showDeal(db: Db, actor: Actor, id: string): Promise<Deal> {
  const found = await sql<Omit<Deal, 'moves' | 'mayEdit'> & { rank: string }>`
    select ${cardColumns}, ${callPhoneSql(actor)} as phone, d.source, d.product, d.lost_reason_id, d.lost_note, d.has_history, ${instant(sql`d.created_at`)} as created_at,
      ${instant(sql`d.removed_at`)} as removed_at
    from deal d join client k on k.id = d.client_id
    where d.id = ${id} and ${ownerVisibleTo(actor, sql`d.owner_id`)}`.execute(db)
  const deal = found.rows[0]
  if (!deal) throw new Refusal('notFound', { entity: 'deal' })
  const moves = await sql<Move>`
    select e.id, ${instant(sql`e.at`)} as at, e.from_stage_id, e.to_stage_id,
      (select u.name from app_user u where u.id = e.actor_id) as actor_name, e.lost_reason_id, e.note,
      case when e.waiver is not null then jsonb_build_object('missing', e.waived, 'note', e.waiver) end as waiver,
      exists (select from stage_event u where u.undoes_id = e.id) as is_undone
    from stage_event e where e.deal_id = ${id} and e.undoes_id is null order by e.at desc, e.id desc`.execute(
    db,
  )
  const { rank: _rank, ...shown } = deal
  return { ...shown, mayEdit: mayEditRecordOf(actor, deal.ownerId), moves: moves.rows }
}
