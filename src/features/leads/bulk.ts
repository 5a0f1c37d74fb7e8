import { sql } from 'kysely'
import { lockDeal } from '#features/funnel/public.ts'
import { dayOf } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import { Temporal } from '#kernel/temporal.ts'
import type { Unit } from '#server/unit.ts'
import { loadRules, regrade, type Rules } from './regrade.ts'
import { findGrade, type StoredPlay } from './store.ts'
import type { StoredTurn } from './turns.ts'

/** What was answered elsewhere, or before there was Gorn. */
export type ToldAnswer = {
  dealId: string
  question: 'need' | 'money' | 'timing'
  value: string
  neededBy: string | null
  evidence: string | null
  source: 'client' | 'document' | 'guess'
  answeredAt: string
}
/** What was offered, and whose turn it was said to be, likewise. */
export type ToldPlay = Omit<StoredPlay, 'rev' | 'id' | 'authorId' | 'removedAt'>
export type ToldTurn = Omit<StoredTurn, 'id' | 'authorId' | 'removedAt'>

const at = (rules: Rules, instant: Date): Rules => ({
  ...rules,
  now: instant,
  today: dayOf(instant, rules.timeZone),
})

// The day of a grade may have come before the next answer, or since the last one.
async function turnBy(unit: Unit, dealId: string, rules: Rules): Promise<void> {
  const urgentOn = (await findGrade(unit.trx, dealId))?.urgentOn
  if (!urgentOn) return
  const { epochMilliseconds } = Temporal.PlainDate.from(urgentOn).toZonedDateTime(rules.timeZone)
  const deal = await lockDeal(unit.trx, dealId)
  const turned = new Date(epochMilliseconds)
  if (turned > rules.now || (deal.closedAt !== null && new Date(deal.closedAt) <= turned)) return
  await regrade(unit, deal, 'day', at(rules, turned))
}

/** Writes many answers within the unit, and works out the grades that followed from them, each at its time. */
export async function insertAnswers(unit: Unit, answers: readonly ToldAnswer[], now: Date): Promise<void> {
  const rules = await loadRules(unit.trx, now)
  const byDeal = Map.groupBy(answers, (it) => it.dealId)
  const rounds = [...byDeal.values()].map((own) => [
    ...Map.groupBy(
      own.toSorted((a, b) => Temporal.Instant.compare(a.answeredAt, b.answeredAt)),
      (it) => it.answeredAt,
    ).values(),
  ])
  for (let round = 0; round < Math.max(0, ...rounds.map((it) => it.length)); round++) {
    const told = rounds.flatMap((it) => it.slice(round, round + 1))
    for (const [first] of told)
      if (round > 0 && first) await turnBy(unit, first.dealId, at(rules, new Date(first.answeredAt)))
    await insertRows(unit, told.flat())
    for (const [first] of told)
      if (first)
        await regrade(
          unit,
          await lockDeal(unit.trx, first.dealId),
          'answer',
          at(rules, new Date(first.answeredAt)),
        )
  }
  for (const dealId of byDeal.keys()) await turnBy(unit, dealId, rules)
}

async function insertRows({ trx }: Unit, answers: readonly ToldAnswer[]): Promise<void> {
  const rows = answers.map((it) => ({ ...it, id: newId() }))
  await sql`
    insert into lead_answer (id, deal_id, question, value, needed_by, evidence, source, author_id, answered_at)
    select r.id, r."dealId", r.question, r.value, r."neededBy", r.evidence, r.source, d.owner_id, r."answeredAt"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, "dealId" uuid, question text, value text,
      "neededBy" date, evidence text, source text, "answeredAt" timestamptz)
    join deal d on d.id = r."dealId"`.execute(trx)
}

/** Writes what was offered, whose turn it was said to be, and when Cs are looked at again, within the unit. */
export async function insertStory(
  { trx }: Unit,
  {
    plays,
    turns,
    rechecks,
  }: {
    plays: readonly ToldPlay[]
    turns: readonly ToldTurn[]
    rechecks: readonly { dealId: string; on: string }[]
  },
): Promise<void> {
  const withIds = (rows: readonly object[]): string =>
    JSON.stringify(rows.map((it) => ({ ...it, id: newId() })))
  await sql`
    insert into urgency_play (id, deal_id, kind, terms, valid_until, outcome, author_id, started_at)
    select r.id, d.id, r.kind, r.terms, r."validUntil", r.outcome, d.owner_id, r."startedAt"
    from jsonb_to_recordset(${withIds(plays)}::jsonb) as r (id uuid, "dealId" uuid, kind text, terms text,
      "validUntil" date, outcome text, "startedAt" timestamptz)
    join deal d on d.id = r."dealId"`.execute(trx)
  await sql`
    insert into deal_turn (id, deal_id, at, waits_on, note, author_id)
    select r.id, d.id, r.at, r."waitsOn", r.note, d.owner_id
    from jsonb_to_recordset(${withIds(turns)}::jsonb) as r (id uuid, "dealId" uuid, at timestamptz, "waitsOn" text, note text)
    join deal d on d.id = r."dealId"`.execute(trx)
  await sql`
    update lead_grade g set recheck_on = r."on"
    from jsonb_to_recordset(${JSON.stringify(rechecks)}::jsonb) as r ("dealId" uuid, "on" date)
    where g.deal_id = r."dealId" and g.grade = 'C'`.execute(trx)
}
