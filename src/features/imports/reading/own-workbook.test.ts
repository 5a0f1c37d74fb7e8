import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unguardCell } from '#kernel/cell-guard.ts'
import { writeXlsx } from '#server/export/xlsx.ts'
import { TYPED } from '../domain/numbers.ts'
import { readXlsxRows } from './xlsx.ts'

const odd = fc.constantFrom(
  '=',
  '+',
  '-',
  "'",
  '"',
  '\n',
  '\t',
  ' ',
  '😀',
  'ё',
  '_x0041_',
  '&amp;',
  '<b>',
  '</row>',
  'нет',
  '\u0007',
  '1',
)
const text = fc
  .oneof(
    fc.array(odd, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme', minLength: 1 }),
  )
  .filter((it) => it !== '')
const figure = fc.constantFrom(
  '0',
  '-5.00',
  '350.50',
  '123456789012.123456',
  '2026-06-01',
  '2026-06-01 10:15:30',
  '',
)
const row = fc.record({ text, figure })

test('what our workbooks hold is read to the letter', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gorn-workbook-'))
  const path = join(folder, 'x.xlsx')
  const columns = [
    { ru: 'Текст', en: 'Text', cell: (it: { text: string }) => it.text },
    { ru: 'Число', en: 'Figure', isFigure: true, cell: (it: { figure: string }) => it.figure },
    { ru: 'Конец', en: 'End', cell: () => 'x' },
  ]
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 40 }), async (rows) => {
      const pages = (async function* () {
        yield rows.slice(0, 7)
        yield rows.slice(7)
      })()
      const parts: Buffer[] = []
      for await (const part of writeXlsx('Лист', columns, pages, 'ru')) parts.push(part)
      await writeFile(path, Buffer.concat(parts))
      const read: string[][] = []
      for await (const batch of readXlsxRows(path, null)) read.push(...batch.rows)
      expect(read[0]).toEqual(['Текст', 'Число', 'Конец'])
      expect(
        read.slice(1).map((cells) => [unguardCell(cells[0] ?? ''), (cells[1] ?? '').replace(TYPED, '')]),
      ).toEqual(
        rows.map((it) => [it.text, it.figure === '123456789012.123456' ? '123456789012,123456' : it.figure]),
      )
    }),
    { numRuns: 60, endOnFailure: true },
  )
  await rm(folder, { recursive: true })
})
