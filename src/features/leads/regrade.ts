import { addDays, dayOf } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import type { WorkTime } from '#kernel/work-minutes.ts'
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
import * as store from './store.ts'
import { loadWork } from './work-time.ts'

/** What a grade is worked out by on a day. */
export type Rules = GradeSettings & {
  timeZone: string
  today: string
  now: Date
  recheckDays: number
  work: WorkTime
}

/** The rules as they are now: settings, and the day in the workspace's zone. */
export async function loadRules(db: Db, now: Date): Promise<Rules> {
  const { settings, work } = await loadWork(db)
  const { urgencyHorizonDays, staleAfterDays, recheckDays } = settings
  const { timeZone } = work
  return { urgencyHorizonDays, staleAfterDays, recheckDays, timeZone, today: dayOf(now, timeZone), now, work }
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

// A C that was asked about on its day or later is looked at again after as long.
function recheckOf(
  grade: string | null,
  before: store.StoredGrade | null,
  isAsked: boolean,
  { today, recheckDays }: Rules,
): string | null {
  if (grade !== 'C') return null
  const was = before?.recheckOn ?? null
  return was === null || (isAsked && was <= today) ? addDays(today, recheckDays) : was
}

/** Works the grade of a deal out anew within the unit; a change of it is an event with its cause, never silent. */
export async function regrade(
  unit: Unit,
  deal: { id: string; ownerId: string | null },
  cause: store.GradeEvent['cause'],
  rules: Rules,
  /** what is taken back is asked by nobody */
  isUndo = false,
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
  const was = before?.recheckOn ?? null
  const recheckOn = recheckOf(grade, before, cause === 'answer' && !isUndo, rules)
  // A first day follows from the grade; one that is given up is told of, so that it can return.
  if (was !== null && was !== recheckOn) await store.setRecheck(unit, deal, was, recheckOn)
  if (!graded || !earliest) await store.removeGrade(unit.trx, deal.id)
  else
    await store.writeGrade(unit.trx, deal.id, {
      grade,
      rule: graded.rule,
      since: isTurn || !before ? at : before.since,
      urgentOn: graded.becomesUrgentOn,
      answeredOn: earliest,
      recheckOn,
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
