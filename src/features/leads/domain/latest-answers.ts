import { Temporal } from '#kernel/temporal.ts'

/** What tells which of two answers to one question is the later. */
export type RecordedAnswer = { question: string; answeredAt: string; id: string }

function isLater(a: RecordedAnswer, b: RecordedAnswer): boolean {
  // Compared as instants: one and the same may be written with and without a fraction of a second.
  const order = Temporal.Instant.compare(a.answeredAt, b.answeredAt)
  return order > 0 || (order === 0 && a.id > b.id)
}

/** The answer that holds for each question: the latest by its time, of two at one time the one with the greater id. */
export function latestAnswers<A extends RecordedAnswer>(
  answers: readonly A[],
): Partial<Record<A['question'], A>> {
  const latest: Partial<Record<A['question'], A>> = {}
  for (const answer of answers) {
    const question: A['question'] = answer.question
    const known = latest[question]
    if (!known || isLater(answer, known)) latest[question] = answer
  }
  return latest
}
