import { isKnownHeader } from './headers.ts'
import { orderEvidence } from './dates.ts'
import { decimalEvidence } from './numbers.ts'

/** Where a table begins: rows above the headers are titles. Row numbers are as a person counts, from 1; 0 = no headers. */
export type Layout = { headerRow: number; columnCount: number; titleRows: number[] }

const LOOK = 40

const filled = (row: readonly string[]): string[] => row.filter((cell) => cell.trim() !== '')
const isValue = (cell: string): boolean =>
  decimalEvidence(cell.trim()) !== null || orderEvidence(cell.trim()) !== null

/** The width that most rows have, trailing empty fields included; the wider of two as common. */
function usualWidth(rows: readonly (readonly string[])[]): number {
  const counts = new Map<number, number>()
  for (const row of rows)
    if (filled(row).length > 0) counts.set(row.length, (counts.get(row.length) ?? 0) + 1)
  let best = 0
  let bestCount = 0
  for (const [width, count] of counts) {
    if (count > bestCount || (count === bestCount && width > best)) [best, bestCount] = [width, count]
  }
  return best
}

/** Finds the row of the headers among the first rows of a file. */
export function findLayout(rows: readonly (readonly string[])[]): Layout {
  const head = rows.slice(0, LOOK)
  const width = usualWidth(head)
  const usualFill = Math.max(1, ...head.map((row) => filled(row).length))
  let best = { at: -1, score: 0 }
  for (const [at, row] of head.entries()) {
    const cells = filled(row)
    if (cells.length === 0) continue
    const values = cells.filter(isValue).length
    const known = cells.filter((cell) => isKnownHeader(cell)).length
    // Headers stand above something.
    if (at > 0 && !rows.slice(at + 1).some((row) => filled(row).length > 0)) continue
    const isWide = cells.length >= Math.max(1, usualFill * 0.6)
    if (!isWide && known < 2) continue
    // Words above values make a header; each row further down needs a better reason.
    const score =
      (known * 2 + (cells.length - values) - values * 3) / cells.length + (isWide ? 1 : 0) - at * 0.02
    if (score > best.score + 1e-9) best = { at, score }
  }
  const hasHeader = best.at >= 0
  const headerWidth = hasHeader ? (head[best.at]?.length ?? width) : width
  // A blank field at the end of every line is no column.
  const columnCount = Math.max(1, hasHeader ? trimmedWidth(head, headerWidth) : width)
  const titleRows = hasHeader
    ? head.slice(0, best.at).flatMap((row, at) => (filled(row).length > 0 ? [at + 1] : []))
    : []
  return { headerRow: best.at + 1, columnCount, titleRows }
}

function trimmedWidth(rows: readonly (readonly string[])[], width: number): number {
  let last = width
  while (last > 1 && rows.every((row) => (row[last - 1] ?? '').trim() === '')) last--
  return last
}

const totalWord = /^(итого|всего|общий итог|в?сего по|grand total|total|totals|sum total)([\s:.,]|$)/i

/** Whether a row is a total that a report prints among or below its data. */
export function isTotalLine(row: readonly string[], columnCount: number): boolean {
  const cells = filled(row)
  if (cells.length === 0 || cells.length > Math.max(2, columnCount * 0.7)) return false
  const first = cells[0]?.trim() ?? ''
  return totalWord.test(first)
}

/** Whether a row at the very end is a note (who signed, when printed) and no data. */
export function isFootNote(row: readonly string[], columnCount: number): boolean {
  const cells = filled(row)
  return (
    columnCount > 3 &&
    cells.length > 0 &&
    cells.length <= 2 &&
    !cells.some((cell) => decimalEvidence(cell.trim()) !== null)
  )
}
