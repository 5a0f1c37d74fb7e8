import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { profileFile } from './profile.ts'
import { readRows } from './records.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gorn-hurt-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'file.csv')
  await writeFile(path, content)
  return path
}
const profile = async (content: string | Uint8Array) =>
  profileFile({ path: await fileOf(content), fileName: 'file.csv', kind: 'orders', map: {} })

test('a file of one, two or three bytes is refused in words or read', async () => {
  await expect(profile('a\n')).rejects.toMatchObject({ code: 'noRows' })
  expect(await profile('1')).toMatchObject({ headerRow: 0, rowCount: 1 })
  expect(await profile('1\n2')).toMatchObject({ headerRow: 0, rowCount: 2 })
})

test('UTF-8 cut inside a letter is still UTF-8', async () => {
  const whole = Buffer.from(`Номер;Дата;Клиент\n${'1;31.01.2024;Ромашка\n'.repeat(20)}21;31.01.2024;Я`)
  expect(await profile(whole.subarray(0, -1))).toMatchObject({ encoding: 'utf-8', rowCount: 21 })
})

test('a tag inside a cell does not make a CSV a web page', async () => {
  expect(await profile('Номер;Дата;Клиент\n1;31.01.2024;<table >\n')).toMatchObject({ format: 'csv' })
})

test('a fraction with a per cent sign tells the decimal mark; £1,234 is asked about', async () => {
  const { columns } = await profile('Номер;Скидка;Сумма\n1;5,5%;£1,234\n2;10%;£5,678\n')
  expect(columns[1]).toMatchObject({ kind: 'number', decimal: ',' })
  expect(columns[2]).toMatchObject({ kind: 'number', decimal: null })
})

test('a quote inside a field swallows no row below, also far from the chunk it began in', async () => {
  const lines = Array.from({ length: 40_000 }, (_none, at) => `${at};"Ромашка" ООО;7,00`)
  const source = { format: 'csv', encoding: 'utf-8', delimiter: ';', sheet: null } as const
  const rows: string[][] = []
  for await (const batch of readRows(await fileOf(`${lines.join('\n')}\n`), source)) rows.push(...batch.rows)
  expect(rows.filter((row) => row.length === 3)).toHaveLength(40_000)
  expect(rows.at(-1)).toEqual(['39999', 'Ромашка ООО', '7,00'])
})
