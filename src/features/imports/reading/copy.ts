import { nameKey } from '#features/clients/public.ts'
import { copyRefused, copyRow } from '../domain/copy-text.ts'
import { makeInterpreter } from '../domain/interpret.ts'
import { isTotalLine } from '../domain/layout.ts'
import type { ReadPlan } from '../domain/plan.ts'
import { readRows } from './records.ts'
import type { Progress } from './text.ts'

export type ReadCounts = { rows: number; ok: number; skipped: number; errors: number }
export type CopyChunk = { bytes: Buffer; counts: ReadCounts }

const CHUNK_CHARACTERS = 200_000

/** Reads a file by its plan into COPY text for the staging table, chunk by chunk, with running counts. */
export async function* readAsCopy(path: string, plan: ReadPlan, onProgress?: Progress): AsyncGenerator<CopyChunk> {
  const interpret = makeInterpreter(plan)
  const totals = new Set(plan.totalRows)
  const counts: ReadCounts = { rows: 0, ok: 0, skipped: 0, errors: 0 }
  const keys = new Map<string, string>()
  const keyOf = (name: string): string => {
    let key = keys.get(name)
    if (key === undefined) {
      if (keys.size > 50_000) keys.clear()
      keys.set(name, (key = nameKey(name)))
    }
    return key
  }
  let text = ''
  for await (const { firstRow, rows } of readRows(path, plan, onProgress)) {
    for (const [at, cells] of rows.entries()) {
      const rowNumber = firstRow + at
      if (rowNumber <= plan.headerRow || totals.has(rowNumber) || isBlank(cells)) continue
      if (isTotalLine(cells, plan.columnCount)) continue
      counts.rows++
      const row = interpret(cells)
      if (row.outcome === 'skipped') counts.skipped++
      else if (row.outcome === 'error') {
        counts.errors++
        text += copyRefused(rowNumber, row.error, cells)
      } else {
        counts.ok++
        const { clientName } = row.fields
        text += copyRow(rowNumber, row.fields, clientName === undefined ? undefined : keyOf(clientName), plan.matchKeys)
      }
      if (text.length > CHUNK_CHARACTERS) {
        yield { bytes: Buffer.from(text), counts: { ...counts } }
        text = ''
      }
    }
  }
  yield { bytes: Buffer.from(text), counts: { ...counts } }
}

function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') return false
  return true
}
