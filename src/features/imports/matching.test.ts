import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type BareApp, bareApp } from '../../../test/support/bare-app.ts'
import { contents } from '../../../test/support/checksum.ts'
import { importText } from '../../../test/support/import-text.ts'
import type { ImportMap } from './public.ts'
import { systemActor } from '#kernel/actor.ts'
import { refusedCsv } from './refused-file.ts'
import { listGroup, showRun } from './reports.ts'

let app: BareApp
beforeAll(async () => {
  app = await bareApp()
})
afterAll(() => app.close())
afterEach(async () => {
  await sql`truncate client, sales_order, order_line, import_run, import_map_memory cascade`.execute(app.db)
})

const bring = (kind: 'clients' | 'orders' | 'order-lines', text: string, map?: ImportMap, dryRun = false) =>
  importText(app.services, kind, text, map ? { map, dryRun } : { dryRun })
const orders = async (): Promise<unknown[]> =>
  (await contents(app.db))
    .filter((row) => (row as string[])[0] === 'order')
    .map((row) => (row as unknown[]).slice(1, 8))
const names = async (): Promise<string[]> =>
  (await app.db.selectFrom('client').select('name').orderBy('name').execute()).map((row) => row.name)

describe('orders', () => {
  test('a number that names two clients is an order of each; of two times the earlier counts', async () => {
    const report = await bring(
      'order-lines',
      `Order number,Order date,Customer ID,Product,Quantity,Unit price
7,2024-01-05 10:00:00,A,x,1,10
7,2024-01-05 09:00:00,A,y,1,5
7,2024-01-06,B,x,2,10`,
    )
    expect(report).toMatchObject({ new: 2, orders: 2, clients: 2, moneyTotal: '35.00' })
    const { preview } = await showRun(app.db, report.importId)
    expect(preview).toMatchObject({ sharedNumbers: 1, twoTimes: 1 })
    expect(await orders()).toMatchObject([
      ['7', 'A', '2024-01-05T06:00:00+00:00', '2024-01-05', 1500, null, 'placed'],
      ['7', 'B', '2024-01-05T21:00:00+00:00', '2024-01-06', 2000, null, 'placed'],
    ])
  })

  test('an amount is the exact sum of the lines, rounded half away from zero once an order', async () => {
    await bring(
      'order-lines',
      `Order number,Date,Customer ID,Product,Quantity,Price\n1,2024-01-05,A,x,3,0.335\n1,2024-01-05,A,y,1,1.000\n2,2024-01-05,A,x,-1,0.125`,
    )
    // 1.005 + 1.000 = 2.005 → 2.01; −0.125 → −0.13
    expect((await orders()).map((row) => (row as unknown[])[4])).toEqual([201, -13])
  })

  test('lines that name an order alone go to the order that is there; others are named', async () => {
    await bring('clients', 'Customer ID,Company\nA,Alpha\nB,Beta')
    await bring('orders', 'Order ID,Order date,Customer ID\n1,2024-01-05,A\n2,2024-01-06,B')
    expect(await orders()).toMatchObject([
      ['1', 'Alpha', expect.anything(), '2024-01-05', 0, null, 'placed'],
      ['2', 'Beta', expect.anything(), '2024-01-06', 0, null, 'placed'],
    ])
    const lines =
      'orderID,productID,unitPrice,quantity,discount\n1,11,14.00,12,0\n1,42,9.80,10,0.15\n2,72,34.80,5,0\n9,1,1,1,0'
    const report = await bring('order-lines', lines)
    // 168.00 + 83.30; 174.00; the line of order 9 is left
    expect(report).toMatchObject({ rows: 4, new: 0, updated: 2, errors: 1, clients: 2, moneyTotal: '425.30' })
    const run = await showRun(app.db, report.importId)
    expect(run.preview?.control.sales).toEqual({
      rows: 4,
      fileMinor: 42_630,
      writtenMinor: 42_530,
      reasons: [{ code: 'unknownOrders', rows: 1, amountMinor: 100 }],
    })
    const refused: string[] = []
    for await (const line of refusedCsv(app.db, run, 'ru')) refused.push(line.trimEnd())
    expect(refused).toEqual([
      '\ufeffСтрока;Причина;orderID;productID;unitPrice;quantity;discount',
      '5;заказа с таким номером нет: сначала загрузите заказы;9;1;1;1;0',
    ])
    expect(await bring('order-lines', lines)).toMatchObject({ new: 0, updated: 0, errors: 1 })
  })

  test('an order that the file says less of keeps what it has', async () => {
    await bring(
      'orders',
      'Номер;Дата;Код клиента;Сумма;Себестоимость;Статус\n1;05.01.2024;A;100,00;60,00;Оплачен',
    )
    expect(
      await bring('orders', 'Номер;Дата;Код клиента;Сумма;Себестоимость;Статус\n1;05.01.2024;A;;;'),
    ).toMatchObject({ updated: 0 })
    expect(await bring('orders', 'Номер;Дата;Код клиента;Сумма\n1;06.01.2024;A;120,00')).toMatchObject({
      updated: 1,
    })
    expect(await orders()).toMatchObject([['1', 'A', expect.anything(), '2024-01-06', 12_000, 6_000, 'paid']])
  })
})

describe('returns', () => {
  const head = 'Order number,Date,Customer ID,Product,Quantity,Price,Status'
  const bySign = `${head}\n1,2024-01-05,A,x,10,5.00,\n2,2024-01-07,A,x,-3,5.00,`
  const byPrefix = `${head}\n1,2024-01-05,A,x,10,5.00,\nC2,2024-01-07,A,x,3,5.00,`
  const byStatus = `${head}\n1,2024-01-05,A,x,10,5.00,Отгружен\n2,2024-01-07,A,x,3,5.00,Брак`
  test.each([
    ['sign', bySign, undefined],
    ['prefix', byPrefix, 'C'],
    ['status', byStatus, 'Брак'],
  ] as const)('by %s are subtracted or left out', async (by, text, value) => {
    const subtract = await bring('order-lines', text, { returns: { by, value, treat: 'subtract' } })
    expect(subtract).toMatchObject({ new: 2, skipped: 0, moneyTotal: '35.00' })
    const found = await sql`select amount_minor, status from sales_order order by ordered_on`.execute(app.db)
    expect(found.rows).toMatchObject([{ amountMinor: 5000 }, { amountMinor: 1500, status: 'return' }])
    const run = await showRun(app.db, subtract.importId)
    expect(run.preview?.control.returns).toEqual({
      rows: 1,
      fileMinor: 1500,
      writtenMinor: 1500,
      reasons: [],
    })
    await sql`truncate client, sales_order, order_line cascade`.execute(app.db)
    const ignore = await bring('order-lines', text, { returns: { by, value, treat: 'ignore' } })
    expect(ignore).toMatchObject({ new: 1, skipped: 1, moneyTotal: '50.00' })
    const ignored = await showRun(app.db, ignore.importId)
    expect(ignored.preview?.control.returns).toEqual({
      rows: 1,
      fileMinor: 1500,
      writtenMinor: 0,
      reasons: [{ code: 'skipped', rows: 1, amountMinor: 1500 }],
    })
  })

  test('a rule taken back turns the returns into orders again', async () => {
    await bring('order-lines', bySign, { returns: { by: 'sign', treat: 'subtract' } })
    expect(
      await bring('order-lines', bySign, { returns: { by: 'prefix', value: 'Z', treat: 'subtract' } }),
    ).toMatchObject({ updated: 1, moneyTotal: '35.00' })
    const found = await sql`select amount_minor, status from sales_order order by ordered_on`.execute(app.db)
    expect(found.rows[1]).toEqual({ amountMinor: -1500, status: 'placed' })
  })
})

describe('clients', () => {
  test('two of one name: an order by the name alone is kept out and named', async () => {
    await bring('clients', 'Код;Наименование;ИНН\n1;ООО Ромашка;6165204473\n2;Ромашка;0274062111')
    const text = 'Номер;Дата;Контрагент;Сумма\n1;05.01.2024;«Ромашка»;100,00\n2;05.01.2024;Василёк;50,00'
    const report = await bring('orders', text)
    expect(report).toMatchObject({ new: 1, ambiguous: 1, orders: 1, clients: 1, moneyTotal: '50.00' })
    const { preview } = await showRun(app.db, report.importId)
    expect(preview?.control.sales.reasons).toEqual([{ code: 'ambiguous', rows: 1, amountMinor: 10_000 }])
    const group = await listGroup(app.db, systemActor('cli'), report.importId, 'ambiguous', undefined)
    expect(group.rows).toMatchObject([
      {
        rowNumber: 2,
        code: 'ambiguousClient',
        value: '«Ромашка»',
        cells: ['1', '05.01.2024', '«Ромашка»', '100,00'],
      },
    ])
  })

  test('a row with the name alone joins the one client of the file that has it', async () => {
    const text = 'Наименование;ИНН;Телефон\nООО Ромашка;6165204473;\nРомашка;;+7 495 200-10-20\nВасилёк;;'
    expect(await bring('clients', text)).toMatchObject({ rows: 3, new: 2, ambiguous: 0 })
    const found = await sql`select inn, phone from client where inn is not null`.execute(app.db)
    expect(found.rows).toEqual([{ inn: '6165204473', phone: '+74952001020' }])
    expect(await bring('clients', text)).toMatchObject({ new: 0, updated: 0 })
  })

  test('people who share a phone stay apart, the second time too', async () => {
    const text = 'Name,Phone\nAnna Ivanova,+7 495 200-10-20\nBoris Petrov,+7 495 200-10-20'
    expect(await bring('clients', text)).toMatchObject({ new: 2 })
    expect(await bring('clients', text)).toMatchObject({ new: 0, updated: 0, ambiguous: 0 })
    expect(await names()).toEqual(['Anna Ivanova', 'Boris Petrov'])
  })

  test('a file of clients overwrites with what it has, a file of orders only fills gaps', async () => {
    await bring('clients', 'Код;Наименование;Город;Регион\n1;Ромашка;Самара;')
    await bring('clients', 'Код;Наименование;Город;Регион\n1;Ромашка Плюс;;63')
    await bring(
      'orders',
      'Номер;Дата;Код клиента;Контрагент;Регион;Телефон\n1;05.01.2024;1;Ромашка Минус;99;+7 495 200-10-20',
    )
    const found = await sql`select name, city, region, phone from client`.execute(app.db)
    expect(found.rows).toEqual([
      { name: 'Ромашка Плюс', city: 'Самара', region: '63', phone: '+74952001020' },
    ])
  })

  test('names without a letter, and clients without a name, come in all the same', async () => {
    expect(await bring('clients', 'Name,Email\n😍,\n???,\n"\'",')).toMatchObject({ new: 3, errors: 0 })
    const report = await bring('orders', 'Номер;Дата;ИНН;Сумма\n1;05.01.2024;6165204473;100,00')
    expect(report).toMatchObject({ new: 1, clients: 1 })
    expect(await names()).toEqual(["'", '6165204473', '???', '😍'])
  })

  test('a code that another client bears is never given twice', async () => {
    await bring('clients', 'Код;Наименование;ИНН\n1;Первый;6165204473\n;Второй;0274062111')
    // The INN says the second, the code says the first: the surer key wins, and the second gets no code.
    const report = await bring('clients', 'Код;Наименование;ИНН\n1;Второй;0274062111')
    expect(report.new + report.updated + report.ambiguous).toBe(1)
    const found = await sql`select count(*) from client where external_id = '1'`.execute(app.db)
    expect(found.rows).toEqual([{ count: 1 }])
  })
})
