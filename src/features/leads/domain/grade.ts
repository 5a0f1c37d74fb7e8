import { addDays, type Day, daysBetween } from '#kernel/days.ts'

/** The questions that make a grade, in the order in which they are asked. */
export const questions = ['need', 'money', 'timing'] as const
export type Question = (typeof questions)[number]
export const yesNoValues = ['yes', 'no', 'unknown'] as const
export type YesNo = (typeof yesNoValues)[number]
export const timingValues = ['urgent', 'notUrgent', 'unknown'] as const
export type Timing = (typeof timingValues)[number]
export const answerSources = ['client', 'document', 'guess'] as const
export type AnswerSource = (typeof answerSources)[number]

export type Answer<Value> = { value: Value; source: AnswerSource; answeredOn: Day }
/** A needed-by date says more than the word beside it, and decides in its place. */
export type TimingAnswer = Answer<Timing> & { neededBy?: Day | null }
/** The latest answer to each question; null when it was never asked. */
export type LeadAnswers = {
  need: Answer<YesNo> | null
  money: Answer<YesNo> | null
  timing: TimingAnswer | null
}
export type GradeSettings = { urgencyHorizonDays: number; staleAfterDays: number }
export const gradeDefaults = { urgencyHorizonDays: 14, staleAfterDays: 90 } as const satisfies GradeSettings

/** What counts as the answer on a day, and whose word it is; no source when nobody answered. */
export type Effective<Value> = { value: Value; source: AnswerSource | null }
export type EffectiveAnswers = {
  /** Implied: nobody said yes, but who needs it urgently needs it. */
  need: Effective<YesNo> & { isImplied: boolean }
  money: Effective<YesNo>
  timing: Effective<Timing>
}

/** Which row of the table decided, and what follows from it. */
export type GradeDecision =
  | { kind: 'graded'; rule: 'allYesUrgent'; grade: 'A'; heldBack: null; nextQuestion: null }
  | { kind: 'graded'; rule: 'allYesUrgent'; grade: 'B'; heldBack: 'guess'; nextQuestion: Question }
  | { kind: 'graded'; rule: 'allYesNotUrgent'; grade: 'B'; heldBack: null; nextQuestion: null }
  | { kind: 'graded'; rule: 'needNo' | 'moneyNo'; grade: 'C'; heldBack: null; nextQuestion: null }
  | { kind: 'ungraded'; rule: 'unknown'; grade: null; heldBack: null; nextQuestion: Question }
  | { kind: 'contradiction'; rule: 'contradiction'; grade: null; heldBack: null; nextQuestion: null }

export type LeadGrading = GradeDecision & {
  effective: EffectiveAnswers
  /** Answers so old that they ask to be checked again; until then they count. */
  recheck: Question[]
  /** The day on which a needed-by date that is still far becomes urgent; null when there is none. */
  becomesUrgentOn: Day | null
  /** Whether the needed-by date has passed. */
  isOverdue: boolean
}

const wordOf = <Value>(answer: Answer<Value | 'unknown'> | null): Effective<Value | 'unknown'> =>
  answer ? { value: answer.value, source: answer.source } : { value: 'unknown', source: null }

function effectiveAnswers(answers: LeadAnswers, becomesUrgentOn: Day | null): EffectiveAnswers {
  const timing: Effective<Timing> = wordOf(answers.timing)
  if (answers.timing?.neededBy) timing.value = becomesUrgentOn ? 'notUrgent' : 'urgent'
  const need: Effective<YesNo> = wordOf(answers.need)
  const isImplied = timing.value === 'urgent' && need.value === 'unknown'
  return {
    need: isImplied ? { value: 'yes', source: timing.source, isImplied } : { ...need, isImplied },
    money: wordOf(answers.money),
    timing,
  }
}

function decide(effective: EffectiveAnswers): GradeDecision {
  const { need, money, timing } = effective
  const plain = { heldBack: null, nextQuestion: null }
  if (need.value === 'no' && timing.value === 'urgent')
    return { kind: 'contradiction', rule: 'contradiction', grade: null, ...plain }
  if (need.value === 'no') return { kind: 'graded', rule: 'needNo', grade: 'C', ...plain }
  if (money.value === 'no') return { kind: 'graded', rule: 'moneyNo', grade: 'C', ...plain }
  const unknown = questions.find((it) => effective[it].value === 'unknown')
  if (unknown)
    return { kind: 'ungraded', rule: 'unknown', grade: null, heldBack: null, nextQuestion: unknown }
  if (timing.value === 'notUrgent') return { kind: 'graded', rule: 'allYesNotUrgent', grade: 'B', ...plain }
  const guessed = questions.find((it) => effective[it].source === 'guess')
  return guessed
    ? { kind: 'graded', rule: 'allYesUrgent', grade: 'B', heldBack: 'guess', nextQuestion: guessed }
    : { kind: 'graded', rule: 'allYesUrgent', grade: 'A', ...plain }
}

/**
 * The grade of a lead on a day, by need, money and timing. No need or no money is C; need, money and urgency are A;
 * the same without urgency is B; less than that is ungraded and says what to ask next. An urgent lead without a need
 * contradicts itself and has no grade. Urgent is what is needed within the horizon, so a B becomes A as its date comes
 * near; it also means that there is a need, unless need was answered no. A guess never makes an A.
 */
export function gradeLead(answers: LeadAnswers, settings: GradeSettings, today: Day): LeadGrading {
  const neededBy = answers.timing?.neededBy ?? null
  const isFar = neededBy !== null && neededBy > addDays(today, settings.urgencyHorizonDays)
  const becomesUrgentOn = isFar ? addDays(neededBy, -settings.urgencyHorizonDays) : null
  const effective = effectiveAnswers(answers, becomesUrgentOn)
  const isStale = (question: Question): boolean => {
    const answer = answers[question]
    return answer !== null && daysBetween(answer.answeredOn, today) > settings.staleAfterDays
  }
  return {
    ...decide(effective),
    effective,
    recheck: questions.filter(isStale),
    becomesUrgentOn,
    isOverdue: neededBy !== null && neededBy < today,
  }
}
