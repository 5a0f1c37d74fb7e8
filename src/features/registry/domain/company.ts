import * as z from 'zod/mini'

export const statuses = ['active', 'liquidating', 'liquidated', 'bankrupt', 'reorganizing'] as const

const day = z.nullable(z.string())
const word = z.nullable(z.string())

/** A company, a branch of it or a sole trader, as the register knows it. */
export const company = z.object({
  inn: z.string(),
  kpp: word,
  ogrn: word,
  kind: z.enum(['company', 'person']),
  isBranch: z.boolean(),
  shortName: z.string(),
  fullName: word,
  /** every name that it goes by */
  names: z.array(z.string()),
  status: z.nullable(z.enum(statuses)),
  /** the day that the register was read */
  checkedOn: day,
  registeredOn: day,
  liquidatedOn: day,
  okved: word,
  address: word,
  managerName: word,
  managerPost: word,
  headcount: z.nullable(z.number()),
  /** whole units of money for the year of the accounts */
  revenue: z.nullable(z.number()),
  accountsYear: z.nullable(z.number()),
})
export type Company = z.infer<typeof company>
