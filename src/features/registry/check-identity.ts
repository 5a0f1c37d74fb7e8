import { resembles, type StoredClient } from '#features/clients/public.ts'
import { Refusal } from '#kernel/refusal.ts'
import { checkInn } from '#kernel/tax-id.ts'
import type { Company } from './domain/company.ts'

/** What we know of who a client is. */
export type Known = { name: string; inn: string; kpp: string | null; ogrn: string | null }
/** Who a client is; one that is no company, or whose tax id cannot be one, is not asked about. */
export function knownOf({ kind, name, inn, kpp, ogrn }: StoredClient): Known {
  if (kind !== 'company') throw new Refusal('notCompany')
  const found = checkInn(inn ?? '')
  if (!found.ok) throw new Refusal('registryNoInn')
  return { name, inn: found.inn, kpp, ogrn }
}

/** Where a company of the register is not our client, both sides in their words. */
export type Mismatch = { field: 'inn' | 'ogrn' | 'name'; ours: string; theirs: string }

/** Whether a company is our client: one tax id, no other register number, a name that may be its name. null = it is. */
export function checkIdentity(known: Known, company: Company): Mismatch | null {
  if (company.inn !== known.inn) return { field: 'inn', ours: known.inn, theirs: company.inn }
  if (known.ogrn && company.ogrn && known.ogrn !== company.ogrn)
    return { field: 'ogrn', ours: known.ogrn, theirs: company.ogrn }
  if (!company.names.some((name) => resembles(known.name, name)))
    return { field: 'name', ours: known.name, theirs: company.shortName }
  return null
}

/** The companies that are our client, the likeliest first: its branch, one that works, the head office. */
export function orderCandidates(known: Known, companies: readonly Company[]): Company[] {
  const weight = ({ kpp, ogrn, status, isBranch }: Company): number =>
    Number(known.ogrn !== null && ogrn === known.ogrn) * 8 +
    Number(known.kpp !== null && kpp === known.kpp) * 4 +
    Number(status !== 'liquidated') * 2 +
    Number(!isBranch)
  return companies
    .filter((it) => checkIdentity(known, it) === null)
    .map((company, at) => ({ company, at, weight: weight(company) }))
    .sort((a, b) => b.weight - a.weight || a.at - b.at)
    .map(({ company }) => company)
}
