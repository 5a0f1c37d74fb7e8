import { addClient, foldName, lockEditable, type StoredClient, writeOver } from '#features/clients/public.ts'
import { addPerson, writeTouch } from '#features/contacts/public.ts'
import { addDeal } from '#features/funnel/public.ts'
import { phoneText } from '#kernel/phone-text.ts'
import { normalisePhone } from '#kernel/phone.ts'
import { Refusal } from '#kernel/refusal.ts'
import { sql } from 'kysely'
import type { Unit } from '#server/unit.ts'
import { listKnown, type Reach } from './known-report.ts'

/** Somebody who wants something, as it was taken down. */
export type Enquiry = Reach & {
  kind: 'company' | 'person'
  name: string | null
  person: string | null
  inn: string | null
  want: string | null
  /** absent = whoever is reached by the phone or the address, null = a new client */
  clientId?: string | null | undefined
  ownerId?: string | null | undefined
  /** who gets it where the client is nobody's yet; absent = whoever takes it down */
  ownerOfNew?: string | null | undefined
  source?: string | null | undefined
  amountMinor?: number | null | undefined
  stageId?: string | undefined
  step?: Parameters<typeof addDeal>[1]['step']
}

const TITLE = 200
/** A client has no more other numbers than that. */
const MOST_OTHERS = 20

/** Phones as they are kept, addresses in lower case; the first that is none is refused. */
export function readReach({ phones, emails }: Reach, country: string): Reach {
  return {
    phones: phones.map((value) => {
      const phone = normalisePhone(value, country)
      if (phone === null) throw new Refusal('badPhone', { field: 'phone', value })
      return phone
    }),
    emails: emails.map((it) => it.toLowerCase()),
  }
}

async function findPeople(unit: Unit, clientId: string) {
  const found = await sql<{ name: string; phones: string[]; emails: string[] }>`
    select name, phones, emails from contact_person where client_id = ${clientId}`.execute(unit.trx)
  return found.rows
}

/** Adds to a known client what was not known: a number, an address, a person. */
async function addWhatIsNew(unit: Unit, client: StoredClient, enquiry: Enquiry): Promise<void> {
  const people = await findPeople(unit, client.id)
  const known = new Set(
    [client.phone, client.email?.toLowerCase(), ...client.otherPhones, ...client.otherEmails]
      .concat(people.flatMap((it) => [...it.phones, ...it.emails]))
      .filter((it) => it !== null && it !== undefined),
  )
  const [phones, emails] = [enquiry.phones, enquiry.emails].map((all) =>
    all.filter((it) => !known.has(it)),
  ) as [string[], string[]]
  const who = enquiry.person ?? (enquiry.kind === 'person' ? enquiry.name : null)
  const isNamed = who !== null && [client, ...people].some((it) => foldName(it.name) === foldName(who))
  if (who !== null && !isNamed && client.kind === 'company') {
    await addPerson(unit, { clientId: client.id, name: who, phones, emails }, client.ownerId)
    return
  }
  if (phones.length + emails.length === 0) return
  const [phone = client.phone, ...otherPhones] = client.phone ? [client.phone, ...phones] : phones
  const [email = client.email, ...otherEmails] = client.email ? [client.email, ...emails] : emails
  const fields = {
    phone,
    email,
    otherPhones: [...client.otherPhones, ...otherPhones].slice(0, MOST_OTHERS),
    otherEmails: [...client.otherEmails, ...otherEmails].slice(0, MOST_OTHERS),
  }
  await writeOver(unit, 'client.updated', client, fields)
}

const takerOf = ({ actor }: Unit, { ownerOfNew }: Enquiry): string | null =>
  ownerOfNew === undefined ? actor.userId : ownerOfNew

async function addNew(unit: Unit, enquiry: Enquiry, country: string): Promise<StoredClient> {
  const { phones, emails, kind, inn, person } = enquiry
  const [phone = null, ...otherPhones] = phones
  const [email = null, ...otherEmails] = emails
  const name = enquiry.name ?? person ?? (phone === null ? email : phoneText(phone))
  if (name === null) throw new Refusal('whoMissing')
  const ownerId = enquiry.ownerId === undefined ? takerOf(unit, enquiry) : enquiry.ownerId
  const fields = { kind, name, phone, email, otherPhones, otherEmails, inn, ownerId }
  const client = await addClient(unit, fields, country)
  if (kind === 'company' && person !== null)
    await addPerson(
      unit,
      { clientId: client.id, name: person, phones: [...phones], emails: [...emails] },
      client.ownerId,
    )
  return client
}

async function findClient(unit: Unit, { clientId, phones, emails }: Enquiry): Promise<StoredClient | null> {
  if (clientId === null) return null
  // Of two that come at once the second meets the client whom the first one added.
  for (const reach of [...phones, ...emails].toSorted())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`reach:${reach}`}, 0))`.execute(unit.trx)
  const known =
    clientId ?? (await listKnown(unit.trx, unit.actor, { phones, emails })).find((it) => it.mayEdit)?.id
  return known === undefined ? null : lockEditable(unit.trx, unit.actor, known)
}

/**
 * Opens a deal for an enquiry within the unit: at the client whom its phone or address reaches, or at a new one. What does
 * not fit the title is kept as a note of the deal.
 */
export async function addEnquiry(
  unit: Unit,
  enquiry: Enquiry,
  { country, now }: { country: string; now: Date },
) {
  const known = await findClient(unit, enquiry)
  if (known) await addWhatIsNew(unit, known, enquiry)
  const client = known ?? (await addNew(unit, enquiry, country))
  const { want, source, amountMinor, stageId, step } = enquiry
  const title = want?.replace(/\s+/g, ' ').slice(0, TITLE).trim() || client.name.slice(0, TITLE)
  const ownerId = enquiry.ownerId ?? (client.ownerId === null ? takerOf(unit, enquiry) : undefined)
  const at = now.toISOString()
  const deal = await addDeal(
    unit,
    { clientId: client.id, title, ownerId, source, amountMinor, step, stageId },
    at,
  )
  if (want !== null && want.length > TITLE)
    await writeTouch(
      unit,
      { clientId: client.id, dealId: deal.id, kind: 'note', happenedAt: at, text: want },
      { ownerId: client.ownerId, now },
    )
  return { deal, client: { id: client.id, name: client.name, isNew: known === null } }
}
