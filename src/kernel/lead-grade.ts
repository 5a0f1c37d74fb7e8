/** How ready a lead is to buy: A now, B a little later, C not for now. Decided by its answers about need, money and timing. */
export const leadGrades = ['A', 'B', 'C'] as const
export type LeadGrade = (typeof leadGrades)[number]
