import { normalisePhone } from '#kernel/phone.ts'
import { Refusal } from '#kernel/refusal.ts'
import { checkInn, checkKpp, checkOgrn } from '#kernel/tax-id.ts'

/** What a person may write of a client; absent = leave, null = clear. */
export type ClientFields = {
  kind?: 'company' | 'person' | undefined
  name?: string | undefined
  externalId?: string | null | undefined
  inn?: string | null | undefined
  kpp?: string | null | undefined
  ogrn?: string | null | undefined
  phone?: string | null | undefined
  email?: string | null | undefined
  otherPhones?: readonly string[] | undefined
  otherEmails?: readonly string[] | undefined
  addresses?: readonly string[] | undefined
  city?: string | null | undefined
  region?: string | null | undefined
  note?: string | null | undefined
  ownerId?: string | null | undefined
  /** by name, so that one tag can be told from another in the history */
  tags?: Readonly<Record<string, true>> | undefined
  /** values of own fields by the id of the field */
  fields?: Readonly<Record<string, string | number>> | undefined
  /** since when it is out of lists; null = it is not */
  archivedAt?: string | null | undefined
}

const unique = (values: string[]): string[] => [...new Set(values)].filter((it) => it !== '')
/** Tags are kept by name, as the history tells them. */
export const withTags = <Body extends { tags?: string[] | undefined }>({ tags, ...rest }: Body) => ({
  ...rest,
  ...(tags && { tags: Object.fromEntries(tags.map((tag) => [tag, true as const])) }),
})

const emailShape = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/

/** Fields ready to be stored: identifiers checked by their sums, phone in E.164, empty as null; refuses the first that is wrong. */
export function checkFields(fields: ClientFields, country: string): ClientFields {
  const checked: ClientFields = { ...fields }
  for (const [name, value] of Object.entries(checked)) {
    if (typeof value !== 'string') continue
    if (value === '' && name !== 'name') Object.assign(checked, { [name]: null })
  }
  if (checked.inn) {
    const found = checkInn(checked.inn.replaceAll(' ', ''))
    if (!found.ok) throw new Refusal('badInn', { field: 'inn', value: checked.inn, reason: found.reason })
    checked.inn = found.inn
  }
  if (checked.kpp) {
    const found = checkKpp(checked.kpp)
    if (!found.ok) throw new Refusal('badKpp', { field: 'kpp', value: checked.kpp, reason: found.reason })
    checked.kpp = found.kpp
  }
  if (checked.ogrn) {
    const found = checkOgrn(checked.ogrn)
    if (!found.ok) throw new Refusal('badOgrn', { field: 'ogrn', value: checked.ogrn, reason: found.reason })
    checked.ogrn = found.ogrn
  }
  if (checked.phone) checked.phone = checkPhone('phone', checked.phone, country)
  if (checked.email) checked.email = checkEmail('email', checked.email)
  const { otherPhones, otherEmails, addresses } = checked
  if (otherPhones) {
    const filled = otherPhones.filter((it) => it !== '')
    checked.otherPhones = unique(filled.map((it) => checkPhone('otherPhones', it, country)))
  }
  if (otherEmails) {
    const filled = otherEmails.filter((it) => it !== '')
    checked.otherEmails = unique(filled.map((it) => checkEmail('otherEmails', it)))
  }
  // One line each: exports put a line between.
  if (addresses) checked.addresses = unique(addresses.map((it) => it.replace(/\s+/g, ' ').trim()))
  return checked
}

function checkPhone(field: string, value: string, country: string): string {
  const phone = normalisePhone(value, country)
  if (phone === null) throw new Refusal('badPhone', { field, value })
  return phone
}

function checkEmail(field: string, value: string): string {
  if (!emailShape.test(value)) throw new Refusal('badEmail', { field, value })
  return value.toLowerCase()
}
