import { Refusal } from '#kernel/refusal.ts'
import type { Encoding } from '../domain/plan.ts'
import type { Batch } from './batch.ts'
import { type Progress, readText } from './text.ts'

const LONGEST_ROW = 4_000_000
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** A text with its entities read. */
export function readEntities(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** Text of a cell without tags, entities read. */
export function plainText(html: string): string {
  return readEntities(html.replace(/<br\s*\/?>/gi, ' ').replace(/<[^>]*>/g, '')).trim()
}

function cellsOf(row: string): string[] {
  const cells: string[] = []
  for (const match of row.matchAll(/<t[dh]\b([^>]*)>([\s\S]*?)(?=<\/?t[dhr]\b|$)/gi)) {
    cells.push(plainText(match[2] ?? ''))
    const span = Math.min(Number(/colspan\s*=\s*["']?(\d+)/i.exec(match[1] ?? '')?.[1] ?? 1), 500)
    for (let more = 1; more < span; more++) cells.push('')
  }
  return cells
}

/** The rows of the HTML table that some programs save as .xls, row by row. */
export async function* readHtmlRows(
  path: string,
  encoding: Encoding,
  onProgress?: Progress,
): AsyncGenerator<Batch> {
  let carry = ''
  let firstRow = 1
  for await (const text of readText(path, encoding, onProgress)) {
    carry += text
    const parts = carry.split(/<\/tr\s*>/i)
    carry = parts.pop() ?? ''
    if (carry.length > LONGEST_ROW) throw new Refusal('lineTooLong', { row: firstRow + parts.length })
    const rows = parts.map((part) => cellsOf(part.slice(Math.max(0, part.search(/<tr\b/i)))))
    if (rows.length > 0) yield { firstRow, rows }
    firstRow += rows.length
  }
  if (/<t[dh]\b/i.test(carry)) yield { firstRow, rows: [cellsOf(carry)] }
}
