import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type BareApp, bareApp } from '../../../test/support/bare-app.ts'
import { importText } from '../../../test/support/import-text.ts'
import { systemActor } from '#kernel/actor.ts'
import { profileFile } from './reading/profile.ts'
import { listGroup, showRun } from './reports.ts'

let app: BareApp
beforeAll(async () => {
  app = await bareApp()
})
afterAll(() => app.close())
afterEach(async () => {
  await sql`truncate client, sales_order, order_line, import_run, import_map_memory cascade`.execute(app.db)
})

test('a value that is none of its kind is left out and told, the row comes in', async () => {
  const text =
    'Наименование;ИНН;КПП;Телефон;Почта\nРомашка;616520447;1;нету;не почта\nВасилёк;0274062111;;+7 495 200-10-20;a@b.ru'
  const report = await importText(app.services, 'clients', text)
  expect(report).toMatchObject({ rows: 2, new: 2, errors: 0 })
  const { preview } = await showRun(app.db, report.importId)
  expect(preview?.notices).toEqual([
    { code: 'leftOut', field: 'inn', count: 1, firstRow: 2, samples: ['616520447'] },
    { code: 'leftOut', field: 'kpp', count: 1, firstRow: 2, samples: ['1'] },
    { code: 'leftOut', field: 'phone', count: 1, firstRow: 2, samples: ['нету'] },
    { code: 'leftOut', field: 'email', count: 1, firstRow: 2, samples: ['не почта'] },
  ])
  const found = await sql`select inn, kpp, phone, email from client where name = 'Ромашка'`.execute(app.db)
  expect(found.rows).toEqual([{ inn: null, kpp: null, phone: null, email: null }])
})

test('a status that nobody knows is told; the order counts as placed', async () => {
  const text =
    'Номер;Дата;Контрагент;Сумма;Статус\n1;05.01.2024;А;10;Бэклог\n2;05.01.2024;А;10;Отменён\n3;05.01.2024;А;10;Бэклог'
  const report = await importText(app.services, 'orders', text)
  const { preview } = await showRun(app.db, report.importId)
  expect(preview?.notices).toEqual([
    { code: 'unknownStatus', field: 'status', count: 2, firstRow: 2, samples: ['Бэклог'] },
  ])
  const found = await sql`select status from sales_order order by external_id`.execute(app.db)
  expect(found.rows).toEqual([{ status: 'placed' }, { status: 'cancelled' }, { status: 'placed' }])
})

test('an order whose sum is blank is refused by its row and column', async () => {
  const text = 'Номер;Дата;Контрагент;Сумма\n1;05.01.2024;А;10\n2;05.01.2024;А;\n3;05.01.2024;А;0'
  const report = await importText(app.services, 'orders', text)
  expect(report).toMatchObject({ new: 2, errors: 1, moneyTotal: '10.00' })
  const { rows } = await listGroup(app.db, systemActor('cli'), report.importId, 'errors', undefined)
  expect(rows).toMatchObject([{ rowNumber: 3, code: 'missing', column: 'Сумма' }])
})

test.each([
  ['5%', '10', [9500, 18_000]],
  ['5', '10', [9500, 18_000]],
  ['0.05', '0.1', [9500, 18_000]],
  ['0', '1', [10_000, 19_800]],
])('discounts of %s and %s in one column are of one scale', async (first, second, amounts) => {
  const text = `Order number,Date,Customer,Product,Quantity,Price,Discount
1,2024-01-05,A,x,1,100,${first}
2,2024-01-05,A,x,2,100,${second}`
  await importText(app.services, 'order-lines', text)
  const found = await sql<{ amountMinor: number }>`
    select amount_minor from sales_order order by external_id`.execute(app.db)
  expect(found.rows.map((row) => row.amountMinor)).toEqual(amounts)
})

test('the first sheet of a workbook that holds anything is read', async () => {
  const sheet = (rows: string): string => `<worksheet><sheetData>${rows}</sheetData></worksheet>`
  const cell = (text: string): string => `<c t="inlineStr"><is><t>${text}</t></is></c>`
  const workbook = zipSync({
    'xl/workbook.xml': strToU8(
      '<workbook><sheets><sheet name="Обложка" r:id="a"/><sheet name="Данные" r:id="b"/></sheets></workbook>',
    ),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<R><Relationship Id="a" Target="worksheets/1.xml"/><Relationship Id="b" Target="worksheets/2.xml"/></R>',
    ),
    'xl/worksheets/1.xml': strToU8(sheet('')),
    'xl/worksheets/2.xml': strToU8(
      sheet(
        `<row r="1">${cell('Номер')}${cell('Дата')}</row><row r="2">${cell('1')}${cell('05.01.2024')}</row>`,
      ),
    ),
  })
  const folder = await mkdtemp(join(tmpdir(), 'gorn-sheets-'))
  const path = join(folder, 'book.xlsx')
  await writeFile(path, workbook)
  expect(await profileFile({ path, fileName: 'book.xlsx', kind: 'orders', map: {} })).toMatchObject({
    sheet: 'Данные',
    sheets: ['Обложка', 'Данные'],
    rowCount: 1,
  })
  await rm(folder, { recursive: true })
})
