import papa from 'papaparse'
import { guardCell } from './cell-guard.ts'
import type { Language } from './format.ts'

/** A column of an export: its header in each language, and its cell; a figure may begin with a minus and is no formula. */
export type CsvColumn<Row> = {
  ru: string
  en: string
  isFigure?: boolean
  cell: (row: Row) => string | number | null
}

/** Spreadsheets of the language expect this between cells. */
export const usualDelimiter: Record<Language, string> = { ru: ';', en: ',' }

/** What begins a CSV file: the mark by which spreadsheets know UTF-8, and the headers. */
export function csvHead<Row>(
  columns: readonly CsvColumn<Row>[],
  language: Language,
  delimiter = usualDelimiter[language],
): string {
  return `\ufeff${unparse([columns.map((column) => column[language])], delimiter)}`
}

/** Rows as CSV; texts that would be formulas are neutralised. */
export function csvRows<Row>(
  columns: readonly CsvColumn<Row>[],
  rows: readonly Row[],
  language: Language,
  delimiter = usualDelimiter[language],
): string {
  const cells = rows.map((row) =>
    columns.map(({ cell, isFigure }) => {
      const text = String(cell(row) ?? '')
      if (!isFigure) return guardCell(text)
      return language === 'ru' ? text.replace('.', ',') : text
    }),
  )
  return cells.length > 0 ? unparse(cells, delimiter) : ''
}

function unparse(cells: string[][], delimiter: string): string {
  return `${papa.unparse(cells, { delimiter, newline: '\r\n' })}\r\n`
}
