import { type RawBuilder, sql } from 'kysely'
import { type Field, loadFields, plainText } from '#features/fields/public.ts'
import type { Actor } from '#kernel/actor.ts'
import type { CsvColumn } from '#kernel/csv.ts'
import type { Language } from '#kernel/format.ts'
import { joinList } from '#kernel/list-cell.ts'
import { minorToDecimal } from '#kernel/money.ts'
import { fieldPrefix, ownMark } from '#kernel/own-table.ts'
import type { Choice } from '#kernel/table-choice.ts'
import type { Db } from '#server/database/connect.ts'
import { pagesById, refuseTooMany } from '#server/export/pages.ts'
import { tableFile } from '#server/export/table-file.ts'
import type { FileReply } from '#server/http/handle.ts'
import {
  clientTables,
  daysSinceSql,
  frequencyClassSql,
  type Measure,
  measureColumn,
  rhythmSql,
  valueClassSql,
} from './class-sql.ts'
import type { ClientFilter, ClientRow } from './contract.ts'
import { type ResolvedFilter, resolveFilter } from './resolve-filter.ts'
import { clientConditions } from './filter-sql.ts'
import { loadBasis } from './reports.ts'

const words = {
  ru: {
    company: 'компания',
    person: 'человек',
    often: 'часто',
    sometimes: 'иногда',
    rarely: 'редко',
    none: null,
    inRhythm: 'в ритме',
    late: 'опаздывает',
    atRisk: 'под угрозой',
    lapsed: 'ушёл',
    unknown: 'без ритма',
  },
  en: {
    company: 'company',
    person: 'person',
    often: 'often',
    sometimes: 'sometimes',
    rarely: 'rarely',
    none: null,
    inRhythm: 'in rhythm',
    late: 'late',
    atRisk: 'at risk',
    lapsed: 'lapsed',
    unknown: 'no rhythm',
  },
}
const measures = {
  turnover: { ru: 'Оборот за окно', en: 'Turnover in window' },
  profit: { ru: 'Валовая прибыль за окно', en: 'Gross profit in window' },
}

type Row = Pick<
  ClientRow,
  | 'id'
  | 'name'
  | 'city'
  | 'externalId'
  | 'valueClass'
  | 'frequencyClass'
  | 'orderDays'
  | 'measureMinor'
  | 'lastOrderedOn'
  | 'daysSince'
  | 'rhythm'
  | 'tags'
  | 'fields'
> & {
  kind: 'company' | 'person'
  inn: string | null
  kpp: string | null
  ogrn: string | null
  phone: string | null
  email: string | null
  otherPhones: string[]
  otherEmails: string[]
  addresses: string[]
  region: string | null
  note: string | null
  archivedAt: string | null
  owner: string | null
}
type Column = CsvColumn<Row> & { isContact?: boolean }

// Two people of one name are told apart by their address.
const ownerSql = sql`(
  select case when exists (select from app_user o where o.name = u.name and o.id <> u.id) then u.email else u.name end
  from app_user u where u.id = k.owner_id)`

const isFigure = ({ kind }: Field): boolean => kind === 'number' || kind === 'money' || kind === 'date'

function columnOf(field: Field, digits: number): Column {
  const { id } = field
  // A header is one line.
  const name = field.name.replace(/\s+/g, ' ')
  const value = (row: Row) => row.fields[id]
  return {
    ru: `${fieldPrefix.ru}${name}`,
    en: `${fieldPrefix.en}${name}`,
    isFigure: isFigure(field),
    cell: (row) => {
      const stored = value(row)
      return stored === undefined ? null : plainText(field, stored, digits)
    },
  }
}

// Headers that our own import knows, so that what goes out can come back; then what is derived.
function columnsFor(
  actor: Actor,
  { language, encoding }: { language: Language; encoding: string },
  measure: Measure,
  digits: number,
  fields: readonly Field[],
): Column[] {
  const word = words[language]
  const all: Column[] = [
    { ru: 'Код', en: 'External ID', cell: (row) => row.externalId },
    { ru: 'Клиент', en: 'Client', cell: (row) => row.name },
    { ru: 'Вид клиента', en: 'Client kind', cell: (row) => word[row.kind] },
    { ru: 'ИНН', en: 'INN', cell: (row) => row.inn },
    { ru: 'КПП', en: 'KPP', cell: (row) => row.kpp },
    { ru: 'ОГРН', en: 'OGRN', cell: (row) => row.ogrn },
    { ru: 'Телефон', en: 'Phone', isContact: true, cell: (row) => row.phone },
    { ru: 'E-mail', en: 'E-mail', isContact: true, cell: (row) => row.email },
    { ru: 'Другие телефоны', en: 'Other phones', isContact: true, cell: (row) => joinList(row.otherPhones) },
    { ru: 'Другие e-mail', en: 'Other e-mails', isContact: true, cell: (row) => joinList(row.otherEmails) },
    { ru: 'Адреса', en: 'Addresses', isContact: true, cell: (row) => joinList(row.addresses) },
    { ru: 'Город', en: 'City', cell: (row) => row.city },
    { ru: 'Регион', en: 'Region', cell: (row) => row.region },
    { ru: 'Менеджер', en: 'Rep', cell: (row) => row.owner },
    { ru: 'Теги', en: 'Tags', cell: (row) => joinList(row.tags) },
    { ru: 'Заметка', en: 'Note', isContact: true, cell: (row) => row.note },
    { ru: 'В архиве с', en: 'Archived since', isFigure: true, cell: (row) => row.archivedAt },
    { ru: 'Класс', en: 'Value class', cell: (row) => (row.valueClass === 'none' ? null : row.valueClass) },
    { ru: 'Частота', en: 'Frequency', cell: (row) => word[row.frequencyClass] },
    { ru: 'Дней с заказами', en: 'Order days', isFigure: true, cell: (row) => row.orderDays },
    { ...measures[measure], isFigure: true, cell: (row) => minorToDecimal(row.measureMinor, digits) },
    { ru: 'Последний заказ', en: 'Last order', isFigure: true, cell: (row) => row.lastOrderedOn },
    { ru: 'Дней прошло', en: 'Days since', isFigure: true, cell: (row) => row.daysSince },
    { ru: 'Ритм', en: 'Rhythm', cell: (row) => word[row.rhythm] },
    ...fields.map((field) => columnOf(field, digits)),
    ownMark(encoding, (row) => row.id),
  ]
  return actor.role === 'observer' ? all.filter((column) => !column.isContact) : all
}

/** Those of the list, for another slice's export too: rows of (id). */
export async function listedClients(
  db: Db,
  actor: Actor,
  filter: ClientFilter,
): Promise<RawBuilder<unknown>> {
  const { measure } = await loadBasis(db)
  const conditions = clientConditions(actor, await resolveFilter(db, filter), measure)
  return sql`select k.id from ${clientTables} where ${conditions}`
}

/** The clients of a list as a file for a spreadsheet. */
export async function exportClients(
  db: Db,
  actor: Actor,
  filter: ResolvedFilter,
  choice: Choice,
  digits: number,
): Promise<FileReply> {
  const { measure } = await loadBasis(db)
  const conditions = clientConditions(actor, filter, measure)
  await refuseTooMany(db, choice, sql`select from ${clientTables} where ${conditions}`)
  const pages = pagesById<Row>(
    db,
    (after, most) => sql<Row>`
      select k.id, k.name, k.kind, k.external_id, k.inn, k.kpp, k.ogrn, k.phone, k.email, k.other_phones, k.other_emails,
        k.addresses, k.city, k.region, k.note, k.tags, k.fields,
        to_char(k.archived_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as archived_at, ${ownerSql} as owner,
        ${valueClassSql(measure)} as value_class, ${frequencyClassSql} as frequency_class,
        coalesce(t.order_days, 0) as order_days, coalesce(${measureColumn(measure)}, 0) as measure_minor,
        t.last_ordered_on, ${daysSinceSql} as days_since, ${rhythmSql} as rhythm
      from ${clientTables} where ${conditions} and ${after === null ? sql`true` : sql`k.id > ${after}`}
      order by k.id limit ${most}`,
  )
  const name = choice.language === 'ru' ? 'клиенты' : 'clients'
  return tableFile(name, columnsFor(actor, choice, measure, digits, await loadFields(db)), pages, choice)
}
