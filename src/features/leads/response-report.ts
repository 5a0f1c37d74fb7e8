import { sql } from 'kysely'
import { rateOf } from '#features/funnel/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { median } from '#kernel/median.ts'
import { workMinutesBetween, type WorkTime } from '#kernel/work-minutes.ts'
import type { Db } from '#server/database/connect.ts'
import { isSeen, type Period, within } from './period-sql.ts'
import type { LeadReport } from './report-contract.ts'

type Row = Omit<LeadReport['slowest'][number], 'minutes'> & {
  ownerId: string | null
  endedAt: string | null
}
/** A lead that became A, and how long it waited for the first talk, in working minutes. */
export type Waited = Row & { minutes: number }

/** From becoming an A until the first talk; a deal that is over, or no A any more, waits no longer. One query. */
export async function loadWaits(
  db: Db,
  actor: Actor,
  period: Period,
  work: WorkTime,
  now: Date,
): Promise<Waited[]> {
  const found = await sql<Row>`
    select d.id as deal_id, d.title, k.name as client_name, d.owner_id, u.name as owner_name,
      to_json(e.at) #>> '{}' as since, to_json(t.at) #>> '{}' as answered_at,
      to_json(least(d.closed_at, (select min(n.at) from grade_event n where n.deal_id = d.id and n.at > e.at))) #>> '{}' as ended_at
    from grade_event e join deal d on d.id = e.deal_id join client k on k.id = d.client_id
    left join app_user u on u.id = d.owner_id
    left join lateral (
      select min(c.happened_at) as at from touch c where c.kind <> 'note' and c.happened_at >= e.at
        and c.client_id = d.client_id and (c.deal_id = d.id or c.deal_id is null)) t on true
    where e.to_grade = 'A' and ${within(period, work.timeZone, sql`e.at`)} and ${isSeen(actor)}
    order by e.at, e.id`.execute(db)
  return found.rows.map((row) => ({
    ...row,
    minutes: workMinutesBetween(row.since, row.answeredAt ?? row.endedAt ?? now.toISOString(), work),
  }))
}

const isInTime = (row: Waited, responseMinutes: number): boolean =>
  row.answeredAt !== null && row.minutes <= responseMinutes

/** Whether a lead heard from us too late, or still has not; whoever waits within the clock is neither in time nor late. */
const isLate = (row: Waited, responseMinutes: number): boolean => row.minutes > responseMinutes

/** Those behind a figure of the response. */
export function waitsBehind(
  rows: readonly Waited[],
  figure: 'became' | 'answered' | 'inTime' | 'late',
  responseMinutes: number,
): Waited[] {
  return rows.filter((row) => {
    if (figure === 'became') return true
    if (figure === 'answered') return row.answeredAt !== null
    return figure === 'inTime' ? isInTime(row, responseMinutes) : isLate(row, responseMinutes)
  })
}

/** How soon leads heard from us, all together. */
export function sumResponse(rows: readonly Waited[], responseMinutes: number): LeadReport['response'] {
  const answered = waitsBehind(rows, 'answered', responseMinutes)
  const [inTime, late] = (['inTime', 'late'] as const).map(
    (it) => waitsBehind(rows, it, responseMinutes).length,
  )
  return {
    became: rows.length,
    answered: answered.length,
    inTime: rateOf(inTime ?? 0, (inTime ?? 0) + (late ?? 0)),
    medianMinutes: median(answered.map((it) => it.minutes)),
  }
}
