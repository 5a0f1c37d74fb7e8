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

/** What begins a CSV file: the mark by which spreadsheets know UTF-8, and the headers. */
export function csvHead<Row>(columns: readonly CsvColumn<Row>[], language: Language): string {
  return `\ufeff${unparse([columns.map((column) => column[language])], language)}`
}

/** Rows as CSV, separated as spreadsheets of the language expect; texts that would be formulas are neutralised. */
export function csvRows<Row>(
  columns: readonly CsvColumn<Row>[],
  rows: readonly Row[],
  language: Language,
): string {
  const cells = rows.map((row) =>
    columns.map(({ cell, isFigure }) => {
      const text = String(cell(row) ?? '')
      if (!isFigure) return guardCell(text)
      return language === 'ru' ? text.replace('.', ',') : text
    }),
  )
  return cells.length > 0 ? unparse(cells, language) : ''
}

function unparse(cells: string[][], language: Language): string {
  return `${papa.unparse(cells, { delimiter: language === 'ru' ? ';' : ',', newline: '\r\n' })}\r\n`
}
