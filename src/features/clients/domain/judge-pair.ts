import { nameNearness } from './fold-name.ts'

/** What of a client tells who it is; `folded` is `foldName` of its name. */
export type Identity = {
  name: string
  folded: string
  inn: string | null
  kpp: string | null
  phone: string | null
  email: string | null
  otherPhones?: readonly string[]
  otherEmails?: readonly string[]
  city: string | null
}

/** Every phone that a client is known by. */
export const phonesOf = ({ phone, otherPhones = [] }: Identity): string[] =>
  [phone, ...otherPhones].filter((it): it is string => Boolean(it))

/** Every e-mail that a client is known by, in small letters. */
export const emailsOf = ({ email, otherEmails = [] }: Identity): string[] =>
  [email, ...otherEmails].flatMap((it) => (it ? [it.toLowerCase()] : []))

export const reasons = [
  'sameInn',
  'sameEmail',
  'samePhone',
  'sameName',
  'nearName',
  'sameCity',
  'otherKpp',
] as const
export type Reason = (typeof reasons)[number]
export type Judgement = { confidence: number; reasons: Reason[] }

/** Below this a pair is not shown. */
export const SHOWN = 0.5
const NEAR = 0.84
const SOMEWHAT = 0.6

const same = (a: string | null, b: string | null): boolean => a !== null && a !== '' && a === b
const share = (a: readonly string[], b: readonly string[]): boolean => a.some((it) => b.includes(it))
const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b
const place = (city: string | null): string | null => city?.trim().toLowerCase().replaceAll('ё', 'е') ?? null

// A mailbox such as info@ belongs to nobody, yet to one firm; addresses of free mail are personal, which is as good.
/**
 * How sure it is that two records are one client, 0 to 1, and why. Two tax numbers that differ are two clients, whatever
 * else they share. One tax number with two branch codes (KPP) may be a branch that is led on its own.
 */
export function judgePair(a: Identity, b: Identity): Judgement {
  const nearness = nameNearness(a.folded, b.folded)
  const isSameName = nearness === 1
  const isNear = nearness >= NEAR
  const [cityA, cityB] = [place(a.city), place(b.city)]
  const found: [boolean, Reason][] = [
    [same(a.inn, b.inn), 'sameInn'],
    [share(emailsOf(a), emailsOf(b)), 'sameEmail'],
    [share(phonesOf(a), phonesOf(b)), 'samePhone'],
    [isSameName, 'sameName'],
    [isNear && !isSameName, 'nearName'],
    [same(cityA, cityB), 'sameCity'],
    [differ(a.kpp, b.kpp), 'otherKpp'],
  ]
  const told = found.filter(([holds]) => holds).map(([, reason]) => reason)
  if (differ(a.inn, b.inn)) return { confidence: 0, reasons: [] }
  return { confidence: confidenceOf(new Set(told), nearness, differ(cityA, cityB)), reasons: told }
}

function confidenceOf(told: ReadonlySet<Reason>, nearness: number, isElsewhere: boolean): number {
  if (told.has('sameInn')) return told.has('otherKpp') ? 0.6 : 0.98
  const isNamed = told.has('sameName') || told.has('nearName')
  if (told.has('sameEmail') && told.has('samePhone')) return 0.97
  if (told.has('sameEmail')) return isNamed ? 0.96 : nearness >= SOMEWHAT ? 0.85 : 0.6
  if (told.has('samePhone')) return isNamed ? 0.95 : nearness >= SOMEWHAT ? 0.8 : 0.55
  if (told.has('sameName')) return told.has('sameCity') ? 0.85 : isElsewhere ? 0.5 : 0.75
  if (told.has('nearName')) return told.has('sameCity') ? 0.72 : isElsewhere ? 0.3 : 0.6
  return 0
}
