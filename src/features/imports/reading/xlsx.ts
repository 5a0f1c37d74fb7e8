import { Unzip, UnzipInflate } from 'fflate'
import { Refusal } from '#kernel/refusal.ts'
import { TYPED } from '../domain/numbers.ts'
import { plainText, readEntities } from './html.ts'
import { type Batch, LONGEST_RECORD } from './batch.ts'
import { type Progress, readBytes } from './text.ts'

const BOMB_BYTES = 200_000_000
const BOMB_RATIO = 150
const MOST_STRINGS_BYTES = 150_000_000
const MOST_COLUMNS = 16_384
const DAY_MS = 86_400_000
const LAST_ROW = 1_048_577
const HEAD_ROWS = 200
const BATCH_ROWS = 2_000

type OnPart = (name: string) => ((text: string, isLast: boolean) => void) | null

// Feeds the wanted entries of the archive as text, in the order in which they lie; pauses after each piece.
async function* readEntries(path: string, onPart: OnPart, onProgress?: Progress): AsyncGenerator<void> {
  let packed = 0
  let unpacked = 0
  let failure: Error | null = null
  const unzip = new Unzip((file) => {
    const receive = onPart(file.name)
    if (!receive) return
    const decoder = new TextDecoder('utf-8')
    file.ondata = (error, bytes, isLast) => {
      if (error) failure = new Refusal('brokenArchive')
      if (failure) return
      unpacked += bytes.length
      if (unpacked > BOMB_BYTES && unpacked / packed > BOMB_RATIO) {
        failure = new Refusal('zipBomb')
        file.terminate()
        return
      }
      try {
        receive(decoder.decode(bytes, { stream: !isLast }), isLast)
      } catch (thrown) {
        failure = thrown as Error
      }
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  for await (const bytes of readBytes(path, onProgress)) {
    // Small pieces, so that one step of unpacking cannot fill the memory.
    for (let at = 0; at < bytes.length; at += 65_536) {
      const piece = bytes.subarray(at, at + 65_536)
      packed += piece.length
      try {
        unzip.push(piece, false)
      } catch (error) {
        throw error instanceof Refusal ? error : new Refusal('brokenArchive')
      }
      if (failure) throw failure as Error
      yield
    }
  }
}

export type Workbook = {
  sheets: { name: string; path: string }[]
  strings: string[]
  dateStyles: Set<number>
  is1904: boolean
}

const attribute = (tag: string, name: string): string | null =>
  new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? null

const builtInDates = new Set([14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 30, 36, 45, 46, 47, 50, 57])

function readDateStyles(xml: string): Set<number> {
  const custom = new Set<number>()
  for (const [tag] of xml.matchAll(/<numFmt\b[^>]*>/g)) {
    const code = (attribute(tag, 'formatCode') ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')
    if (/[ymdh]/i.test(code) && !/^general$/i.test(code)) custom.add(Number(attribute(tag, 'numFmtId')))
  }
  const styles = new Set<number>()
  const formats = /<cellXfs\b[\s\S]*?<\/cellXfs>/.exec(xml)?.[0] ?? ''
  ;[...formats.matchAll(/<xf\b[^>]*>/g)].forEach(([tag], index) => {
    const id = Number(attribute(tag, 'numFmtId') ?? 0)
    if (builtInDates.has(id) || custom.has(id)) styles.add(index)
  })
  return styles
}

/** What the sheets share: their names, the strings, which styles are dates. */
export async function readWorkbook(path: string): Promise<Workbook> {
  const parts = new Map<string, string>()
  const wanted = /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels|styles\.xml|sharedStrings\.xml)$/i
  const entries = readEntries(path, (name) => {
    if (!wanted.test(name)) return null
    return (text) => {
      const whole = (parts.get(name) ?? '') + text
      if (whole.length > MOST_STRINGS_BYTES) throw new Refusal('zipBomb')
      parts.set(name, whole)
    }
  })
  while (!(await entries.next()).done);
  const book = parts.get('xl/workbook.xml')
  if (book === undefined) throw new Refusal('brokenArchive')
  const targets = new Map<string, string>()
  for (const [tag] of (parts.get('xl/_rels/workbook.xml.rels') ?? '').matchAll(/<Relationship\b[^>]*>/g)) {
    const target = attribute(tag, 'Target') ?? ''
    targets.set(attribute(tag, 'Id') ?? '', target.startsWith('/') ? target.slice(1) : `xl/${target}`)
  }
  const sheets = [...book.matchAll(/<sheet\b[^>]*>/g)].map(([tag]) => ({
    name: plainText(attribute(tag, 'name') ?? ''),
    path: targets.get(attribute(tag, 'r:id') ?? '') ?? '',
  }))
  const strings = [
    ...(parts.get('xl/sharedStrings.xml') ?? '').matchAll(/<si\b[^>]*?(?:\/>|>([\s\S]*?)<\/si>)/g),
  ].map((si) => textOf(si[1] ?? ''))
  return {
    sheets,
    strings,
    dateStyles: readDateStyles(parts.get('xl/styles.xml') ?? ''),
    is1904: /<workbookPr\b[^>]*date1904="(1|true)"/.test(book),
  }
}

// Characters that XML cannot hold stand as _x0001_.
const written = /_x([0-9a-f]{4})_/gi

// Runs of one string are joined; phonetic hints are not part of it.
function textOf(xml: string): string {
  const runs = xml.replace(/<rPh\b[\s\S]*?<\/rPh>/g, '').matchAll(/<t\b[^>]*?(?:\/>|>([\s\S]*?)<\/t>)/g)
  return [...runs]
    .map((run) => readEntities(run[1] ?? ''))
    .join('')
    .replace(written, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function columnOf(reference: string): number {
  let index = 0
  for (const char of reference) {
    const code = char.charCodeAt(0)
    if (code < 65) break
    index = index * 26 + (code & 31)
  }
  return index - 1
}

function serialToText(serial: number, is1904: boolean): string {
  // Day 60 of the 1900 calendar is a 29 February that never was.
  const base = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  const moment = new Date(base + Math.round(serial * 86_400) * 1000)
  const text = moment.toISOString()
  return moment.getTime() % DAY_MS === 0 ? text.slice(0, 10) : text.slice(0, 19).replace('T', ' ')
}

function cellText(attributes: string, body: string, book: Workbook): string {
  const type = attribute(attributes, 't')
  const value = /<v\b[^>]*>([\s\S]*?)<\/v>/.exec(body)?.[1] ?? ''
  if (type === 's') return book.strings[Number(value)] ?? ''
  if (type === 'inlineStr') return textOf(body)
  if (type === 'str' || type === 'd') return plainText(value)
  if (type === 'e' || value === '') return ''
  if (type === 'b') return value === '1' ? 'true' : 'false'
  if (book.dateStyles.has(Number(attribute(attributes, 's') ?? -1)))
    return TYPED + serialToText(Number(value), book.is1904)
  // What the file stores as 0.30000000000000004 a person typed as 0.3.
  const number = Number(value)
  const isExact = /^-?\d+\.\d+$/.test(value) && value.replace(/\D/g, '').length <= 15
  return TYPED + (Number.isInteger(number) || isExact ? value : String(Number(number.toPrecision(15))))
}

function cellsOf(row: string, book: Workbook): string[] {
  const cells: string[] = []
  for (const match of row.matchAll(/<c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g)) {
    const reference = attribute(match[1] ?? '', 'r')
    const at = reference ? columnOf(reference) : cells.length
    if (at >= MOST_COLUMNS) continue
    while (cells.length < at) cells.push('')
    cells[at] = match[2] === undefined ? '' : cellText(match[1] ?? '', match[2], book)
  }
  return cells
}

/** The rows of one sheet (the first when none is named); numbers and dates are marked as typed and never guessed at. */
export async function* readXlsxRows(
  path: string,
  sheet: string | null,
  onProgress?: Progress,
): AsyncGenerator<Batch> {
  const book = await readWorkbook(path)
  const chosen = book.sheets.find((it) => it.name === sheet) ?? book.sheets[0]
  if (!chosen) throw new Refusal('emptyFile')
  let rows: string[][] = []
  let done = 0
  let carry = ''
  let width = 0
  const take = (part: string): void => {
    const start = part.lastIndexOf('<row')
    const number = Number(
      attribute(part.slice(start, part.indexOf('>', start)), 'r') ?? done + rows.length + 1,
    )
    // Rows left out of the file are blank; a number far beyond any sheet is not believed.
    while (done + rows.length < number - 1 && number < LAST_ROW) rows.push([])
    const cells = cellsOf(part.slice(start), book)
    if (done + rows.length < HEAD_ROWS) width = Math.max(width, cells.length)
    // Blank cells at the end of a row are not stored.
    while (cells.length > 0 && cells.length < width) cells.push('')
    rows.push(cells)
  }
  const onPart: OnPart = (name) => {
    if (name !== chosen.path) return null
    return (text) => {
      const parts = (carry + text).split('</row>')
      carry = parts.pop() ?? ''
      for (const part of parts) take(part)
      if (carry.length > LONGEST_RECORD) throw new Refusal('lineTooLong', { row: done + rows.length + 1 })
    }
  }
  for await (const _piece of readEntries(path, onPart, onProgress)) {
    if (rows.length < BATCH_ROWS) continue
    yield { firstRow: done + 1, rows }
    done += rows.length
    rows = []
  }
  if (rows.length > 0) yield { firstRow: done + 1, rows }
}
