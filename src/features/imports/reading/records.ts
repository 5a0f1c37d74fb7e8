import papa from 'papaparse'
import { Refusal } from '#kernel/refusal.ts'
import { splitLoosely } from '../domain/loose-quotes.ts'
import { type Batch, LONGEST_RECORD, type Source } from './batch.ts'
import { readHtmlRows } from './html.ts'
import { type Progress, readText } from './text.ts'
import { readXlsxRows } from './xlsx.ts'

const MOST_COLUMNS = 2_000

/** The rows of a CSV, chunk by chunk: a record cut by a chunk's end waits for the next. */
async function* readCsvRows(path: string, source: Source, onProgress?: Progress): AsyncGenerator<Batch> {
  const parser = new papa.Parser({ delimiter: source.delimiter, newline: '\n' })
  let carry = ''
  let firstRow = 1
  for await (const text of readText(path, source.encoding, onProgress)) {
    const whole = carry + text
    const parsed = parser.parse(whole, 0, true) as papa.ParseResult<string[]>
    const isStray = parsed.errors.some((error) => error.code === 'InvalidQuotes')
    const { rows: data, cursor } = isStray
      ? splitLoosely(whole, source.delimiter, false)
      : { rows: parsed.data, cursor: parsed.meta.cursor }
    carry = whole.slice(cursor)
    if (carry.length > LONGEST_RECORD) throw new Refusal('lineTooLong', { row: firstRow + data.length })
    if (data.length > 0) yield { firstRow, rows: data }
    firstRow += data.length
  }
  if (carry !== '') {
    const { data, errors } = parser.parse(carry, 0, false) as papa.ParseResult<string[]>
    const isStray = errors.some((error) => error.code === 'InvalidQuotes')
    yield { firstRow, rows: isStray ? splitLoosely(carry, source.delimiter, true).rows : data }
  }
}

/** The rows of a file of any format that we read. */
export async function* readRows(path: string, source: Source, onProgress?: Progress): AsyncGenerator<Batch> {
  const rows =
    source.format === 'xlsx'
      ? readXlsxRows(path, source.sheet, onProgress)
      : source.format === 'html'
        ? readHtmlRows(path, source.encoding, onProgress)
        : readCsvRows(path, source, onProgress)
  for await (const batch of rows) {
    for (const row of batch.rows) {
      if (row.length > MOST_COLUMNS)
        throw new Refusal('tooManyColumns', { count: row.length, most: MOST_COLUMNS })
    }
    yield batch
  }
}
