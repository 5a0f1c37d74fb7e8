import { type RawBuilder, sql } from 'kysely'
import {
  clientVisibleTo,
  daysSinceSql,
  ownerVisibleTo,
  rhythmSql,
  statTables,
} from '#features/clients/public.ts'
import { callPhoneSql, loadCards } from '#features/funnel/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { type Actor, sees } from '#kernel/actor.ts'
import { addDays, dayOf } from '#kernel/days.ts'
import type { OutputOf } from '#kernel/operation.ts'
import { Refusal } from '#kernel/refusal.ts'
import { afterWorkMinutes, workMinutesUntil } from '#kernel/work-minutes.ts'
import type { Db } from '#server/database/connect.ts'
import { type leadsContract, type QueuePart, queueParts, type QueueRow } from './contract.ts'
import { gradeLead } from './domain/grade.ts'
import { type Told, toAnswers } from './regrade.ts'
import { waitNow } from './reports.ts'
import { loadTurns } from './turns.ts'
import { loadWork } from './work-time.ts'

/** Rows of a part that are shown: who has more than that begins with the first. */
const MOST = 30
/** A play is told of from the day before its last. */
const PLAY_DAYS = 1
/** A silent client with whom we spoke so lately is being worked with. */
const SPOKEN_DAYS = 7

type Asked = { ownerId: string; today: string; staleBefore: string }

const isSnoozed = (
  column: 'dealId' | 'clientId',
  id: RawBuilder<unknown>,
  today: string,
): RawBuilder<unknown> =>
  sql`exists (select from queue_snooze z where z.${sql.ref(column)} = ${id} and z.removed_at is null and z.until > ${today})`

// Since when an A waits: since it burns, or since somebody said that the client waits for us again.
const sinceSql = sql`greatest(g.since, (
  select max(w.at) from deal_turn w where w.deal_id = d.id and w.waits_on = 'us' and w.removed_at is null))`

// Whether a deal is an A that nobody answered: no talk about it, or with the client about nothing in particular, since then, and
// nobody said that we wait for them. A "case", since of an unknown grade "and" would look for the talks too.
const isWaiting = sql`(case when g.grade = 'A' then not exists (
    select from touch t where t.kind <> 'note' and t.happened_at >= ${sinceSql}
      and (t.deal_id = d.id or (t.deal_id is null and t.client_id = d.client_id)))
  and not exists (select from deal_turn w where w.deal_id = d.id and w.waits_on = 'client' and w.removed_at is null
    and w.at >= ${sinceSql}) else false end)`

/** Every open deal of a person with the first reason for which it is in the queue, if there is one; a deal stands there once. */
const dealsOf = (
  { ownerId, today, staleBefore }: Asked,
  visible: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`
  select d.id, d.client_id, d.amount_minor, d.step_on, d.step_time, g.grade,
    case when g.grade = 'A' then ${sinceSql} end as since, p.valid_until, p.terms,
    case when g.grade = 'C' then g.recheck_on end as recheck_on,
    case when ${isWaiting} then 'waiting'
      when d.step_on <= ${today} then 'step'
      when p.valid_until <= ${addDays(today, PLAY_DAYS)} then 'play'
      -- No selling time for a C: it has a dated step, or rests.
      when d.step_on is null and g.grade is distinct from 'C' then 'noStep'
      when g.answered_on < ${staleBefore} or (g.grade = 'C' and g.recheck_on <= ${today}) then 'recheck' end as part
  from deal d left join lead_grade g on g.deal_id = d.id
  left join lateral (
    select y.valid_until, y.terms from urgency_play y
    where y.deal_id = d.id and y.outcome is null and y.removed_at is null order by y.valid_until limit 1) p on true
  where d.owner_id = ${ownerId} and d.closed_at is null and d.removed_at is null and ${visible}`

type Ranked = {
  part: QueuePart
  dealId: string | null
  clientId: string
  clientName: string
  phone: string | null
  grade: 'A' | 'B' | 'C' | null
  since: string | null
  amountMinor: number | null
  count: number
  sumMinor: number
  answers: Told[] | null
} & Omit<QueueRow['why'], 'questions'>

async function rankDeals(db: Db, actor: Actor, asked: Asked): Promise<Ranked[]> {
  const found = await sql<Ranked>`
    select q.part, q.id as deal_id, q.client_id, k.name as client_name, ${callPhoneSql(actor)} as phone, q.grade,
      to_json(q.since) #>> '{}' as since, q.amount_minor, q.valid_until, q.terms, q.recheck_on, q.count, q.sum_minor,
      null::int as days_since, null::int as usual_days,
      (select to_json(max(t.happened_at)) #>> '{}' from touch t where t.client_id = q.client_id and t.kind <> 'note')
        as last_touch_at,
      (select a.needed_by from lead_answer a where a.deal_id = q.id and a.question = 'timing' and a.removed_at is null
        order by a.answered_at desc, a.id desc limit 1) as needed_by,
      (select e.cause from grade_event e where e.deal_id = q.id order by e.at desc, e.id desc limit 1) as grade_cause,
      (select jsonb_agg(o) from (
        select distinct on (question) a.question, a.value, a.needed_by as "neededBy", a.source, a.answered_at as "answeredAt"
        from lead_answer a where a.deal_id = q.id and a.removed_at is null
        order by question, answered_at desc, id desc) o) as answers
    from (
      -- Kept apart: flowing into what sorts by it, the reason would be found out three times for each deal.
      with reason as materialized (${dealsOf(asked, ownerVisibleTo(actor, sql`d.owner_id`))})
      select r.*, row_number() over (partition by r.part order by
          case r.part when 'waiting' then extract(epoch from r.since)
            when 'step' then extract(epoch from r.step_on + coalesce(r.step_time, '23:59'))
            when 'play' then extract(epoch from r.valid_until::timestamp) else -coalesce(r.amount_minor, 0) end, r.id) as place,
        count(*) over (partition by r.part) as count,
        coalesce(sum(r.amount_minor) over (partition by r.part), 0)::bigint as sum_minor
      from reason r where r.part is not null and not ${isSnoozed('dealId', sql`r.id`, asked.today)}) q
    join client k on k.id = q.client_id
    where q.place <= ${MOST}
    order by array_position(${[...queueParts]}::text[], q.part), q.place`.execute(db)
  return found.rows
}

async function rankLate(db: Db, actor: Actor, { ownerId, today }: Asked): Promise<Ranked[]> {
  const found = await sql<Ranked>`
    select 'late' as part, null as deal_id, k.id as client_id, k.name as client_name, ${callPhoneSql(actor)} as phone, null as grade,
      null as since, q.at_stake_minor as amount_minor, null as valid_until, null as terms, null as recheck_on,
      q.days_since, round(q.gap_days)::int as usual_days, null as needed_by, null as grade_cause,
      (select to_json(max(s.happened_at)) #>> '{}' from touch s where s.client_id = k.id and s.kind <> 'note') as last_touch_at,
      null as answers, q.count, q.sum_minor
    from (
      select k.id, t.at_stake_minor, t.gap_days, ${daysSinceSql} as days_since, count(*) over () as count,
        coalesce(sum(t.at_stake_minor) over (), 0)::bigint as sum_minor
      from ${statTables} join client k on k.id = t.client_id
      where k.owner_id = ${ownerId} and k.archived_at is null and ${clientVisibleTo(actor)}
        and ${rhythmSql} in ('late', 'atRisk', 'lapsed')
        and not ${isSnoozed('clientId', sql`k.id`, today)}
        and not exists (select from touch s where s.client_id = k.id and s.kind <> 'note'
          and s.happened_at >= ${today}::date - ${SPOKEN_DAYS}::int)
      order by t.at_stake_minor desc nulls last, k.id limit ${MOST}) q
    join client k on k.id = q.id
    order by q.at_stake_minor desc nulls last, k.id`.execute(db)
  return found.rows
}

type Today = OutputOf<typeof leadsContract.today>

/**
 * The queue of a person, in its order: leads that burn, steps due, plays that end, deals without a step by value, silent
 * clients by money, answers to check again. Five queries, however long it is.
 */
export async function showToday(db: Db, actor: Actor, asked: string | undefined, now: Date): Promise<Today> {
  const ownerId = asked ?? actor.userId ?? ''
  if (!sees(actor, ownerId)) throw new Refusal('notFound', { entity: 'user' })
  const { settings, work } = await loadWork(db)
  const today = dayOf(now, work.timeZone)
  const of = { ownerId, today, staleBefore: addDays(today, -settings.staleAfterDays) }
  // Who waits for the page waits for the longer of two, not for both.
  const [deals, late] = await Promise.all([rankDeals(db, actor, of), rankLate(db, actor, of)])
  const ranked = queueParts.flatMap((part) => [...deals, ...late].filter((it) => it.part === part))
  const dealIds = ranked.flatMap(({ dealId }) => dealId ?? [])
  const [cards, turns] = await Promise.all([loadCards(db, actor, dealIds), loadTurns(db, dealIds, now)])
  const minutesSince = workMinutesUntil(now.toISOString(), work)
  const first = (part: QueuePart): Ranked | undefined => ranked.find((it) => it.part === part)
  const toClock = (since: string): QueueRow['clock'] => ({
    since,
    dueAt: afterWorkMinutes(since, settings.responseMinutes, work),
    minutesGone: minutesSince(since),
  })
  return {
    on: today,
    ownerId,
    responseMinutes: settings.responseMinutes,
    counts: Object.fromEntries(queueParts.map((part) => [part, first(part)?.count ?? 0])) as Today['counts'],
    atStakeMinor: queueParts.reduce((sum, part) => sum + (first(part)?.sumMinor ?? 0), 0),
    rows: ranked.map(({ part, dealId, clientId, clientName, phone, grade, since, amountMinor, ...more }) => {
      const {
        neededBy,
        gradeCause,
        validUntil,
        terms,
        daysSince,
        usualDays,
        lastTouchAt,
        answers,
        recheckOn,
      } = more
      const grading = answers && gradeLead(toAnswers(answers, work.timeZone), settings, today)
      return {
        part,
        clientId,
        clientName,
        phone,
        grade,
        effective: grading?.effective ?? null,
        amountMinor,
        wait: waitNow(turns.get(dealId ?? ''), minutesSince, now),
        deal: (dealId && cards.get(dealId)) || null,
        clock: part === 'waiting' && since ? toClock(since) : null,
        why: {
          neededBy,
          gradeCause,
          validUntil,
          terms,
          daysSince,
          usualDays,
          lastTouchAt,
          recheckOn: part === 'recheck' && recheckOn !== null && recheckOn <= today ? recheckOn : null,
          questions: (part === 'recheck' && grading?.recheck) || [],
        },
      }
    }),
  }
}

type Load = OutputOf<typeof leadsContract.load>

/** How much waits with each person in sight who has open deals: one query and the day. */
export async function showLoad(db: Db, actor: Actor, now: Date): Promise<Load> {
  const today = dayOf(now, (await loadWorkspace(db)).timeZone)
  const found = await sql<Load['rows'][number]>`
    select u.id as owner_id, u.name as owner_name,
      count(*) filter (where ${isWaiting}) as waiting,
      count(*) filter (where d.step_on < ${today}) as late_steps, count(*) filter (where d.step_on = ${today}) as steps,
      count(*) filter (where d.step_on is null and g.grade is distinct from 'C') as no_step,
      count(*) as open_deals, coalesce(sum(d.amount_minor), 0)::bigint as open_minor
    from deal d join app_user u on u.id = d.owner_id left join lead_grade g on g.deal_id = d.id
    where d.closed_at is null and d.removed_at is null and ${ownerVisibleTo(actor, sql`d.owner_id`)}
    group by u.id, u.name order by u.name collate "ru-x-icu", u.id`.execute(db)
  return { rows: found.rows }
}
