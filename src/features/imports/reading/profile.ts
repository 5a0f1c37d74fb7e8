import { Refusal } from '#kernel/refusal.ts'
import { describeColumn, newTally, tallyCell } from '../domain/column.ts'
import { encodingByName } from '../domain/encoding.ts'
import { guessDelimiter } from '../domain/delimiter.ts'
import { readNumbered } from '#kernel/windows-1251.ts'
import { readOwnMark } from '#kernel/own-table.ts'
import { suggestFields, uniqueHeaders } from '../domain/headers.ts'
import { findLayout, isFootNote, isTotalLine, type Layout } from '../domain/layout.ts'
import type { CustomField, FileProfile, ImportKind, ImportMap } from '../domain/plan.ts'
import { detectEncoding, detectFormat } from './detect.ts'
import type { Source } from './batch.ts'
import { readRows } from './records.ts'
import { type Progress, readText } from './text.ts'
import { readWorkbook } from './xlsx.ts'

const HEAD_LINES = 300
const RAW_LINES = 6
const LAST_ROWS = 10
const FEW_LINES = 50
const endings: Record<string, string> = {
  csv: 'csv',
  txt: 'csv',
  tsv: 'csv',
  gz: 'csv',
  xlsx: 'xlsx',
  xls: 'html',
  htm: 'html',
  html: 'html',
}

async function headLines(path: string, source: Pick<Source, 'encoding'>): Promise<string[]> {
  let text = ''
  for await (const part of readText(path, source.encoding)) {
    text += part
    if (text.length > 200_000) break
  }
  return text.split('\n').slice(0, HEAD_LINES)
}

const shown = (row: readonly string[]): string =>
  row
    .map((cell) => cell.replace('\u0001', '').trim())
    .filter((cell) => cell !== '')
    .join(' · ')
    .slice(0, 200)

async function findSource(path: string, map: ImportMap) {
  const format = await detectFormat(path)
  if (format === 'xlsx') {
    const { sheets } = await readWorkbook(path)
    const names = sheets.map((sheet) => sheet.name)
    const source: Source = { format, encoding: 'utf-8', delimiter: '', sheet: map.sheet ?? null }
    if (map.sheet === undefined || !names.includes(map.sheet))
      source.sheet = await firstFilled(path, source, names)
    return { source, alternatives: [], sheets: names, rawLines: [] }
  }
  const detected = await detectEncoding(path)
  const encoding = (map.encoding && encodingByName(map.encoding)) || detected.encoding
  const lines = await headLines(path, { encoding })
  const own = readOwnMark(lines[0] ?? '')
  const delimiter = map.delimiter ?? (format === 'csv' ? (own?.delimiter ?? guessDelimiter(lines)) : '')
  const source: Source = { format, encoding, delimiter, sheet: null }
  return {
    source,
    alternatives: detected.alternatives,
    sheets: [],
    rawLines: lines.slice(0, RAW_LINES).map((it) => it.slice(0, 200)),
  }
}

// A workbook often begins with an empty sheet or a cover.
async function firstFilled(path: string, source: Source, names: string[]): Promise<string | null> {
  for (const sheet of names) {
    if ((await firstRows(path, { ...source, sheet })).some((row) => !isBlank(row))) return sheet
  }
  return names[0] ?? null
}

const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '')

async function firstRows(path: string, source: Source): Promise<string[][]> {
  const rows: string[][] = []
  for await (const batch of readRows(path, source)) {
    rows.push(...batch.rows.slice(0, HEAD_LINES - rows.length))
    if (rows.length >= HEAD_LINES) break
  }
  return rows
}

function layoutOf(rows: string[][], map: ImportMap): Layout {
  const found = findLayout(rows)
  if (map.headerRow === undefined || map.headerRow === found.headerRow) return found
  const header = rows[map.headerRow - 1]
  return {
    headerRow: map.headerRow,
    columnCount: header?.length ?? found.columnCount,
    titleRows: Array.from({ length: Math.max(0, map.headerRow - 1) }, (_none, at) => at + 1),
  }
}

export type ProfileRequest = {
  path: string
  fileName: string
  kind: ImportKind
  map: ImportMap
  customFields?: readonly CustomField[]
}

/** Reads a whole file once and says what it is: encoding, layout, what each column holds, with the proof of each. */
export async function profileFile(request: ProfileRequest, onProgress?: Progress): Promise<FileProfile> {
  const { path, map, kind } = request
  const { source, alternatives, sheets, rawLines } = await findSource(path, map)
  const head = await firstRows(path, source)
  if (head.every(isBlank)) throw new Refusal('emptyFile')
  // Told by the last of the headers, of a file in which nobody has changed how it is to be read.
  const own = readOwnMark(head[0]?.at(-1) ?? '')
  const isOwn = own !== null && (map.headerRow ?? 1) === 1
  const layout = isOwn
    ? { headerRow: 1, columnCount: head[0]?.length ?? 0, titleRows: [] }
    : layoutOf(head, map)
  const headerCells = layout.headerRow > 0 ? (head[layout.headerRow - 1] ?? []) : []
  const headers = uniqueHeaders(
    headerCells
      .map((cell) => cell.replace('\u0001', ''))
      .map(isOwn && source.encoding === 'windows-1251' ? readNumbered : (it) => it),
    layout.columnCount,
  )
  const tallies = headers.map(() => newTally())
  const totalLines: FileProfile['totalLines'] = []
  let lastRows: { rowNumber: number; row: string[] }[] = []
  let rowCount = 0
  let wrongWidthCount = 0
  let cyrillicRows = 0
  for await (const { firstRow, rows } of readRows(path, source, onProgress)) {
    for (const [at, row] of rows.entries()) {
      const rowNumber = firstRow + at
      if (rowNumber <= layout.headerRow) continue
      if (row.length === 0 || (row.length === 1 && row[0] === '')) continue
      if (row.length < 60 && row.every((cell) => cell.trim() === '')) continue
      if (!isOwn && isTotalLine(row, layout.columnCount)) {
        if (totalLines.length < FEW_LINES) totalLines.push({ rowNumber, text: shown(row) })
        continue
      }
      rowCount++
      if (row.length !== layout.columnCount) wrongWidthCount++
      for (let column = 0; column < tallies.length; column++) {
        const tally = tallies[column]
        const cell = row[column]
        if (tally && cell) tallyCell(tally, cell)
      }
    }
    if (source.encoding !== 'utf-8')
      cyrillicRows += rows.filter((row) => row.some((cell) => /[а-яё]/i.test(cell))).length
    lastRows = [
      ...lastRows,
      ...rows
        .slice(-LAST_ROWS)
        .map((row, at) => ({ rowNumber: firstRow + Math.max(0, rows.length - LAST_ROWS) + at, row })),
    ].slice(-LAST_ROWS)
  }
  for (const { rowNumber, row } of isOwn ? [] : lastRows.reverse()) {
    if (isBlank(row)) continue
    if (rowNumber > layout.headerRow && isTotalLine(row, layout.columnCount)) continue
    if (rowNumber <= layout.headerRow || !isFootNote(row, layout.columnCount)) break
    totalLines.push({ rowNumber, text: shown(row) })
    rowCount--
  }
  if (rowCount === 0) throw new Refusal('noRows')
  const fields = suggestFields(headers, kind, request.customFields)
  const columns = headers.map((header, index) => ({
    ...describeColumn(index, header, tallies[index] ?? newTally()),
    ...(isOwn && { decimal: own.decimal, dateOrder: 'ymd' as const, isFloatId: false, isPercent: false }),
    field: fields.get(index)?.field ?? null,
    knownFrom: fields.get(index)?.from ?? null,
  }))
  const ending = request.fileName.toLowerCase().split('.').at(-1) ?? ''
  return {
    format: source.format,
    isNamedOtherwise: ending in endings && endings[ending] !== source.format,
    encoding: source.encoding,
    cyrillicRows,
    alternatives,
    delimiter: source.delimiter,
    columnCount: layout.columnCount,
    headerRow: layout.headerRow,
    titleLines: layout.titleRows.map((rowNumber) => shown(head[rowNumber - 1] ?? [])),
    totalLines,
    sheet: source.sheet,
    sheets,
    rowCount,
    wrongWidthCount,
    columns,
    isOwn,
    rawLines: rawLines.length > 0 ? rawLines : head.slice(0, RAW_LINES).map(shown),
    questions: [],
  }
}
