import { nameKey } from '#kernel/name-key.ts'
import { makeMoneyTally, type MoneyByDirection } from '../domain/control.ts'
import { makeLineWriter } from '../domain/copy-text.ts'
import { makeInterpreter } from '../domain/interpret.ts'
import { isTotalLine } from '../domain/layout.ts'
import { makeNoticeTally, type Notice } from '../domain/notices.ts'
import type { ReadPlan } from '../domain/plan.ts'
import { LineBuffer } from './line-buffer.ts'
import { readRows } from './records.ts'
import type { Progress } from './text.ts'

export type ReadCounts = {
  rows: number
  ok: number
  skipped: number
  errors: number
  /** what the rows amount to that do not come in */
  left: { errors: MoneyByDirection; skipped: MoneyByDirection }
  notices: Notice[]
}
export type CopyChunk = { bytes: Buffer; counts: ReadCounts }

const CHUNK_BYTES = 200_000

/** Reads a file by its plan into COPY text for the staging table, chunk by chunk, with running counts. */
export async function* readAsCopy(
  path: string,
  plan: ReadPlan,
  onProgress?: Progress,
): AsyncGenerator<CopyChunk> {
  const interpreter = makeInterpreter(plan)
  const writer = makeLineWriter(plan)
  const totals = new Set(plan.totalRows)
  const [refused, skipped] = [makeMoneyTally(), makeMoneyTally()]
  const notices = makeNoticeTally()
  const counts = { rows: 0, ok: 0, skipped: 0, errors: 0 }
  const countsNow = (): ReadCounts => ({
    ...counts,
    left: { errors: refused.sums(), skipped: skipped.sums() },
    notices: notices.all(),
  })
  const leaveOut = (tally: typeof refused, cells: readonly string[]): void => {
    const money = interpreter.money(cells)
    if (money) tally.add(money)
  }
  const keys = new Map<string, string>()
  const keyOf = (name: string): string => {
    let key = keys.get(name)
    if (key === undefined) {
      if (keys.size > 50_000) keys.clear()
      keys.set(name, (key = nameKey(name)))
    }
    return key
  }
  const lines = new LineBuffer(CHUNK_BYTES * 2)
  for await (const { firstRow, rows } of readRows(path, plan, onProgress)) {
    for (const [at, found] of rows.entries()) {
      const rowNumber = firstRow + at
      if (!isDataRow(plan, totals, rowNumber, found)) continue
      const cells = plan.fixes[rowNumber] ?? found
      counts.rows++
      const row = interpreter.read(cells)
      if (row.outcome === 'skipped') {
        counts.skipped++
        leaveOut(skipped, cells)
        if (row.notice) notices.add(rowNumber, row.notice)
      } else if (row.outcome === 'error') {
        counts.errors++
        leaveOut(refused, cells)
        lines.add(writer.refused(rowNumber, row.error, cells))
      } else {
        counts.ok++
        for (const notice of row.notices) notices.add(rowNumber, notice)
        const { clientName } = row.fields
        const key = clientName === undefined ? undefined : keyOf(clientName)
        lines.add(writer.row(rowNumber, row.fields, key))
      }
      if (lines.length > CHUNK_BYTES) yield { bytes: lines.take(), counts: countsNow() }
    }
  }
  yield { bytes: lines.take(), counts: countsNow() }
}

function isDataRow(
  plan: ReadPlan,
  totals: ReadonlySet<number>,
  rowNumber: number,
  cells: readonly string[],
): boolean {
  if (rowNumber <= plan.headerRow || totals.has(rowNumber) || isBlank(cells)) return false
  return plan.isOwn === true || !isTotalLine(cells, plan.columnCount)
}

function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') return false
  return true
}
