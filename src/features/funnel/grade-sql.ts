import { type RawBuilder, sql } from 'kysely'
import type { LeadGrade } from '#kernel/lead-grade.ts'

/** A grade that deals can be narrowed to; 'none' = nobody asked yet, or the answers do not tell. */
export type AskedGrade = LeadGrade | 'none'

// The slice of leads comes after this one and keeps `lead_grade`. What the funnel shows of it is read here and nowhere else.

/** The present grade of a deal; of one that is over, the grade it had then. */
export const gradeSql = (dealId: RawBuilder<unknown>): RawBuilder<LeadGrade | null> =>
  sql`(select lg.grade from lead_grade lg where lg.deal_id = ${dealId})`

/** Whether a deal has this grade. */
export const isOfGrade = (dealId: RawBuilder<unknown>, grade: AskedGrade): RawBuilder<boolean> =>
  grade === 'none'
    ? sql`(not exists (select from lead_grade lg where lg.deal_id = ${dealId} and lg.grade is not null))`
    : sql`(exists (select from lead_grade lg where lg.deal_id = ${dealId} and lg.grade = ${grade}))`

/** Grades joined as `lg` to many deals at once. */
export const gradesOf = (dealId: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`left join lead_grade lg on lg.deal_id = ${dealId}`

/** Deals (`d`) of one grade, walked by an index in the order of their making: by `lg.deal_id`. */
export const dealsOfGrade = (grade: LeadGrade): RawBuilder<unknown> =>
  sql`lead_grade lg join deal d on d.id = lg.deal_id and lg.grade = ${grade}`
