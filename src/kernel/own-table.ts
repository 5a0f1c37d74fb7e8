import type { CsvColumn } from './csv.ts'

/** Headers by which our own import knows our own export; the last of them closes the row of headers. */
export const ownMarks = { ru: 'ID в Горне', en: 'Gorn ID', narrow: 'Gorn ID (Горн)' } as const
export const recordIdHeader = { ru: 'ID записи в Горне', en: 'Gorn record ID' }
export const contactIdHeader = { ru: 'ID контакта в Горне', en: 'Gorn contact ID' }

/** What begins the header of a field that the company defined. */
export const fieldPrefix = { ru: 'Поле: ', en: 'Field: ' } as const

/**
 * The column that closes a table of ours: the id of the client. In windows-1251 its header always has Cyrillic letters, by which
 * the encoding is told.
 */
export function ownMark<Row>(encoding: string, cell: (row: Row) => string | null): CsvColumn<Row> {
  return { ru: ownMarks.ru, en: encoding === 'utf-8' ? ownMarks.en : ownMarks.narrow, cell }
}

const closing = new RegExp(
  `(?:^|[;,\\t])"?(${Object.values(ownMarks)
    .map((it) => it.replace(/[()]/g, '\\$&'))
    .join('|')})"?\\r?$`,
)

/** Whether a line is the headers of our own export: its delimiter and the decimal mark of its figures; null when it is not. */
export function readOwnMark(line: string): { delimiter: string; decimal: '.' | ',' } | null {
  const found = closing.exec(line)
  if (!found) return null
  const delimiter = found.index === 0 && !/^[;,\t]/.test(line) ? ',' : (line[found.index] ?? ',')
  return { delimiter, decimal: found[1] === ownMarks.ru ? ',' : '.' }
}
