import type { Requirable } from '../domain/fields.ts'

/** What takes more than a line. */
export const longFields: ReadonlySet<Requirable> = new Set<Requirable>([
  'industry',
  'supplier',
  'news',
  'tenders',
  'pain',
  'offer',
])
