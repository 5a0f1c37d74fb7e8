import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import type { Db } from '#server/database/connect.ts'
import { loadDelays, sumDelays } from './delay-report.ts'
import { isSeen, type Period, within } from './period-sql.ts'
import { loadPlays } from './play-report.ts'
import type { LeadReport } from './report-contract.ts'
import { loadWaits, sumResponse } from './response-report.ts'
import { loadWork } from './work-time.ts'

const SLOWEST = 20

async function loadEffort(db: Db, actor: Actor, period: Period, zone: string): Promise<LeadReport['effort']> {
  const found = await sql<LeadReport['effort'][number]>`
    select g.grade, count(*) as touches, count(distinct d.id) as deals, coalesce(sum(t.minutes), 0) as minutes,
      count(t.minutes) as timed
    from touch t join deal d on d.id = t.deal_id left join lead_grade g on g.deal_id = d.id
    where t.kind <> 'note' and ${within(period, zone, sql`t.happened_at`)} and ${isSeen(actor)}
    group by g.grade order by g.grade nulls last`.execute(db)
  return found.rows
}

/** How soon an A heard from us, what we delayed, what plays brought beside Bs without one, on whom time was spent: six queries. */
export async function showLeadReport(db: Db, actor: Actor, period: Period, now: Date): Promise<LeadReport> {
  const { settings, work } = await loadWork(db)
  const { responseMinutes } = settings
  const waits = await loadWaits(db, actor, period, work, now)
  const owners = [...new Set(waits.map((it) => it.ownerId))]
  return {
    responseMinutes,
    response: sumResponse(waits, responseMinutes),
    byRep: owners.map((ownerId) => {
      const own = waits.filter((it) => it.ownerId === ownerId)
      return { ownerId, ownerName: own[0]?.ownerName ?? null, ...sumResponse(own, responseMinutes) }
    }),
    slowest: waits
      .toSorted((a, b) => b.minutes - a.minutes)
      .slice(0, SLOWEST)
      .map(({ ownerId: _owner, endedAt: _ended, ...row }) => row),
    delays: sumDelays(await loadDelays(db, actor, period, work, now)),
    ...(await loadPlays(db, actor, period, work.timeZone)),
    effort: await loadEffort(db, actor, period, work.timeZone),
  }
}
