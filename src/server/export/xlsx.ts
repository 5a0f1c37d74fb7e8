import { guardTypedCell, looksLikeFormula } from '#kernel/cell-guard.ts'
import type { CsvColumn } from '#kernel/csv.ts'
import type { Language } from '#kernel/format.ts'
import { zip } from './zip.ts'

/** So many rows of data a sheet holds below its headers. */
export const MOST_XLSX_ROWS = 1_048_575

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'
const kinds = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const STYLE = { plain: 0, head: 1, quoted: 2, day: 3, moment: 4 }

const parts = (sheet: string): Record<string, string> => ({
  '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${kinds}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${kinds}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${kinds}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${sheet}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  // Text everywhere but in days and moments; a quoted text stays one when somebody edits the cell.
  'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="49" quotePrefix="1" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`,
})

const marks: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const control = (char: string): string =>
  `_x${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`

/** Text inside XML; what XML cannot hold is written as spreadsheets write it, _x0001_. */
function escaped(text: string): string {
  if (!/[&<>_\p{Cc}\ufffe\uffff]/u.test(text)) return text
  return text
    .replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')
    .replace(/[&<>]/g, (char) => marks[char] ?? char)
    .replace(/(?![\t\n])\p{Cc}|[\ufffe\uffff]/gu, control)
}

const textCell = (text: string, style: number): string =>
  `<c${style === STYLE.plain ? '' : ` s="${style}"`} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`

const DAY_MS = 86_400_000
const day = /^(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d))?$/
const figure = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

function figureCell(text: string, language: Language): string {
  const [, year, month, date, hour, minute, second] = day.exec(text) ?? []
  if (year !== undefined && Number(year) >= 1901) {
    const midnight = Date.UTC(Number(year), Number(month) - 1, Number(date)) - Date.UTC(1899, 11, 30)
    const seconds = hour === undefined ? 0 : Number(hour) * 3600 + Number(minute) * 60 + Number(second)
    const style = hour === undefined ? STYLE.day : STYLE.moment
    return `<c s="${style}"><v>${(midnight / DAY_MS + seconds / 86_400).toFixed(hour === undefined ? 0 : 9)}</v></c>`
  }
  // Fifteen digits are what a spreadsheet keeps of a number.
  if (figure.test(text) && text.replace(/\D/g, '').length <= 15) return `<c><v>${text}</v></c>`
  return textCell(language === 'ru' && figure.test(text) ? text.replace('.', ',') : text, STYLE.plain)
}

function cellOf(value: string | number | null, isFigure: boolean, language: Language): string {
  const text = String(value ?? '')
  if (text === '') return '<c/>'
  if (isFigure) return figureCell(text, language)
  return textCell(guardTypedCell(text), looksLikeFormula(text) ? STYLE.quoted : STYLE.plain)
}

async function* sheetXml<Row>(
  columns: readonly CsvColumn<Row>[],
  pages: AsyncIterable<readonly Row[]>,
  language: Language,
): AsyncGenerator<string> {
  yield `${xml}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`
  yield `<row>${columns.map((column) => textCell(column[language], STYLE.head)).join('')}</row>`
  for await (const rows of pages) {
    let text = ''
    for (const row of rows) {
      text += '<row>'
      for (const { cell, isFigure } of columns) text += cellOf(cell(row), isFigure ?? false, language)
      text += '</row>'
    }
    yield text
  }
  yield '</sheetData></worksheet>'
}

/** A workbook of one sheet as a stream: however many rows it has, a page of them is in memory. */
export function writeXlsx<Row>(
  sheet: string,
  columns: readonly CsvColumn<Row>[],
  pages: AsyncIterable<readonly Row[]>,
  language: Language,
): AsyncGenerator<Buffer> {
  const fixed = Object.entries(parts(sheet)).map(([name, text]) => ({ name, text: [xml + text] }))
  return zip([...fixed, { name: 'xl/worksheets/sheet1.xml', text: sheetXml(columns, pages, language) }])
}
