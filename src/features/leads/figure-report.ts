import { sql } from 'kysely'
import type * as z from 'zod/mini'
import { loadCards } from '#features/funnel/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { WorkTime } from '#kernel/work-minutes.ts'
import type { Db } from '#server/database/connect.ts'
import { loadDelays } from './delay-report.ts'
import { isSeen, within } from './period-sql.ts'
import { playedSql } from './play-report.ts'
import type { LeadFigureRow, leadReportOperations } from './report-contract.ts'
import { loadWaits, waitsBehind } from './response-report.ts'
import { loadWork } from './work-time.ts'

type Asked = z.output<typeof leadReportOperations.reportDeals.query>
type Found = { dealId: string; at: string | null; minutes: number | null }

const MOST = 200

const isOf = (owner: string | undefined, ownerId: string | null): boolean =>
  owner === undefined || (ownerId ?? 'none') === owner

async function listWaited(
  db: Db,
  actor: Actor,
  { figure, owner, stageId, ...period }: Asked,
  work: WorkTime,
  now: Date,
): Promise<Found[]> {
  // Of all that burned, how long it was our turn is told.
  const isCounted = (on: 'us' | 'client'): boolean => on === (figure === 'waitedOnClient' ? 'client' : 'us')
  const pieces = (await loadDelays(db, actor, period, work, now)).filter(
    (it) =>
      (figure === 'burned' || isCounted(it.on)) &&
      isOf(owner, it.ownerId) &&
      (stageId === undefined || it.stageId === stageId),
  )
  return [...Map.groupBy(pieces, (it) => it.dealId)]
    .map(([dealId, own]) => ({
      dealId,
      at: null,
      minutes: own.reduce((sum, it) => sum + (isCounted(it.on) ? it.minutes : 0), 0),
    }))
    .toSorted((a, b) => b.minutes - a.minutes)
}

async function listPlayed(
  db: Db,
  actor: Actor,
  { figure, kind, ...period }: Asked,
  zone: string,
): Promise<Found[]> {
  const isAlone = figure === 'alone' || figure === 'aloneBecameA' || figure === 'aloneWon'
  const part = figure.endsWith('BecameA') ? sql`b.became_a` : figure.endsWith('Won') ? sql`b.won` : sql`true`
  const found = await sql<Found>`
    select b.deal_id, to_json(b.at) #>> '{}' as at, null::int as minutes from (${playedSql(actor, period, zone)}) b
    where ${part} and ${isAlone ? sql`b.kind is null` : kind ? sql`b.kind = ${kind}` : sql`b.kind is not null`}
    order by b.at desc, b.deal_id`.execute(db)
  return found.rows
}

async function listTalked(db: Db, actor: Actor, { grade, ...period }: Asked, zone: string): Promise<Found[]> {
  const ofGrade =
    grade === undefined ? sql`true` : grade === 'none' ? sql`g.grade is null` : sql`g.grade = ${grade}`
  const found = await sql<Found>`
    select d.id as deal_id, to_json(max(t.happened_at)) #>> '{}' as at, sum(t.minutes) as minutes
    from touch t join deal d on d.id = t.deal_id left join lead_grade g on g.deal_id = d.id
    where t.kind <> 'note' and ${within(period, zone, sql`t.happened_at`)} and ${isSeen(actor)} and ${ofGrade}
    group by d.id order by count(*) desc, d.id`.execute(db)
  return found.rows
}

async function listFound(db: Db, actor: Actor, asked: Asked, now: Date): Promise<Found[]> {
  const { settings, work } = await loadWork(db)
  const { figure, owner } = asked
  if (figure === 'burned' || figure === 'waitedOnUs' || figure === 'waitedOnClient')
    return listWaited(db, actor, asked, work, now)
  if (figure === 'talked') return listTalked(db, actor, asked, work.timeZone)
  if (figure !== 'became' && figure !== 'answered' && figure !== 'inTime' && figure !== 'late')
    return listPlayed(db, actor, asked, work.timeZone)
  const waits = await loadWaits(db, actor, asked, work, now)
  return waitsBehind(waits, figure, settings.responseMinutes)
    .filter((it) => isOf(owner, it.ownerId))
    .map(({ dealId, since, minutes }) => ({ dealId, at: since, minutes }))
    .toSorted((a, b) => b.minutes - a.minutes)
}

/** The deals behind a figure of the report, with the count of all: four queries at most. */
export async function listLeadFigure(
  db: Db,
  actor: Actor,
  asked: Asked,
  now: Date,
): Promise<{ rows: LeadFigureRow[]; count: number }> {
  const found = await listFound(db, actor, asked, now)
  const shown = found.slice(0, MOST)
  const cards = await loadCards(
    db,
    actor,
    shown.map((it) => it.dealId),
  )
  const rows = shown.flatMap(({ dealId, at, minutes }) => {
    const deal = cards.get(dealId)
    return deal ? [{ deal, at, minutes }] : []
  })
  return { rows, count: found.length }
}
