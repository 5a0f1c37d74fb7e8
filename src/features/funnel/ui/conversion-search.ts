import { isDay } from '#kernel/days.ts'
import { type Breakdown, breakdowns } from '../conversion-contract.ts'

/** What the funnel shows, as the address keeps it. */
export type ConversionSearch = {
  /** absent = by cohort */
  view?: 'now' | 'results' | undefined
  pipelineId?: string | undefined
  from?: string | undefined
  to?: string | undefined
  by?: Breakdown | undefined
  /** the stage whose passage is parted; absent = won of those who entered the way */
  stageId?: string | undefined
  /** the line with which the others are compared; absent = all others together */
  base?: string | undefined
}

/** The state of the screen from its address; anything else is dropped. */
export function conversionSearch(search: Record<string, unknown>): ConversionSearch {
  const found: ConversionSearch = {}
  const view = (['now', 'results'] as const).find((it) => it === search['view'])
  if (view) found.view = view
  for (const name of ['pipelineId', 'stageId', 'base'] as const) {
    const value = search[name]
    if (typeof value === 'string' && value !== '') found[name] = value
  }
  for (const name of ['from', 'to'] as const) {
    const value = search[name]
    if (typeof value === 'string' && isDay(value)) found[name] = value
  }
  const by = breakdowns.find((it) => it === search['by'])
  if (by) found.by = by
  return found
}
