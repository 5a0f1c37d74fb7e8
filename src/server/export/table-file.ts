import { Readable } from 'node:stream'
import { type CsvColumn, csvHead, csvRows } from '#kernel/csv.ts'
import type { Choice } from '#kernel/table-choice.ts'
import { toWindows1251 } from '#kernel/windows-1251.ts'
import type { FileReply } from '../http/handle.ts'
import { writeXlsx } from './xlsx.ts'

async function* csvOf<Row>(
  columns: readonly CsvColumn<Row>[],
  pages: AsyncIterable<readonly Row[]>,
  { language, delimiter, encoding }: Choice,
): AsyncGenerator<string | Uint8Array> {
  const head = csvHead(columns, language, delimiter)
  // The mark is one of UTF-8.
  yield encoding === 'utf-8' ? head : toWindows1251(head.slice(1))
  for await (const rows of pages) {
    const text = csvRows(columns, rows, language, delimiter)
    if (text !== '') yield encoding === 'utf-8' ? text : toWindows1251(text)
  }
}

/** Rows as the file that was asked for, page by page as it is read. */
export function tableFile<Row>(
  name: string,
  columns: readonly CsvColumn<Row>[],
  pages: AsyncIterable<readonly Row[]>,
  choice: Choice,
): FileReply {
  if (choice.format === 'xlsx') {
    return {
      fileName: `${name}.xlsx`,
      contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      body: Readable.from(writeXlsx(name, columns, pages, choice.language)),
    }
  }
  return {
    fileName: `${name}.csv`,
    contentType: `text/csv; charset=${choice.encoding}`,
    body: Readable.from(csvOf(columns, pages, choice), { objectMode: false }),
  }
}
