import type { Day } from '#kernel/days.ts'

type Sent = { question: string; value: string; neededBy?: string | null | undefined }

/** What is wrong with an answer before it is written down: a value of another question, or a date that has passed already. */
export function checkAnswer(
  { question, value, neededBy }: Sent,
  today: Day,
): 'valueNotOfQuestion' | 'dayPassed' | null {
  const isTiming = question === 'timing'
  const fits = value === 'unknown' || (value === 'urgent' || value === 'notUrgent') === isTiming
  if (!fits || (neededBy && !isTiming)) return 'valueNotOfQuestion'
  return neededBy && neededBy < today ? 'dayPassed' : null
}
