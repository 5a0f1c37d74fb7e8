import { type RawBuilder, sql } from 'kysely'
import { ownerVisibleTo } from '#features/clients/public.ts'
import { rateOf } from '#features/funnel/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { workMinutesBetween, type WorkTime } from '#kernel/work-minutes.ts'
import type { Db } from '#server/database/connect.ts'
import { type LeadReport, playKinds } from './contract.ts'
import { loadWork } from './work-time.ts'

type Period = { from: string; to: string }
const SLOWEST = 20

const startOf = (day: string, zone: string, plusDays = 0): RawBuilder<unknown> =>
  sql`((${day}::date + ${plusDays}::int)::timestamp at time zone ${zone})`
const within = ({ from, to }: Period, zone: string, at: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(${at} >= ${startOf(from, zone)} and ${at} < ${startOf(to, zone, 1)})`
const isSeen = (actor: Actor): RawBuilder<unknown> =>
  sql`(d.removed_at is null and ${ownerVisibleTo(actor, sql`d.owner_id`)})`

type Waited = Omit<LeadReport['slowest'][number], 'minutes'> & {
  ownerId: string | null
  endedAt: string | null
}

// From becoming an A until the first talk; a deal that is over, or no A any more, waits no longer.
async function loadWaits(db: Db, actor: Actor, period: Period, zone: string): Promise<Waited[]> {
  const found = await sql<Waited>`
    select d.id as deal_id, d.title, k.name as client_name, d.owner_id, u.name as owner_name,
      to_json(e.at) #>> '{}' as since, to_json(t.at) #>> '{}' as answered_at,
      to_json(least(d.closed_at, (select min(n.at) from grade_event n where n.deal_id = d.id and n.at > e.at))) #>> '{}' as ended_at
    from grade_event e join deal d on d.id = e.deal_id join client k on k.id = d.client_id
    left join app_user u on u.id = d.owner_id
    left join lateral (
      select min(c.happened_at) as at from touch c where c.kind <> 'note' and c.happened_at >= e.at
        and (c.deal_id = d.id or (c.deal_id is null and c.client_id = d.client_id))) t on true
    where e.to_grade = 'A' and ${within(period, zone, sql`e.at`)} and ${isSeen(actor)}
    order by e.at, e.id`.execute(db)
  return found.rows
}

type Timed = Waited & { minutes: number }

function summed(rows: readonly Timed[], responseMinutes: number): LeadReport['response'] {
  const answered = rows.filter((it) => it.answeredAt !== null)
  const inTime = answered.filter((it) => it.minutes <= responseMinutes)
  // Whoever still waits within the clock is neither in time nor late.
  const decided = rows.filter((it) => it.answeredAt !== null || it.minutes > responseMinutes)
  const minutes = answered.map((it) => it.minutes).toSorted((a, b) => a - b)
  const middle = minutes.length >> 1
  const median =
    minutes.length === 0
      ? null
      : minutes.length % 2 === 1
        ? (minutes[middle] ?? 0)
        : ((minutes[middle - 1] ?? 0) + (minutes[middle] ?? 0)) / 2
  return {
    became: rows.length,
    answered: answered.length,
    inTime: rateOf(inTime.length, decided.length),
    medianMinutes: median,
  }
}

const timed = (rows: readonly Waited[], work: WorkTime, now: Date): Timed[] =>
  rows.map((row) => ({
    ...row,
    minutes: workMinutesBetween(row.since, row.answeredAt ?? row.endedAt ?? now.toISOString(), work),
  }))

type Outcome = { kind: LeadReport['plays'][number]['kind'] | null; of: number; becameA: number; won: number }

// A deal counts once for a kind, from the first such play; what came before it is not the play's doing.
async function loadOutcomes(db: Db, actor: Actor, period: Period, zone: string): Promise<Outcome[]> {
  const found = await sql<Outcome>`
    with begun as (
      select distinct on (p.deal_id, p.kind) p.deal_id, p.kind, p.started_at as at from urgency_play p
      where p.removed_at is null and ${within(period, zone, sql`p.started_at`)}
      order by p.deal_id, p.kind, p.started_at
    ), alone as (
      select distinct on (e.deal_id) e.deal_id, null::text as kind, e.at from grade_event e
      where e.to_grade = 'B' and ${within(period, zone, sql`e.at`)}
        and not exists (select from urgency_play p where p.deal_id = e.deal_id and p.removed_at is null)
      order by e.deal_id, e.at
    )
    select b.kind, count(*) as of,
      count(*) filter (where exists (
        select from grade_event e where e.deal_id = b.deal_id and e.to_grade = 'A' and e.at > b.at)) as became_a,
      count(*) filter (where s.kind = 'won' and d.closed_at > b.at) as won
    from (select * from begun union all select * from alone) b join deal d on d.id = b.deal_id join stage s on s.id = d.stage_id
    where ${isSeen(actor)} group by b.kind`.execute(db)
  return found.rows
}

async function loadEffort(db: Db, actor: Actor, period: Period, zone: string): Promise<LeadReport['effort']> {
  const found = await sql<LeadReport['effort'][number]>`
    select g.grade, count(*) as touches, count(distinct d.id) as deals
    from touch t join deal d on d.id = t.deal_id left join lead_grade g on g.deal_id = d.id
    where t.kind <> 'note' and ${within(period, zone, sql`t.happened_at`)} and ${isSeen(actor)}
    group by g.grade order by g.grade nulls last`.execute(db)
  return found.rows
}

/** How soon an A heard from us, what plays brought beside Bs without one, and on whom time was spent: six queries. */
export async function showLeadReport(db: Db, actor: Actor, period: Period, now: Date): Promise<LeadReport> {
  const { settings, work } = await loadWork(db)
  const { responseMinutes } = settings
  const waits = timed(await loadWaits(db, actor, period, work.timeZone), work, now)
  const outcomes = await loadOutcomes(db, actor, period, work.timeZone)
  const outcomeOf = (kind: Outcome['kind']) => {
    const { of, becameA, won } = outcomes.find((it) => it.kind === kind) ?? { of: 0, becameA: 0, won: 0 }
    return { of, becameA: rateOf(becameA, of), won: rateOf(won, of) }
  }
  const owners = [...new Set(waits.map((it) => it.ownerId))]
  return {
    responseMinutes,
    response: summed(waits, responseMinutes),
    byRep: owners.map((ownerId) => {
      const own = waits.filter((it) => it.ownerId === ownerId)
      return { ownerId, ownerName: own[0]?.ownerName ?? null, ...summed(own, responseMinutes) }
    }),
    slowest: waits
      .toSorted((a, b) => b.minutes - a.minutes)
      .slice(0, SLOWEST)
      .map(({ ownerId: _owner, endedAt: _ended, ...row }) => row),
    plays: playKinds.map((kind) => ({ kind, ...outcomeOf(kind) })),
    withoutPlay: outcomeOf(null),
    effort: await loadEffort(db, actor, period, work.timeZone),
  }
}
