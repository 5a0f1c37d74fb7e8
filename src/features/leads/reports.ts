import { sql } from 'kysely'
import { ownerVisibleTo } from '#features/clients/public.ts'
import { type Actor, mayEditRecordOf } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import { workMinutesUntil } from '#kernel/work-minutes.ts'
import type { Db } from '#server/database/connect.ts'
import type { Lead, LeadAnswer, LeadWait, Play } from './contract.ts'
import { gradeLead } from './domain/grade.ts'
import { lastTurn, type Turn } from './domain/waits.ts'
import { loadRules, toAnswers } from './regrade.ts'
import { loadTurns } from './turns.ts'

type Row = {
  ownerId: string | null
  since: string | null
  answers: LeadAnswer[]
  turns: Lead['turns']
  plays: Play[]
  recheckOn: string | null
}

/** Whose turn it is now, in working minutes, which `minutesSince` counts until now. */
export function waitNow(
  turns: readonly Turn[] | undefined,
  minutesSince: (from: string) => number,
  now: Date,
): LeadWait | null {
  const last = turns && lastTurn(turns, now.getTime())
  if (!last) return null
  const since = new Date(last.fromMs).toISOString()
  const { on, cause, note } = last
  return { on, since, cause, note, minutes: minutesSince(since) }
}

/** The grade of a deal, why it is that, how it went, and what was offered: three queries. */
export async function showLead(db: Db, actor: Actor, dealId: string, now: Date): Promise<Lead> {
  const author = (alias: string) =>
    sql`(select u.name from app_user u where u.id = ${sql.ref(`${alias}.author_id`)})`
  const found = await sql<Row>`
    select d.owner_id, to_json(g.since) #>> '{}' as since,
      case when g.grade = 'C' then g.recheck_on end as recheck_on,
      coalesce((select jsonb_agg(a.row order by a.place) from (
        select distinct on (question) jsonb_build_object('id', a.id, 'question', question, 'value', value, 'neededBy', needed_by,
          'evidence', evidence, 'source', source, 'authorName', ${author('a')}, 'answeredAt', answered_at) as row,
          array_position(array['need', 'money', 'timing', 'decisionMaker'], question) as place
        from lead_answer a where deal_id = d.id and removed_at is null
        order by question, answered_at desc, id desc) a), '[]') as answers,
      coalesce((select jsonb_agg(jsonb_build_object('at', e.at, 'from', e.from_grade, 'to', e.to_grade, 'cause', e.cause)
        order by e.at desc, e.id desc) from grade_event e where e.deal_id = d.id), '[]') as turns,
      coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'rev', p.rev, 'kind', p.kind, 'terms', p.terms,
        'validUntil', p.valid_until, 'outcome', p.outcome, 'authorName', ${author('p')}, 'startedAt', p.started_at)
        order by p.started_at desc, p.id desc) from urgency_play p where p.deal_id = d.id and p.removed_at is null), '[]')
        as plays
    from deal d left join lead_grade g on g.deal_id = d.id
    where d.id = ${dealId} and ${ownerVisibleTo(actor, sql`d.owner_id`)}`.execute(db)
  const row = found.rows[0]
  if (!row) throw new Refusal('notFound', { entity: 'deal' })
  const rules = await loadRules(db, now)
  const { kind: _kind, ...grading } = gradeLead(toAnswers(row.answers, rules.timeZone), rules, rules.today)
  const turns = (await loadTurns(db, [dealId], now)).get(dealId)
  const wait = waitNow(turns, workMinutesUntil(now.toISOString(), rules.work), now)
  const { ownerId, ...rest } = row
  return { dealId, ...grading, ...rest, wait, mayEdit: mayEditRecordOf(actor, ownerId) }
}
