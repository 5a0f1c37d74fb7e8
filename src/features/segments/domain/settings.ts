export type Measure = 'turnover' | 'profit'
export type ValueClass = 'A' | 'B' | 'C' | 'none'
export type FrequencyClass = 'often' | 'sometimes' | 'rarely' | 'none'
export const valueClasses = ['A', 'B', 'C', 'none'] as const satisfies ValueClass[]
export const frequencyClasses = ['often', 'sometimes', 'rarely', 'none'] as const satisfies FrequencyClass[]

/** What decides a value class: shares of the sum of positive measures, as fractions. */
export type Shares = { shareA: number; shareB: number }
/** What decides a frequency class: order days a year. */
export type FrequencyLimits = { oftenPerYear: number; sometimesPerYear: number }

export const defaults = { shareA: 0.8, shareB: 0.95, oftenPerYear: 12, sometimesPerYear: 4 } as const

const DAYS_A_YEAR = 365.25

/** Order days that a class needs in a window of so many days: the yearly limit, scaled; at least one. */
export function scaleLimit(perYear: number, windowDays: number): number {
  // A window of twelve months is a year, be it 365 days or 366: the half day is lost in the rounding.
  return Math.max(1, Math.round((perYear * windowDays) / DAYS_A_YEAR))
}
