import type { ReadPlan } from '../domain/plan.ts'
import { storable } from '../domain/copy-text.ts'
import { readRows } from './records.ts'

export type PickedRow = { rowNumber: number; cells: string[] }

/** The cells of some rows of a file, in its order; the numbers are given in ascending order. */
export async function* pickRows(
  path: string,
  plan: ReadPlan,
  numbers: readonly number[],
): AsyncGenerator<PickedRow[]> {
  let next = 0
  for await (const { firstRow, rows } of readRows(path, plan)) {
    const picked: PickedRow[] = []
    for (
      let wanted = numbers[next];
      wanted !== undefined && wanted < firstRow + rows.length;
      wanted = numbers[++next]
    ) {
      picked.push({
        rowNumber: wanted,
        cells: (rows[wanted - firstRow] ?? []).map((cell) => storable(cell.replaceAll('\u0001', ''))),
      })
    }
    if (picked.length > 0) yield picked
    if (next >= numbers.length) return
  }
}
