import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Side, Turn, TurnCause } from './domain/waits.ts'

/** Whose turn it is, as somebody said, as the table and the history keep it. */
export type StoredTurn = {
  id: string
  dealId: string
  at: string
  waitsOn: Side
  note: string | null
  authorId: string | null
  removedAt: string | null
}

export async function insertTurn(trx: Trx, turn: StoredTurn): Promise<void> {
  await trx.insertInto('dealTurn').values(turn).execute()
}

/** Takes it back, or brings it back; null = it is not there. */
export async function setTurnRemoved(
  trx: Trx,
  id: string,
  removedAt: string | null,
): Promise<StoredTurn | null> {
  const found = await sql<StoredTurn>`
    update deal_turn set removed_at = ${removedAt} where id = ${id} returning id, deal_id, to_json(at) #>> '{}' as at, waits_on,
      note, author_id, to_json(removed_at) #>> '{}' as removed_at`.execute(trx)
  return found.rows[0] ?? null
}

type Row = { dealId: string; atMs: number; to: Side | 'over'; cause: TurnCause | null; note: string | null }

/**
 * What the records tell of whose turn it was, of each of these deals: the moves that count, talks, when it became an A, steps
 * that were late, and what somebody said. One query.
 */
export async function loadTurns(
  db: Db,
  ids: readonly string[] | RawBuilder<unknown>,
  now: Date,
): Promise<Map<string, Turn[]>> {
  const asked = Array.isArray(ids) ? sql`unnest(${[...ids]}::uuid[]) q(id)` : sql`(${ids}) q(id)`
  const found = await sql<Row>`
    with asked as materialized (
      select d.id, d.client_id, d.created_at, d.step_on, d.step_time, d.closed_at from ${asked} join deal d on d.id = q.id
    ), counted as (
      select e.deal_id, e.at, e.id, s.kind, s.hands_over, lag(s.kind) over w as from_kind, row_number() over w = 1 as is_first
      from asked a join stage_event e on e.deal_id = a.id join stage s on s.id = e.to_stage_id
      where e.undoes_id is null and not exists (select from stage_event u where u.undoes_id = e.id)
      window w as (partition by e.deal_id order by e.at, e.id)
    ), born as (
      select a.id, coalesce(min(c.at), a.created_at) as at from asked a left join counted c on c.deal_id = a.id
      group by a.id, a.created_at
    )
    select t.deal_id, (extract(epoch from t.at) * 1000)::float8 as at_ms, t."to", t.cause, t.note from (
      select id as deal_id, at, 'us' as "to", 'came' as cause, null as note from born
      union all
      select deal_id, at, case when kind <> 'open' then 'over' when hands_over then 'client' else 'us' end,
        case when kind <> 'open' then null when hands_over then 'handedOver' else 'returned' end, null
      from counted where kind <> 'open' or hands_over or from_kind <> 'open'
      union all
      select a.id, c.happened_at, 'client', 'talk', null from asked a join born b on b.id = a.id
        join touch c on c.client_id = a.client_id and (c.deal_id = a.id or c.deal_id is null)
      where c.kind <> 'note' and c.happened_at >= b.at
      union all
      select a.id, g.at, 'us', 'becameA', null from asked a join grade_event g on g.deal_id = a.id where g.to_grade = 'A'
      union all
      select a.id, l.due_at, 'us', 'stepLate', null from asked a join late_step l on l.deal_id = a.id
      union all
      select a.id, l.due_at, 'us', 'stepLate', null from asked a cross join workspace w
        cross join lateral (select (a.step_on + coalesce(a.step_time, '23:59:59')) at time zone w.time_zone as due_at) l
      where a.closed_at is null and l.due_at <= ${now.toISOString()}::timestamptz
      union all
      select a.id, s.at, s.waits_on, 'said', s.note from asked a join deal_turn s on s.deal_id = a.id where s.removed_at is null
    ) t`.execute(db)
  const turns = new Map<string, Turn[]>()
  for (const { dealId, atMs, to, cause, note } of found.rows) {
    const of = turns.get(dealId) ?? []
    turns.set(dealId, of)
    if (to === 'over') of.push({ atMs, to })
    else if (cause) of.push({ atMs, to, cause, note })
  }
  return turns
}
