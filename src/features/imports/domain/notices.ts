import type { FieldName } from './plan.ts'

/** Something of a good row that did not come in as it stands: a value left out, or a status that we do not know. */
export type CellNotice = {
  code: 'leftOut' | 'unknownStatus' | 'unknownKind' | 'notClosed' | 'hopedClose' | 'noAmount' | 'noStage'
  field: FieldName
  value: string
}
/** The same of a whole file: how often, where first, and a few of the values. */
export type Notice = {
  code: CellNotice['code']
  field: FieldName
  count: number
  firstRow: number
  samples: string[]
}

const SAMPLES = 3

/** Gathers what is told of single cells, by column. */
export function makeNoticeTally(): { add(rowNumber: number, notice: CellNotice): void; all(): Notice[] } {
  const found = new Map<string, Notice>()
  return {
    add(rowNumber, { code, field, value }) {
      const key = `${code} ${field}`
      const notice = found.get(key) ?? { code, field, count: 0, firstRow: rowNumber, samples: [] }
      notice.count++
      const shown = value.slice(0, 60)
      if (notice.samples.length < SAMPLES && !notice.samples.includes(shown)) notice.samples.push(shown)
      found.set(key, notice)
    },
    all: () => [...found.values()].map((it) => ({ ...it, samples: [...it.samples] })),
  }
}
