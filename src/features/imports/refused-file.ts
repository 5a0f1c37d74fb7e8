import papa from 'papaparse'
import type { Language } from '#kernel/format.ts'
import type { Db } from '#server/database/connect.ts'
import type { ImportRun } from './contract.ts'
import { reasonText } from './domain/reason-text.ts'
import { listRefused } from './reports.ts'

const heads = { ru: ['Строка', 'Причина'], en: ['Row', 'Reason'] }

/** The refused rows as a CSV that a spreadsheet opens: row number, reason in words, the cells as they stood. */
export async function* refusedCsv(db: Db, run: ImportRun, language: Language): AsyncGenerator<string> {
  const delimiter = language === 'ru' ? ';' : ','
  const line = (cells: readonly string[]): string =>
    `${papa.unparse([[...cells]], { delimiter, escapeFormulae: true })}\r\n`
  const headers = run.profile?.columns.map((column) => column.header) ?? []
  yield `\ufeff${line([...heads[language], ...headers])}`
  for await (const row of listRefused(db, run)) {
    yield line([String(row.rowNumber), reasonText(language, row), ...(row.raw ?? [])])
  }
}
