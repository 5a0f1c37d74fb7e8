import { type RoleName, roleOfWord, type TouchName, touchOfWord } from '#kernel/contact-words.ts'
import { splitList } from '#kernel/list-cell.ts'
import { normalisePhone } from '#kernel/phone.ts'
import type { CellNotice } from './notices.ts'
import { type CustomField, customIdOf, type FieldName, type ReadPlan, type RowErrorCode } from './plan.ts'

/** How the cells of a row are read; what cannot be read refuses the row, what can be done without is told of. */
export type RowReader = {
  plan: Pick<ReadPlan, 'kind' | 'country' | 'fields' | 'isOwn' | 'customFields' | 'currencyDigits'>
  notices: CellNotice[]
  text(field: FieldName, most?: number): string | undefined
  instant(field: FieldName): string | undefined
  day(field: FieldName): string | undefined
  number(field: FieldName): string | undefined
  refuseMissing(field: FieldName): never
  refuse(code: RowErrorCode, field: FieldName, value: string): never
}

const emailShape = /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const MOST_TAGS = 20
const MOST_LISTED = 10
const MOST_OTHERS = 50
const LONGEST_LIST = 10_000

const byLines = splitList
const byCommas = (cell: string): string[] =>
  splitList(cell)
    .flatMap((it) => it.split(','))
    .map((it) => it.trim())
    .filter((it) => it !== '')

const upTo = (most: number) => (text: string) => (text.length <= most ? text : null)
const tag = (text: string): string | null => (text.length <= 40 && !/[,;]/.test(text) ? text : null)
const email = (text: string): string | null =>
  emailShape.test(text) && text.length <= 200 ? text.toLowerCase() : null

/** The values of list cells that are of the right shape, each once; the others are told of. Undefined = the cells are empty. */
function listOf(
  reader: RowReader,
  fields: readonly FieldName[],
  part: (cell: string) => string[],
  tidy: (text: string) => string | null,
  most = MOST_LISTED,
): string[] | undefined {
  const found = new Set<string>()
  let isTold = false
  for (const field of fields) {
    const cell = reader.text(field, LONGEST_LIST)
    if (cell === undefined) continue
    isTold = true
    for (const value of part(cell)) {
      const tidied = tidy(value)
      if (tidied !== null && (found.has(tidied) || found.size < most)) found.add(tidied)
      else reader.notices.push({ code: 'leftOut', field, value })
    }
  }
  return isTold && found.size > 0 ? [...found] : undefined
}

const mostOf = ({ plan }: RowReader): number => (plan.kind === 'clients' ? MOST_OTHERS : MOST_LISTED)

const phonesOf = (reader: RowReader, ...fields: FieldName[]): string[] =>
  listOf(reader, fields, byCommas, (text) => normalisePhone(text, reader.plan.country), mostOf(reader)) ?? []
const emailsOf = (reader: RowReader, ...fields: FieldName[]): string[] =>
  listOf(reader, fields, byCommas, email, mostOf(reader)) ?? []

/** The first of the main column, then all others; where it is empty, the first of the others stands in. Our own export stays as it is. */
function mainAndOthers(
  main: string[],
  others: string[],
  isOwn: boolean,
): { main: string | undefined; others: string[] | undefined } {
  const all = isOwn ? others : [...new Set([...main, ...others])]
  const rest = isOwn ? all : all.slice(1)
  return { main: isOwn ? main[0] : all[0], others: rest.length > 0 ? rest : undefined }
}

const filled = <Values extends object>(values: Values): Partial<Values> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>

function kindOf(word: string | undefined): 'company' | 'person' | undefined {
  if (word === undefined) return undefined
  return /^(человек|физ|частн|person|individual)/i.test(word) ? 'person' : 'company'
}

// What a double holds exactly; the settings of fields ask for the same.
const isExact = (value: number): boolean =>
  Math.abs(value) < 1e15 && Number(value.toPrecision(15)) === value && Number(value.toFixed(6)) === value

function customValue(
  reader: RowReader,
  { id, kind, choices }: CustomField,
): { text: string | undefined; value: string | number | null } {
  const field = `field:${id}` as const
  if (kind === 'date') {
    const day = reader.day(field)
    return { text: day, value: day ?? null }
  }
  if (kind === 'number' || kind === 'money') {
    const text = reader.number(field)
    if (text === undefined) return { text, value: null }
    const minor = Number(text) * 10 ** reader.plan.currencyDigits
    const value = kind === 'number' ? Number(text) : Math.round(minor)
    const isWhole = kind === 'number' || Math.abs(minor - value) < 1e-3
    return { text, value: isWhole && isExact(value) ? value + 0 : null }
  }
  const text = reader.text(field, LONGEST_LIST)
  if (text === undefined) return { text, value: null }
  if (kind === 'text') return { text, value: text.length <= 1000 ? text : null }
  const same = (name: string): boolean => name.trim().toLowerCase() === text.toLowerCase()
  return { text, value: choices.find((choice) => same(choice.name))?.id ?? null }
}

function customFieldsOf(reader: RowReader): Record<string, string | number> | undefined {
  const found: Record<string, string | number> = {}
  for (const field of Object.keys(reader.plan.fields) as FieldName[]) {
    const id = customIdOf(field)
    const custom = id === null ? undefined : reader.plan.customFields?.find((it) => it.id === id)
    if (!custom) continue
    const { text, value } = customValue(reader, custom)
    if (value !== null) found[custom.id] = value
    else if (text !== undefined) reader.notices.push({ code: 'leftOut', field, value: text })
  }
  return Object.keys(found).length > 0 ? found : undefined
}

/** The id that our own export wrote, if it is one. */
export function idOf(reader: RowReader, field: FieldName): string | undefined {
  const text = reader.text(field)
  if (text === undefined || uuid.test(text)) return text?.toLowerCase()
  reader.notices.push({ code: 'leftOut', field, value: text })
  return undefined
}

/** What a file of clients tells of one beyond who it is, named as the database names it; null when nothing. */
export function readClient(reader: RowReader): {
  phone: string | undefined
  email: string | undefined
  more: Record<string, unknown> | null
} {
  const isOwn = reader.plan.isOwn ?? false
  const phones = mainAndOthers(
    phonesOf(reader, 'phone'),
    phonesOf(reader, 'otherPhones', 'otherPhones2', 'otherPhones3'),
    isOwn,
  )
  const emails = mainAndOthers(
    emailsOf(reader, 'email'),
    emailsOf(reader, 'otherEmails', 'otherEmails2'),
    isOwn,
  )
  const more = filled({
    kind: kindOf(reader.text('clientKind')),
    tags: listOf(reader, ['tags'], byCommas, tag, MOST_TAGS)?.sort(),
    note: reader.text('note', 5000),
    other_phones: phones.others,
    other_emails: emails.others,
    addresses: listOf(reader, ['addresses'], byLines, upTo(500), MOST_OTHERS),
    archived_at: reader.instant('archivedAt'),
    fields: customFieldsOf(reader),
  })
  return { phone: phones.main, email: emails.main, more: Object.keys(more).length > 0 ? more : null }
}

/** What a row tells of a person at a client; one without a name is known by an address. */
export function readPerson(reader: RowReader): Record<string, unknown> {
  const parts = [reader.text('firstName', 100), reader.text('lastName', 100)].filter((it) => it !== undefined)
  const phones = phonesOf(reader, 'phone', 'otherPhones', 'otherPhones2', 'otherPhones3')
  const emails = emailsOf(reader, 'email', 'otherEmails', 'otherEmails2')
  const name = reader.text('contactName', 200) ?? (parts.join(' ') || emails[0] || phones[0])
  if (name === undefined) reader.refuseMissing(reader.plan.fields.contactName ? 'contactName' : 'firstName')
  const word = reader.text('role')
  const role: RoleName | null = word === undefined ? null : roleOfWord(word)
  if (word !== undefined && role === null)
    reader.notices.push({ code: 'leftOut', field: 'role', value: word })
  return filled({
    name,
    role: role ?? undefined,
    position: reader.text('position', 200),
    phones: phones.length > 0 ? phones : undefined,
    emails: emails.length > 0 ? emails : undefined,
    note: reader.text('note', 2000),
  })
}

// Whole minutes of a day at most; anything else is left out and told of.
function minutesOf(reader: RowReader): number | undefined {
  const value = reader.text('touchMinutes')
  if (value === undefined) return undefined
  const minutes = Number(value.replace(',', '.'))
  if (Number.isInteger(minutes) && minutes >= 1 && minutes <= 1440) return minutes
  reader.notices.push({ code: 'leftOut', field: 'touchMinutes', value })
  return undefined
}

/** What a row tells of something said or done with a client. */
export function readTouch(reader: RowReader): Record<string, unknown> {
  const text = reader.text('text', 2000) ?? reader.refuseMissing('text')
  const happenedAt = reader.instant('touchedAt') ?? reader.refuseMissing('touchedAt')
  const word = reader.text('touchKind')
  const known: TouchName | null = word === undefined ? null : touchOfWord(word)
  if (word !== undefined && known === null)
    reader.notices.push({ code: 'unknownKind', field: 'touchKind', value: word })
  return filled({
    kind: known ?? 'note',
    happened_at: happenedAt,
    text,
    result: reader.text('result', 1000),
    next_step: reader.text('nextStep', 500),
    next_step_on: reader.day('nextStepOn'),
    minutes: minutesOf(reader),
    contact_id: idOf(reader, 'contactId'),
    contact_name: reader.text('contactName', 200),
    author: reader.text('author', 200),
  })
}
