import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { leadGrades } from '#kernel/lead-grade.ts'
import { addDays } from '#kernel/days.ts'
import {
  type Answer,
  answerSources,
  type GradeDecision,
  gradeDefaults,
  gradeLead,
  type LeadAnswers,
  type Question,
  questions,
  type TimingAnswer,
  timingValues,
  type YesNo,
  yesNoValues,
} from './grade.ts'
import { latestAnswers } from './latest-answers.ts'

const TODAY = '2026-03-10'
const FRESH = '2025-12-10' // 90 days ago
const STALE = '2025-12-09' // 91 days ago
const grade = (answers: LeadAnswers, today = TODAY) => gradeLead(answers, gradeDefaults, today)

/**
 * The whole table, written by hand. A row: how timing stands, how need stands; then a cell for each standing of money:
 * yes, no, unknown, never asked. A, B; N = C by need, M = C by money; X = contradiction; otherwise the next question.
 * Near, far and past are needed-by dates.
 */
const table = `
urgent     yes      A       M       money   money
urgent     no       X       X       X       X
urgent     unknown  A       M       money   money
urgent     never    A       M       money   money
notUrgent  yes      B       M       money   money
notUrgent  no       N       N       N       N
notUrgent  unknown  need    M       need    need
notUrgent  never    need    M       need    need
unknown    yes      timing  M       money   money
unknown    no       N       N       N       N
unknown    unknown  need    M       need    need
unknown    never    need    M       need    need
never      yes      timing  M       money   money
never      no       N       N       N       N
never      unknown  need    M       need    need
never      never    need    M       need    need
near       yes      A       M       money   money
near       no       X       X       X       X
near       unknown  A       M       money   money
near       never    A       M       money   money
far        yes      B       M       money   money
far        no       N       N       N       N
far        unknown  need    M       need    need
far        never    need    M       need    need
past       yes      A       M       money   money
past       no       X       X       X       X
past       unknown  A       M       money   money
past       never    A       M       money   money`

const standings = ['yes', 'no', 'unknown', 'never'] as const
type Standing = (typeof standings)[number]
const rows = table
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [timing = '', need = '', ...cells] = line.split(/ +/)
    return cells.map((cell, index) => [timing, need as Standing, standings[index] ?? 'never', cell] as const)
  })

const meanings: Record<string, Pick<GradeDecision, 'kind' | 'rule' | 'grade' | 'nextQuestion'>> = {
  A: { kind: 'graded', rule: 'allYesUrgent', grade: 'A', nextQuestion: null },
  B: { kind: 'graded', rule: 'allYesNotUrgent', grade: 'B', nextQuestion: null },
  N: { kind: 'graded', rule: 'needNo', grade: 'C', nextQuestion: null },
  M: { kind: 'graded', rule: 'moneyNo', grade: 'C', nextQuestion: null },
  X: { kind: 'contradiction', rule: 'contradiction', grade: null, nextQuestion: null },
  need: { kind: 'ungraded', rule: 'unknown', grade: null, nextQuestion: 'need' },
  money: { kind: 'ungraded', rule: 'unknown', grade: null, nextQuestion: 'money' },
  timing: { kind: 'ungraded', rule: 'unknown', grade: null, nextQuestion: 'timing' },
}

const neededBy: Record<string, string | undefined> = {
  near: '2026-03-24',
  far: '2026-03-25',
  past: '2026-03-09',
}
const subsets: Question[][] = [0, 1, 2, 3, 4, 5, 6, 7].map((bits) =>
  questions.filter((_, index) => (bits & (1 << index)) !== 0),
)

/** What a cell says once guesses are looked at: an A with a guess in it is a B that asks for the guessed answer. */
function meaningOf(cell: string, need: Standing, guessed: Question[]) {
  const meaning = { ...meanings[cell], heldBack: null }
  if (cell !== 'A') return meaning
  // A need that nobody confirmed rests on the urgency, and is as good as that.
  const needRestsOn = need === 'yes' ? 'need' : 'timing'
  const weak = guessed.includes(needRestsOn)
    ? 'need'
    : guessed.includes('money')
      ? 'money'
      : guessed.includes('timing')
        ? 'timing'
        : null
  return weak ? { ...meaning, grade: 'B', heldBack: 'guess', nextQuestion: weak } : meaning
}

function answersOf(
  [timing, need, money]: readonly [string, Standing, Standing, ...string[]],
  guessed: Question[],
  stale: Question[],
  wordBesideDate: TimingAnswer['value'],
): LeadAnswers {
  const frame = (question: Question) =>
    ({
      source: guessed.includes(question) ? 'guess' : 'client',
      answeredOn: stale.includes(question) ? STALE : FRESH,
    }) as const
  const yesNo = (question: Question, standing: Standing): Answer<YesNo> | null =>
    standing === 'never' ? null : { value: standing, ...frame(question) }
  const date = neededBy[timing]
  return {
    need: yesNo('need', need),
    money: yesNo('money', money),
    timing:
      timing === 'never'
        ? null
        : date
          ? { value: wordBesideDate, neededBy: date, ...frame('timing') }
          : { value: timing as TimingAnswer['value'], ...frame('timing') },
  }
}

describe('the table', () => {
  test('has every row', () => {
    expect(new Set(rows.map((row) => row.slice(0, 3).join())).size).toBe(7 * 4 * 4)
  })

  test.each(rows)('timing %s, need %s, money %s: %s', (...row) => {
    const [timing, need, money, cell] = row
    for (const guessed of subsets)
      for (const stale of subsets)
        for (const wordBesideDate of neededBy[timing] ? timingValues : (['unknown'] as const)) {
          const found = grade(answersOf(row, guessed, stale, wordBesideDate))
          const asked = { need: need !== 'never', money: money !== 'never', timing: timing !== 'never' }
          expect(found).toMatchObject({
            ...meaningOf(cell, need, guessed),
            recheck: stale.filter((it) => asked[it]),
            becomesUrgentOn: timing === 'far' ? '2026-03-11' : null,
            isOverdue: timing === 'past',
          })
        }
  })
})

describe('what counts as the answer', () => {
  const said = <T>(value: T) => ({ value, source: 'client', answeredOn: FRESH }) as const

  test('a need that urgency implies says so, and has the source of the timing', () => {
    const timing = { value: 'urgent', source: 'document', answeredOn: FRESH } as const
    expect(grade({ need: said('unknown'), money: null, timing }).effective).toEqual({
      need: { value: 'yes', source: 'document', isImplied: true },
      money: { value: 'unknown', source: null },
      timing: { value: 'urgent', source: 'document' },
    })
  })
  test('the day itself is not overdue', () => {
    const timing = { ...said('unknown' as const), neededBy: TODAY }
    expect(grade({ need: null, money: said('yes'), timing })).toMatchObject({ grade: 'A', isOverdue: false })
  })
  test('a needed-by date that was cleared leaves the word', () => {
    const timing = { ...said('notUrgent' as const), neededBy: null }
    expect(grade({ need: said('yes'), money: said('yes'), timing })).toMatchObject({ grade: 'B' })
  })
})

const dayArbitrary = fc.integer({ min: -400, max: 400 }).map((days) => addDays(TODAY, days))
const frame = { source: fc.constantFrom(...answerSources), answeredOn: dayArbitrary }
const yesNoArbitrary = fc.record({ value: fc.constantFrom(...yesNoValues), ...frame })
const timingArbitrary = fc.record({
  value: fc.constantFrom(...timingValues),
  neededBy: fc.option(dayArbitrary),
  ...frame,
})
const answersArbitrary: fc.Arbitrary<LeadAnswers> = fc.record({
  need: fc.option(yesNoArbitrary),
  money: fc.option(yesNoArbitrary),
  timing: fc.option(timingArbitrary),
})

describe('always', () => {
  test('the order in which answers are recorded plays no part', () => {
    const recorded = fc.uniqueArray(fc.integer({ min: 0, max: 1e6 }), { maxLength: 12 }).chain((minutes) =>
      fc.tuple(
        ...minutes.map((minute) =>
          fc
            .oneof(
              fc.record({ question: fc.constantFrom('need', 'money'), answer: yesNoArbitrary }),
              fc.record({ question: fc.constant('timing'), answer: timingArbitrary }),
            )
            .map((it) => ({
              ...it,
              id: String(minute),
              answeredAt: new Date(1.77e12 + minute * 60_000).toISOString(),
            })),
        ),
      ),
    )
    const withOrder = recorded.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    const gradeOf = (list: { question: string; answeredAt: string; id: string; answer: unknown }[]) => {
      const latest = latestAnswers(list)
      const of = (question: Question) => latest[question]?.answer ?? null
      return grade({ need: of('need'), money: of('money'), timing: of('timing') } as LeadAnswers)
    }
    fc.assert(
      fc.property(withOrder, ([list, shuffled]) => {
        const inTimeOrder = [...list].sort((a, b) => Number(a.id) - Number(b.id))
        expect(gradeOf(shuffled)).toEqual(gradeOf(inTimeOrder))
        for (const question of questions)
          expect(latestAnswers(shuffled)[question]).toEqual(
            inTimeOrder.findLast((it) => it.question === question),
          )
      }),
    )
  })

  test('a B becomes A on the day that it names, and not a day earlier', () => {
    const sure = fc.record({
      value: fc.constant('yes' as const),
      source: fc.constantFrom('client' as const, 'document' as const),
      answeredOn: dayArbitrary,
    })
    const far = fc.integer({ min: 1, max: 4000 })
    fc.assert(
      fc.property(sure, sure, fc.nat({ max: 365 }), far, (need, money, urgencyHorizonDays, farther) => {
        const settings = { ...gradeDefaults, urgencyHorizonDays }
        const neededBy = addDays(TODAY, urgencyHorizonDays + farther)
        const answers: LeadAnswers = { need, money, timing: { ...need, value: 'unknown', neededBy } }
        const on = gradeLead(answers, settings, TODAY).becomesUrgentOn ?? ''
        expect(on).toBe(addDays(TODAY, farther))
        expect(gradeLead(answers, settings, TODAY).grade).toBe('B')
        expect(gradeLead(answers, settings, addDays(on, -1))).toMatchObject({
          grade: 'B',
          becomesUrgentOn: on,
        })
        expect(gradeLead(answers, settings, on)).toMatchObject({ grade: 'A', becomesUrgentOn: null })
      }),
    )
  })

  test('an A has no guess in it, and no known grade lacks its reason', () => {
    fc.assert(
      fc.property(answersArbitrary, dayArbitrary, (answers, today) => {
        const found = grade(answers, today)
        const guesses = questions.filter((it) => found.effective[it].source === 'guess')
        if (found.grade === 'A') expect(guesses).toEqual([])
        if (found.heldBack) expect(guesses).toContain(found.nextQuestion)
        expect([...leadGrades, null]).toContain(found.grade)
        expect(found.kind === 'graded').toBe(found.grade !== null)
      }),
    )
  })
})
