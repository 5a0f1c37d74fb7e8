import { sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { type CsvColumn, csvHead, csvRows } from '#kernel/csv.ts'
import type { Language } from '#kernel/format.ts'
import { minorToDecimal } from '#kernel/money.ts'
import type { Db } from '#server/database/connect.ts'
import type { ClientFilter, ClientRow } from './contract.ts'
import { pageOfClients } from './reports.ts'

const words = {
  ru: {
    often: 'часто',
    sometimes: 'иногда',
    rarely: 'редко',
    none: 'нет',
    inRhythm: 'в ритме',
    late: 'опаздывает',
    atRisk: 'под угрозой',
    lapsed: 'ушёл',
    unknown: 'без ритма',
  },
  en: {
    often: 'often',
    sometimes: 'sometimes',
    rarely: 'rarely',
    none: 'none',
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

const details = ['inn', 'kpp', 'ogrn', 'phone', 'email', 'region', 'note'] as const
type More = Record<(typeof details)[number], string | null>
type Row = ClientRow & More
const detailColumns = sql<More>`${sql.join(details.map((name) => sql.ref(`k.${name}`)))},`

type Column = CsvColumn<Row> & { isContact?: boolean }

// Headers that our own import knows, so that what goes out can come back; then what is derived.
function columnsFor(
  actor: Actor,
  language: Language,
  measure: keyof typeof measures,
  digits: number,
): Column[] {
  const all: Column[] = [
    { ru: 'Код', en: 'External ID', cell: (row) => row.externalId },
    { ru: 'Клиент', en: 'Client', cell: (row) => row.name },
    { ru: 'ИНН', en: 'INN', cell: (row) => row.inn },
    { ru: 'КПП', en: 'KPP', cell: (row) => row.kpp },
    { ru: 'ОГРН', en: 'OGRN', cell: (row) => row.ogrn },
    { ru: 'Телефон', en: 'Phone', isContact: true, cell: (row) => row.phone },
    { ru: 'E-mail', en: 'E-mail', isContact: true, cell: (row) => row.email },
    { ru: 'Город', en: 'City', cell: (row) => row.city },
    { ru: 'Регион', en: 'Region', cell: (row) => row.region },
    { ru: 'Менеджер', en: 'Rep', cell: (row) => row.ownerName },
    { ru: 'Заметка', en: 'Note', cell: (row) => row.note },
    {
      ru: 'Класс',
      en: 'Value class',
      cell: (row) => (row.valueClass === 'none' ? words[language].none : row.valueClass),
    },
    { ru: 'Частота', en: 'Frequency', cell: (row) => words[language][row.frequencyClass] },
    { ru: 'Дней с заказами', en: 'Order days', isFigure: true, cell: (row) => row.orderDays },
    { ...measures[measure], isFigure: true, cell: (row) => minorToDecimal(row.measureMinor, digits) },
    { ru: 'Последний заказ', en: 'Last order', isFigure: true, cell: (row) => row.lastOrderedOn },
    { ru: 'Дней прошло', en: 'Days since', isFigure: true, cell: (row) => row.daysSince },
    { ru: 'Ритм', en: 'Rhythm', cell: (row) => words[language][row.rhythm] },
  ]
  return actor.role === 'observer' ? all.filter((column) => !column.isContact) : all
}

/** The clients of a list as CSV for a spreadsheet, page by page; by name, which a recount of classes does not move. */
export async function* exportClients(
  db: Db,
  actor: Actor,
  filter: ClientFilter,
  language: Language,
  digits: number,
): AsyncGenerator<string> {
  let cursor: string | undefined
  do {
    const page = await pageOfClients(
      db,
      actor,
      { ...filter, sort: 'name', limit: 200, cursor },
      detailColumns,
    )
    const columns = columnsFor(actor, language, page.measure, digits)
    if (cursor === undefined) yield csvHead(columns, language)
    yield csvRows(columns, page.rows, language)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
}
