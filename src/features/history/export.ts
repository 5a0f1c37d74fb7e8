import type { Actor } from '#kernel/actor.ts'
import type { ChangedField } from '#kernel/changed-fields.ts'
import { type CsvColumn, csvHead, csvRows } from '#kernel/csv.ts'
import type { Language } from '#kernel/format.ts'
import type { Db } from '#server/database/connect.ts'
import type { HistoryFilter } from './contract.ts'
import { readEntries } from './reports.ts'

type Line = {
  at: string
  actor: string | null
  channel: string
  address: string | null
  action: string
  entity: string
  name: string | null
  field: string | null
  before: string | null
  after: string | null
  reason: string | null
}

const columns: CsvColumn<Line>[] = [
  { ru: 'Когда', en: 'When', isFigure: true, cell: (line) => line.at },
  { ru: 'Кто', en: 'Who', cell: (line) => line.actor },
  { ru: 'Откуда', en: 'Channel', cell: (line) => line.channel },
  { ru: 'Адрес', en: 'Address', cell: (line) => line.address },
  { ru: 'Действие', en: 'Action', cell: (line) => line.action },
  { ru: 'Запись', en: 'Record', cell: (line) => line.entity },
  { ru: 'Название', en: 'Name', cell: (line) => line.name },
  { ru: 'Поле', en: 'Field', cell: (line) => line.field },
  { ru: 'Было', en: 'Before', cell: (line) => line.before },
  { ru: 'Стало', en: 'After', cell: (line) => line.after },
  { ru: 'Причина', en: 'Reason', cell: (line) => line.reason },
]

/** A change of an own field of clients as people read it; null = it is none. */
export type OwnFieldChange = (change: ChangedField) => ChangedField | null

/** The history as CSV, a line for each field that changed (one line where none did). */
export async function* exportHistory(
  db: Db,
  actor: Actor,
  filter: HistoryFilter,
  language: Language,
  ownFieldChange: OwnFieldChange,
): AsyncGenerator<string> {
  yield csvHead(columns, language)
  for await (const entries of readEntries(db, actor, filter)) {
    const lines = entries.flatMap(({ fields, ...entry }): Line[] => {
      const base = { ...entry, at: entry.at.toISOString(), field: null, before: null, after: null }
      if (fields.length === 0) return [base]
      return fields
        .map((change) => ownFieldChange(change) ?? change)
        .map(({ name, before, after }) => ({ ...base, field: name, before, after }))
    })
    yield csvRows(columns, lines, language)
  }
}
