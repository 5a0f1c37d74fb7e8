import { type RawBuilder, sql } from 'kysely'
import type { Actor } from '#kernel/actor.ts'
import { touchWords } from '#kernel/contact-words.ts'
import type { CsvColumn } from '#kernel/csv.ts'
import type { Language } from '#kernel/format.ts'
import { minorToDecimal } from '#kernel/money.ts'
import { ownMark, recordIdHeader } from '#kernel/own-table.ts'
import type { Choice } from '#kernel/table-choice.ts'
import type { Db } from '#server/database/connect.ts'
import { localTime } from '#server/export/local-time.ts'
import { pagesById, refuseTooMany } from '#server/export/pages.ts'
import { tableFile } from '#server/export/table-file.ts'
import type { FileReply } from '#server/http/handle.ts'
import { besideDeals } from './conditions.ts'
import type { StepKind } from './contract.ts'
import { nameOf, presetNames } from './domain/preset-names.ts'
import { type ListConditions, listConditions } from './list-report.ts'

// Words that our own import reads as the same kind of step.
const stepWords: Record<Language, Record<StepKind, string>> = {
  ru: { ...touchWords.ru, task: 'задача' },
  en: { ...touchWords.en, task: 'task' },
}

type Named = { preset: string | null; name: string | null }
type Row = {
  id: string
  title: string
  number: string | null
  clientId: string
  clientName: string
  clientCode: string | null
  pipeline: Named
  stage: Named
  reason: Named | null
  amountMinor: number | null
  created: string
  closed: string | null
  rep: string | null
  product: string | null
  source: string | null
  lostNote: string | null
  stepKind: StepKind | null
  stepText: string | null
  stepOn: string | null
  stepTime: string | null
}

function columnsFor({ language, encoding }: Choice, digits: number): CsvColumn<Row>[] {
  const names = presetNames[language]
  return [
    { ru: 'Название сделки', en: 'Deal title', cell: (row) => row.title },
    { ru: 'ID сделки', en: 'Deal ID', cell: (row) => row.number },
    { ru: 'Код клиента', en: 'Client code', cell: (row) => row.clientCode },
    { ru: 'Клиент', en: 'Client', cell: (row) => row.clientName },
    { ru: 'Воронка', en: 'Pipeline', cell: (row) => nameOf(row.pipeline, names.pipelines) },
    { ru: 'Этап', en: 'Stage', cell: (row) => nameOf(row.stage, names.stages) },
    {
      ru: 'Сумма',
      en: 'Amount',
      isFigure: true,
      cell: (row) => (row.amountMinor === null ? null : minorToDecimal(row.amountMinor, digits)),
    },
    { ru: 'Создана', en: 'Created', isFigure: true, cell: (row) => row.created },
    { ru: 'Закрыта', en: 'Closed', isFigure: true, cell: (row) => row.closed },
    { ru: 'Менеджер', en: 'Rep', cell: (row) => row.rep },
    { ru: 'Товар', en: 'Product', cell: (row) => row.product },
    { ru: 'Источник', en: 'Source', cell: (row) => row.source },
    {
      ru: 'Причина отказа',
      en: 'Lost reason',
      cell: (row) => row.reason && nameOf(row.reason, names.lostReasons),
    },
    { ru: 'Пояснение к причине', en: 'Lost note', cell: (row) => row.lostNote },
    { ru: 'Следующий шаг', en: 'Next step', cell: (row) => row.stepText },
    { ru: 'Вид шага', en: 'Kind of step', cell: (row) => row.stepKind && stepWords[language][row.stepKind] },
    { ru: 'Срок шага', en: 'Next step on', isFigure: true, cell: (row) => row.stepOn },
    { ru: 'Время шага', en: 'Next step at', isFigure: true, cell: (row) => row.stepTime },
    { ...recordIdHeader, cell: (row) => row.id },
    ownMark<Row>(encoding, (row) => row.clientId),
  ]
}

const named = (table: string): RawBuilder<unknown> =>
  sql`(select jsonb_build_object('preset', n.preset, 'name', n.name) from ${sql.table(table)} n where n.id = ${sql.ref(`d.${table}_id`)})`

/** The deals of a list as a file for a spreadsheet: where they stand now, without the way that they went. */
export async function exportDeals(
  db: Db,
  actor: Actor,
  filter: ListConditions,
  { choice, digits, timeZone, now }: { choice: Choice; digits: number; timeZone: string; now: Date },
): Promise<FileReply> {
  const tables = sql`deal d ${besideDeals(now)} where ${listConditions(actor, filter)}`
  await refuseTooMany(db, choice, sql`select from ${tables}`)
  const pages = pagesById<Row>(
    db,
    (after, most) => sql<Row>`
      select d.id, d.title, d.external_id as number, d.client_id, k.name as client_name, k.external_id as client_code,
        ${named('pipeline')} as pipeline, ${named('stage')} as stage, ${named('lost_reason')} as reason, d.amount_minor,
        ${localTime(sql`d.created_at`, timeZone)} as created, ${localTime(sql`d.closed_at`, timeZone)} as closed,
        (select case when exists (select from app_user o where o.name = u.name and o.id <> u.id) then u.email else u.name end
          from app_user u where u.id = d.owner_id) as rep,
        d.product, d.source, d.lost_note, d.step_kind, d.step_text, d.step_on, left(d.step_time::text, 5) as step_time
      from ${tables} and ${after === null ? sql`true` : sql`d.id > ${after}`} order by d.id limit ${most}`,
  )
  return tableFile(choice.language === 'ru' ? 'сделки' : 'deals', columnsFor(choice, digits), pages, choice)
}
