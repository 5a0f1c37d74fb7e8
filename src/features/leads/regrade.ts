import { loadWorkspace } from '#features/team/public.ts'
import { dayOf } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import type { Db } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import {
  type AnswerSource,
  gradeLead,
  type GradeSettings,
  type LeadAnswers,
  type LeadGrading,
  type Timing,
  type YesNo,
} from './domain/grade.ts'
import { loadSettings } from './settings.ts'
import * as store from './store.ts'

/** What a grade is worked out by on a day. */
export type Rules = GradeSettings & { timeZone: string; today: string; now: Date }

/** The rules as they are now: settings, and the day in the workspace's zone. */
export async function loadRules(db: Db, now: Date): Promise<Rules> {
  const { urgencyHorizonDays, staleAfterDays } = await loadSettings(db)
  const { timeZone } = await loadWorkspace(db)
  return { urgencyHorizonDays, staleAfterDays, timeZone, today: dayOf(now, timeZone), now }
}

/** An answer as far as a grade reads it. */
export type Told = {
  question: string
  value: string
  neededBy: string | null
  source: AnswerSource
  answeredAt: string
}

/** Answers as they were written down, as the rule reads them. */
export function toAnswers(rows: readonly Told[], timeZone: string): LeadAnswers {
  const read = <Value, More extends object = object>(
    question: string,
    more: (row: Told) => { value: Value } & More,
  ) => {
    const row = rows.find((it) => it.question === question)
    return row ? { source: row.source, answeredOn: dayOf(row.answeredAt, timeZone), ...more(row) } : null
  }
  return {
    need: read('need', ({ value }) => ({ value: value as YesNo })),
    money: read('money', ({ value }) => ({ value: value as YesNo })),
    timing: read('timing', ({ value, neededBy }) => ({ value: value as Timing, neededBy })),
  }
}

/** Works the grade of a deal out anew within the unit; a change of it is an event with its cause, never silent. */
export async function regrade(
  unit: Unit,
  deal: { id: string; ownerId: string | null },
  cause: store.GradeEvent['cause'],
  rules: Rules,
): Promise<LeadGrading | null> {
  const { decisionMaker: _shown, ...asked } = await store.loadAnswers(unit.trx, deal.id)
  const rows = Object.values(asked)
  const before = await store.findGrade(unit.trx, deal.id)
  const [earliest] = rows.map((it) => dayOf(it.answeredAt, rules.timeZone)).toSorted()
  const graded =
    earliest === undefined ? null : gradeLead(toAnswers(rows, rules.timeZone), rules, rules.today)
  const grade = graded?.grade ?? null
  const isTurn = grade !== (before?.grade ?? null)
  const at = rules.now.toISOString()
  if (!graded || !earliest) await store.removeGrade(unit.trx, deal.id)
  else
    await store.writeGrade(unit.trx, deal.id, {
      grade,
      rule: graded.rule,
      since: isTurn || !before ? at : before.since,
      urgentOn: graded.becomesUrgentOn,
      answeredOn: earliest,
    })
  if (isTurn) {
    const rule = graded?.rule ?? 'unknown'
    const event = {
      id: newId(),
      dealId: deal.id,
      at,
      fromGrade: before?.grade ?? null,
      toGrade: grade,
      rule,
      cause,
    }
    await store.insertGradeEvent(unit.trx, { ...event, actorId: unit.actor.userId })
    await unit.record({
      action: 'lead.graded',
      entity: 'deal',
      id: deal.id,
      before: { leadGrade: event.fromGrade },
      after: { leadGrade: grade, rule },
      ownerId: deal.ownerId,
    })
  }
  return graded
}
