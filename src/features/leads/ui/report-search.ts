import { isDay } from '#kernel/days.ts'

/** What the report of leads shows, as the address keeps it. */
export type ReportSearch = {
  from?: string | undefined
  to?: string | undefined
  /** a day of the week whose talks are counted */
  week?: string | undefined
}

/** The state of the screen from its address; anything else is dropped. */
export function reportSearch(search: Record<string, unknown>): ReportSearch {
  const found: ReportSearch = {}
  for (const name of ['from', 'to', 'week'] as const) {
    const value = search[name]
    if (typeof value === 'string' && isDay(value)) found[name] = value
  }
  return found
}

/** Whose C leads are shown, as the address keeps it. */
export type NurtureSearch = { owner?: string | undefined }

export function nurtureSearch({ owner }: Record<string, unknown>): NurtureSearch {
  return typeof owner === 'string' && owner !== '' ? { owner } : {}
}
