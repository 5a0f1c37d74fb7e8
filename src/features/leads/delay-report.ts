import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { Temporal } from '#kernel/temporal.ts'
import { workMinutesBetween, type WorkTime } from '#kernel/work-minutes.ts'
import type { Db } from '#server/database/connect.ts'
import { type DelayPiece, delaysOf } from './domain/delays.ts'
import type { Span } from './domain/waits.ts'
import { isSeen, type Period, startOf } from './period-sql.ts'
import type { LeadReport } from './report-contract.ts'
import { loadTurns } from './turns.ts'

const LONGEST = 20

type Row = {
  dealId: string
  title: string
  clientName: string
  ownerId: string | null
  ownerName: string | null
  spans: Span[] | null
  stays: (Span & { stageId: string })[]
}
/** A piece of a wait of a deal, in working minutes. */
export type Delay = Pick<Row, 'dealId' | 'title' | 'clientName' | 'ownerId' | 'ownerName'> &
  DelayPiece & { minutes: number }

const ms = (column: string) => sql`(extract(epoch from ${sql.raw(column)}) * 1000)::float8`

// Deals that were an A within the period, or might have been, with when that was and where they stood meanwhile.
async function loadBurning(db: Db, actor: Actor, period: Period, zone: string, now: Date): Promise<Row[]> {
  const [from, to] = [startOf(period.from, zone), startOf(period.to, zone, 1)]
  const endless = sql`${now.getTime()}::float8`
  const found = await sql<Row>`
    with asked as materialized (
      select d.id from lead_grade g join deal d on d.id = g.deal_id
      where g.grade = 'A' and g.since < ${to} and (d.closed_at is null or d.closed_at >= ${from}) and ${isSeen(actor)}
      union
      select d.id from grade_event e join deal d on d.id = e.deal_id
      where e.from_grade = 'A' and e.at >= ${from} and ${isSeen(actor)}
    )
    select d.id as deal_id, d.title, k.name as client_name, d.owner_id, u.name as owner_name, (
        select jsonb_agg(jsonb_build_object('fromMs', ${ms('e.at')}, 'toMs', coalesce(${ms('e.next_at')}, ${endless})) order by e.at)
        from (select g.at, g.to_grade, lead(g.at) over (order by g.at, g.id) as next_at
          from grade_event g where g.deal_id = d.id) e where e.to_grade = 'A') as spans,
      coalesce((
        select jsonb_agg(jsonb_build_object('stageId', e.to_stage_id, 'fromMs', ${ms('e.at')},
          'toMs', coalesce(${ms('e.next_at')}, ${endless})) order by e.at)
        from (select e.to_stage_id, e.at, lead(e.at) over (order by e.at, e.id) as next_at from stage_event e
          where e.deal_id = d.id and e.undoes_id is null
            and not exists (select from stage_event n where n.undoes_id = e.id)) e),
        jsonb_build_array(jsonb_build_object('stageId', d.stage_id, 'fromMs', 0, 'toMs', ${endless}))) as stays
    from asked a join deal d on d.id = a.id join client k on k.id = d.client_id left join app_user u on u.id = d.owner_id
    order by d.id`.execute(db)
  return found.rows
}

const iso = (atMs: number): string => new Date(atMs).toISOString()

/** Where deals waited while they were A, and whose turn it was: two queries. */
export async function loadDelays(
  db: Db,
  actor: Actor,
  period: Period,
  work: WorkTime,
  now: Date,
): Promise<Delay[]> {
  const rows = await loadBurning(db, actor, period, work.timeZone, now)
  const turns = await loadTurns(
    db,
    rows.map((it) => it.dealId),
    now,
  )
  const startMs = (day: string, plusDays: number): number =>
    Temporal.PlainDate.from(day).add({ days: plusDays }).toZonedDateTime(work.timeZone).epochMilliseconds
  const within = { fromMs: startMs(period.from, 0), toMs: startMs(period.to, 1) }
  return rows.flatMap(({ spans, stays, ...deal }) =>
    delaysOf({ turns: turns.get(deal.dealId) ?? [], spans: spans ?? [], stays }, within, now.getTime()).map(
      (piece) => ({
        ...deal,
        ...piece,
        minutes: workMinutesBetween(iso(piece.fromMs), iso(piece.toMs), work),
      }),
    ),
  )
}

function sum(pieces: readonly Delay[]) {
  const minutes = (on: Delay['on']): number =>
    pieces.filter((it) => it.on === on).reduce((all, it) => all + it.minutes, 0)
  return {
    deals: new Set(pieces.map((it) => it.dealId)).size,
    usMinutes: minutes('us'),
    clientMinutes: minutes('client'),
  }
}

const group = <Key>(pieces: readonly Delay[], keyOf: (piece: Delay) => Key): [Key, Delay[]][] => [
  ...Map.groupBy(pieces, keyOf),
]

/** What we delayed: at which stages, with whom, and which waits were the longest. */
export function sumDelays(pieces: readonly Delay[]): LeadReport['delays'] {
  const byUs = <Part extends { usMinutes: number }>(parts: Part[]): Part[] =>
    parts.toSorted((a, b) => b.usMinutes - a.usMinutes)
  const ours = pieces.filter((it) => it.on === 'us')
  return {
    ...sum(pieces),
    byStage: byUs(group(pieces, (it) => it.stageId).map(([stageId, own]) => ({ stageId, ...sum(own) }))),
    byRep: byUs(
      group(pieces, (it) => it.ownerId).map(([ownerId, own]) => ({
        ownerId,
        ownerName: own[0]?.ownerName ?? null,
        ...sum(own),
      })),
    ),
    longest: group(ours, (it) => `${it.dealId} ${it.sinceMs}`)
      .flatMap(([, own]) => {
        const [first] = own
        if (!first) return []
        const { dealId, title, clientName, ownerName, stageId, cause, note, sinceMs, untilMs } = first
        const minutes = own.reduce((all, it) => all + it.minutes, 0)
        const until = untilMs === null ? null : iso(untilMs)
        return [
          { dealId, title, clientName, ownerName, stageId, cause, note, since: iso(sinceMs), until, minutes },
        ]
      })
      .filter((it) => it.minutes > 0)
      .toSorted((a, b) => b.minutes - a.minutes)
      .slice(0, LONGEST),
  }
}
