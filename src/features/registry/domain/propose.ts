import type { Language } from '#kernel/format.ts'
import type { Company } from './company.ts'
import { revenueSource, statusText } from './words.ts'

/** What the register may tell of a client: details on its card, facts of its dossier, the person who signs. */
export const cardFields = ['kpp', 'ogrn', 'address'] as const
export const registerFacts = ['legalName', 'status', 'okved', 'revenue', 'headcount'] as const
export const proposedFields = [...cardFields, ...registerFacts, 'signer'] as const
export type ProposedField = (typeof proposedFields)[number]
type RegisterFact = (typeof registerFacts)[number]

/** What is known of a client by now. */
export type Present = {
  kpp: string | null
  ogrn: string | null
  addresses: readonly string[]
  facts: Partial<Record<RegisterFact, { id: string; value: string | null }>>
  /** names of the people at the client, and which of them sign */
  people: readonly { name: string; isSigner: boolean }[]
}
/** One thing that the register tells, beside what is there. */
export type Proposal = {
  field: ProposedField
  /** what is there; null = nothing */
  now: string | null
  proposed: string
  isSame: boolean
  /** where it was read, if that is more than the register */
  source: string
  /** the fact that is there, for telling a newer one */
  seenId: string | null
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
/** What the register tells of a client, each beside what is there; what it does not tell is left out. */
export function propose(
  company: Company,
  present: Present,
  { language, register, hasRoubles }: { language: Language; register: string; hasRoubles: boolean },
): Proposal[] {
  const found: Proposal[] = []
  const add = (
    field: ProposedField,
    proposed: string | number | null,
    now: string | null,
    more: { isSame?: boolean; source?: string; seenId?: string | null } = {},
  ): void => {
    if (proposed === null) return
    const text = String(proposed)
    const isSame = more.isSame ?? (now !== null && plain(now) === plain(text))
    found.push({
      field,
      now,
      proposed: text,
      isSame,
      source: more.source ?? register,
      seenId: more.seenId ?? null,
    })
  }
  const addFact = (field: RegisterFact, proposed: string | number | null, source = register): void => {
    const fact = present.facts[field]
    add(field, proposed, fact?.value ?? null, { source, seenId: fact?.id ?? null })
  }
  addFact('legalName', company.fullName ?? company.shortName)
  addFact('status', statusText(language, company))
  add('kpp', company.kpp, present.kpp)
  add('ogrn', company.ogrn, present.ogrn)
  add('address', company.address, present.addresses.join('; ') || null, {
    isSame: present.addresses.some((it) => plain(it) === plain(company.address ?? '')),
  })
  addFact('okved', company.okved)
  // The accounts are in roubles.
  if (hasRoubles) {
    addFact('revenue', company.revenue, revenueSource(language, register, company.accountsYear))
  }
  addFact('headcount', company.headcount)
  if (company.managerName !== null) {
    const { managerName, managerPost } = company
    const signers = present.people.filter((it) => it.isSigner).map((it) => it.name)
    add('signer', managerPost ? `${managerName}, ${managerPost}` : managerName, signers.join(', ') || null, {
      isSame: present.people.some((it) => plain(it.name) === plain(managerName)),
    })
  }
  return found
}
