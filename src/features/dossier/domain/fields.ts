/** What is written down of a company, in the order in which it is shown. */
export const factFields = [
  'legalName',
  'status',
  'industry',
  'okved',
  'revenue',
  'headcount',
  'site',
  'supplier',
  'news',
  'tenders',
  'pain',
  'offer',
] as const
/** One thing that is written down of a company. */
export type FactField = (typeof factFields)[number]

/** What may be required before the first talk: facts, the tax id of the client and the person who decides. */
export const requirable = [...factFields, 'inn', 'decisionMaker'] as const
/** One thing that may be required before the first talk. */
export type Requirable = (typeof requirable)[number]

/** How it came to be known. */
export const factMethods = ['byHand', 'client', 'document', 'register'] as const
/** One way in which something came to be known. */
export type FactMethod = (typeof factMethods)[number]
