import * as z from 'zod/mini'
import { catch as orElse } from 'zod/mini'
import { checkInn, checkKpp, checkOgrn } from '#kernel/tax-id.ts'
import type { Company } from './company.ts'

const MOST_TEXT = 500
const MOST_COMPANIES = 300
const DAY_MS = 86_400_000

// What we do not ask for may be of any form, and what is of another form than agreed is as good as not told.
const maybe = <S extends z.ZodMiniType>(schema: S) => orElse(z.nullable(z.optional(schema)), null)
const text = maybe(z.string())
const number = maybe(z.number())

const party = z.object({
  inn: z.string(),
  kpp: text,
  ogrn: text,
  type: text,
  branch_type: text,
  name: maybe(z.object({ full_with_opf: text, short_with_opf: text, full: text, short: text, latin: text })),
  fio: maybe(z.object({ surname: text, name: text, patronymic: text })),
  state: maybe(
    z.object({ status: text, actuality_date: number, registration_date: number, liquidation_date: number }),
  ),
  okved: text,
  address: maybe(z.object({ value: text, unrestricted_value: text })),
  management: maybe(z.object({ name: text, post: text })),
  employee_count: number,
  finance: maybe(z.object({ revenue: number, income: number, year: number })),
})
const answer = z.object({
  suggestions: z.array(z.object({ value: text, data: party })).check(z.maxLength(MOST_COMPANIES)),
})
type Party = z.output<typeof party>

const words: Record<string, Company['status']> = {
  ACTIVE: 'active',
  LIQUIDATING: 'liquidating',
  LIQUIDATED: 'liquidated',
  BANKRUPT: 'bankrupt',
  REORGANIZING: 'reorganizing',
}

/** One line without control characters or halves of characters, of bounded length; null when nothing is left. */
function clean(value: string | null | undefined): string | null {
  const line = (value ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  const short = line
    .slice(0, MOST_TEXT)
    .toWellFormed()
    .replace(/\uFFFD$/, '')
  return short === '' ? null : short
}

const capital = /^[^a-zа-яё]*$/
/** A post as people write it; registers shout. */
const calm = (post: string | null): string | null =>
  post !== null && capital.test(post) ? post.toLowerCase() : post

/** The day of an instant in milliseconds, as registers tell it: midnight in UTC or in Moscow. */
function dayOf(instant: number | null | undefined): string | null {
  if (instant === null || instant === undefined || Math.abs(instant) > 4_000_000_000_000) return null
  // Three hours on, midnight in Moscow falls on the day that is meant, and midnight in UTC stays on it.
  return new Date(instant + DAY_MS / 8).toISOString().slice(0, 10)
}

const count = (value: number | null | undefined, most: number): number | null =>
  value !== null && value !== undefined && value >= 0 && value <= most ? Math.round(value) : null

function namesOf({ name, fio }: Party, value: string | null): string[] {
  const person = [fio?.surname, fio?.name, fio?.patronymic].map(clean).filter((it) => it !== null)
  const told = [
    name?.short_with_opf,
    name?.full_with_opf,
    name?.short,
    name?.full,
    name?.latin,
    value,
    person.join(' '),
  ]
  return [...new Set(told.map(clean).filter((it) => it !== null))]
}

function toCompany(party: Party, value: string | null): Company | null {
  const inn = checkInn(party.inn)
  const names = namesOf(party, value)
  const [first] = names
  if (!inn.ok || first === undefined) return null
  const kpp = checkKpp(party.kpp ?? '')
  const ogrn = checkOgrn(party.ogrn ?? '')
  const { state, management, finance, address } = party
  const year = count(finance?.year, 2200)
  return {
    inn: inn.inn,
    kpp: kpp.ok ? kpp.kpp : null,
    ogrn: ogrn.ok ? ogrn.ogrn : null,
    kind: party.type === 'INDIVIDUAL' || inn.kind === 'person' ? 'person' : 'company',
    isBranch: party.branch_type === 'BRANCH',
    shortName: first,
    fullName: clean(party.name?.full_with_opf),
    names,
    status: words[state?.status ?? ''] ?? null,
    checkedOn: dayOf(state?.actuality_date),
    registeredOn: dayOf(state?.registration_date),
    liquidatedOn: dayOf(state?.liquidation_date),
    okved: /^\d{2}(\.\d{1,2}){0,2}$/.test(party.okved ?? '') ? (party.okved ?? null) : null,
    address: clean(address?.unrestricted_value ?? address?.value),
    managerName: clean(management?.name),
    managerPost: calm(clean(management?.post)),
    headcount: count(party.employee_count, 10_000_000),
    // Revenue is what was sold; where only all income is known, it stands for it.
    revenue: count(finance?.revenue ?? finance?.income, 1e14),
    accountsYear: year !== null && year >= 1990 ? year : null,
  }
}

/** Reads an answer of `findById/party`; null = it is none. What a company tells in another form than agreed is left out. */
export function readAnswer(body: string): Company[] | null {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return null
  }
  const read = z.safeParse(answer, json)
  if (!read.success) return null
  const companies = read.data.suggestions.map(({ value, data }) => toCompany(data, value ?? null))
  const known = companies.filter((it) => it !== null)
  // Something came, and none of it is a company.
  return known.length === 0 && companies.length > 0 ? null : known
}
