type Combined = {
  phone: string | null
  email: string | null
  otherPhones: readonly string[]
  otherEmails: readonly string[]
  addresses: readonly string[]
  tags: Readonly<Record<string, true>>
  fields: Readonly<Record<string, string | number>>
}
type Chosen = { phone?: string | null; email?: string | null }

const distinct = (values: readonly (string | null)[], main: string | null): string[] =>
  [...new Set(values.filter((it): it is string => Boolean(it)))].filter((it) => it !== main)

const isSame = (a: object, b: object): boolean => JSON.stringify(a) === JSON.stringify(b)

/**
 * What one client brings into another besides the fields that a person chooses one by one: every phone, e-mail and address,
 * every tag, and the own fields that the other leaves empty. Answers only what changes of the client that stays.
 */
export function combineClients(keep: Combined, drop: Combined, chosen: Chosen): Partial<Combined> {
  const phone = chosen.phone === undefined ? keep.phone : chosen.phone
  const email = chosen.email === undefined ? keep.email : chosen.email
  const all = {
    otherPhones: distinct([keep.phone, ...keep.otherPhones, drop.phone, ...drop.otherPhones], phone),
    otherEmails: distinct([keep.email, ...keep.otherEmails, drop.email, ...drop.otherEmails], email),
    addresses: distinct([...keep.addresses, ...drop.addresses], null),
    tags: { ...keep.tags, ...drop.tags },
    fields: {
      ...keep.fields,
      ...Object.fromEntries(Object.entries(drop.fields).filter(([id]) => !(id in keep.fields))),
    },
  }
  return Object.fromEntries(
    Object.entries(all).filter(([name, value]) => !isSame(value, keep[name as keyof typeof all])),
  )
}
