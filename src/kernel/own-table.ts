import type { CsvColumn } from './csv.ts'

/** Headers by which our own import knows our own export; the last of them closes the row of headers. */
export const ownMarks = { ru: 'ID в Горне', en: 'Gorn ID', narrow: 'Gorn ID (Горн)' } as const
export const recordIdHeader = { ru: 'ID записи в Горне', en: 'Gorn record ID' }
export const contactIdHeader = { ru: 'ID контакта в Горне', en: 'Gorn contact ID' }

/**
 * The column that closes a table of ours: the id of the client. In windows-1251 its header always has Cyrillic letters, by which
 * the encoding is told.
 */
export function ownMark<Row>(encoding: string, cell: (row: Row) => string | null): CsvColumn<Row> {
  return { ru: ownMarks.ru, en: encoding === 'utf-8' ? ownMarks.en : ownMarks.narrow, cell }
}
