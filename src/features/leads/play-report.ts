import { type RawBuilder, sql } from 'kysely'
import { compareRates, rateOf } from '#features/funnel/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { Db } from '#server/database/connect.ts'
import { type PlayKind, playKinds } from './domain/plays.ts'
import { isSeen, type Period, within } from './period-sql.ts'
import type { LeadReport } from './report-contract.ts'

type Outcome = { kind: PlayKind | null; of: number; becameA: number; won: number }

/**
 * Bs of the period, a row each: `deal_id`, `kind` (null = no play at all), `at`, and what came after. A deal counts once for a
 * kind, from the first such play; what came before it is not the play's doing.
 */
export const playedSql = (actor: Actor, period: Period, zone: string): RawBuilder<unknown> => sql`
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
  select b.deal_id, b.kind, b.at,
    exists (select from grade_event e where e.deal_id = b.deal_id and e.to_grade = 'A' and e.at > b.at) as became_a,
    coalesce(s.kind = 'won' and d.closed_at > b.at, false) as won
  from (select * from begun union all select * from alone) b join deal d on d.id = b.deal_id join stage s on s.id = d.stage_id
  where ${isSeen(actor)}`

/** What plays of each kind brought, beside Bs without one: one query. */
export async function loadPlays(
  db: Db,
  actor: Actor,
  period: Period,
  zone: string,
): Promise<Pick<LeadReport, 'plays' | 'withoutPlay'>> {
  const found = await sql<Outcome>`
    select b.kind, count(*) as of, count(*) filter (where b.became_a) as became_a, count(*) filter (where b.won) as won
    from (${playedSql(actor, period, zone)}) b group by b.kind`.execute(db)
  const countsOf = (kind: PlayKind | null): Outcome =>
    found.rows.find((it) => it.kind === kind) ?? { kind, of: 0, becameA: 0, won: 0 }
  const outcomeOf = ({ of, becameA, won }: Outcome) => ({
    of,
    becameA: rateOf(becameA, of),
    won: rateOf(won, of),
  })
  const alone = countsOf(null)
  const versus = (own: Outcome, what: 'becameA' | 'won') => {
    const compared = compareRates({ count: own[what], of: own.of }, { count: alone[what], of: alone.of })
    return compared && { kind: compared.kind, low: compared.low, high: compared.high }
  }
  return {
    plays: playKinds.map((kind) => {
      const own = countsOf(kind)
      return {
        kind,
        ...outcomeOf(own),
        becameAVersus: versus(own, 'becameA'),
        wonVersus: versus(own, 'won'),
      }
    }),
    withoutPlay: outcomeOf(alone),
  }
}
