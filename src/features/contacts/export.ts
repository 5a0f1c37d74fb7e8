import { sql } from 'kysely'
import { listedClients } from '#features/clients/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { roleWords, touchWords } from '#kernel/contact-words.ts'
import type { CsvColumn } from '#kernel/csv.ts'
import { joinList } from '#kernel/list-cell.ts'
import { contactIdHeader, ownMark, recordIdHeader } from '#kernel/own-table.ts'
import type { Choice } from '#kernel/table-choice.ts'
import type { Db } from '#server/database/connect.ts'
import { localTime } from '#server/export/local-time.ts'
import { pagesById, refuseTooMany } from '#server/export/pages.ts'
import { tableFile } from '#server/export/table-file.ts'
import type { FileReply } from '#server/http/handle.ts'
import type { ContactPerson, Touch } from './contract.ts'

type Filter = Parameters<typeof listedClients>[2]
type OfClient = { clientId: string; clientName: string; clientCode: string | null }
type PersonRow = Omit<ContactPerson, 'rev'> & OfClient
type TouchRow = OfClient &
  Pick<
    Touch,
    'id' | 'kind' | 'text' | 'result' | 'nextStep' | 'nextStepOn' | 'minutes' | 'contactId' | 'contactName'
  > & {
    at: string
    author: string | null
  }

const clientColumns = sql`k.id as client_id, k.name as client_name, k.external_id as client_code`
const client = [
  { ru: 'Код клиента', en: 'Client code', cell: (row: OfClient) => row.clientCode },
  { ru: 'Клиент', en: 'Client', cell: (row: OfClient) => row.clientName },
]

/** The people at the clients of a list as a file for a spreadsheet. */
export async function exportPeople(db: Db, actor: Actor, filter: Filter, choice: Choice): Promise<FileReply> {
  const tables = sql`contact_person p join client k on k.id = p.client_id
    where k.id in (${await listedClients(db, actor, filter)})`
  await refuseTooMany(db, choice, sql`select from ${tables}`)
  const pages = pagesById<PersonRow>(
    db,
    (after, most) => sql<PersonRow>`
      select p.id, p.name, p.role, p.position, p.phones, p.emails, p.note, ${clientColumns}
      from ${tables} and ${after === null ? sql`true` : sql`p.id > ${after}`} order by p.id limit ${most}`,
  )
  const columns: CsvColumn<PersonRow>[] = [
    ...client,
    { ru: 'Контакт', en: 'Contact', cell: (row) => row.name },
    { ru: 'Роль', en: 'Role', cell: (row) => row.role && roleWords[choice.language][row.role] },
    { ru: 'Должность', en: 'Position', cell: (row) => row.position },
    { ru: 'Телефоны', en: 'Phones', cell: (row) => joinList(row.phones) },
    { ru: 'E-mail', en: 'E-mail', cell: (row) => joinList(row.emails) },
    { ru: 'Заметка', en: 'Note', cell: (row) => row.note },
    { ...recordIdHeader, cell: (row) => row.id },
    ownMark(choice.encoding, (row) => row.clientId),
  ]
  return tableFile(choice.language === 'ru' ? 'контакты' : 'contacts', columns, pages, choice)
}

/** What was said with the clients of a list, as a file for a spreadsheet. */
export async function exportTouches(
  db: Db,
  actor: Actor,
  filter: Filter,
  choice: Choice,
  timeZone: string,
): Promise<FileReply> {
  const tables = sql`touch t join client k on k.id = t.client_id left join contact_person p on p.id = t.contact_id
    left join app_user u on u.id = t.author_id where k.id in (${await listedClients(db, actor, filter)})`
  await refuseTooMany(db, choice, sql`select from ${tables}`)
  const pages = pagesById<TouchRow>(
    db,
    (after, most) => sql<TouchRow>`
      select t.id, ${localTime(sql`t.happened_at`, timeZone)} as at, t.kind, t.text, t.result, t.next_step, t.next_step_on, t.minutes,
        t.contact_id, p.name as contact_name, ${clientColumns},
        case when exists (select from app_user o where o.name = u.name and o.id <> u.id) then u.email else u.name end as author
      from ${tables} and ${after === null ? sql`true` : sql`t.id > ${after}`} order by t.id limit ${most}`,
  )
  const columns: CsvColumn<TouchRow>[] = [
    ...client,
    { ru: 'Когда', en: 'When', isFigure: true, cell: (row) => row.at },
    { ru: 'Что это было', en: 'Kind of touch', cell: (row) => touchWords[choice.language][row.kind] },
    { ru: 'О чём говорили', en: 'What was said', cell: (row) => row.text },
    { ru: 'Итог разговора', en: 'Result', cell: (row) => row.result },
    { ru: 'Следующий шаг', en: 'Next step', cell: (row) => row.nextStep },
    { ru: 'Срок шага', en: 'Next step on', isFigure: true, cell: (row) => row.nextStepOn },
    { ru: 'Минут', en: 'Minutes', isFigure: true, cell: (row) => row.minutes?.toString() ?? null },
    { ru: 'Контакт', en: 'Contact', cell: (row) => row.contactName },
    { ru: 'Автор', en: 'Author', cell: (row) => row.author },
    { ...recordIdHeader, cell: (row) => row.id },
    { ...contactIdHeader, cell: (row) => row.contactId },
    ownMark(choice.encoding, (row) => row.clientId),
  ]
  return tableFile(choice.language === 'ru' ? 'разговоры' : 'touches', columns, pages, choice)
}
