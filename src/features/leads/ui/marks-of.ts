import type { GradeMarks } from '#web/widgets/grade-pill.tsx'
import type { Lead } from '../contract.ts'

const timingMarks = { urgent: 'yes', notUrgent: 'no', unknown: 'unknown' } as const

/** The three marks of the pill. */
export const marksOf = ({ effective }: Pick<Lead, 'effective'>): GradeMarks => ({
  need: effective.need.value,
  money: effective.money.value,
  timing: timingMarks[effective.timing.value],
})
