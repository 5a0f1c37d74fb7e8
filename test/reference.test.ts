// The published data sets of test/data against their reference answers, through the import and the API that people use.
import { createReadStream, createWriteStream, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type ImportMap, runImport } from '#features/imports/public.ts'
import { classifyByValue } from '#features/segments/domain/classify.ts'
import { scoreRfm } from '#features/segments/domain/rfm.ts'
import { defaults } from '#features/segments/domain/settings.ts'
import { segmentBase } from '#features/segments/public.ts'
import { systemActor } from '#kernel/actor.ts'
import { type TestApp, testApp } from './support/test-app.ts'

const data = (path: string): string => join(import.meta.dirname, 'data', path)
const rows = (path: string): Record<string, string>[] =>
  papa.parse<Record<string, string>>(readFileSync(data(path), 'utf8'), { header: true, skipEmptyLines: true })
    .data
const actor = systemActor('cli')
const counts = (classes: readonly { valueClass: string }[]): number[] =>
  ['A', 'B', 'C'].map((letter) => classes.filter((it) => it.valueClass === letter).length)

let folder: string
let retail: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gorn-reference-'))
  retail = join(folder, 'online-retail.csv')
  await pipeline(
    createReadStream(data('online-retail/online-retail.csv.gz')),
    createGunzip(),
    createWriteStream(retail),
  )
})
afterAll(() => rm(folder, { recursive: true }))

const columns = {
  orderNumber: 'InvoiceNo',
  orderedAt: 'InvoiceDate',
  clientExternalId: 'CustomerID',
  product: 'StockCode',
  quantity: 'Quantity',
  unitPrice: 'UnitPrice',
}
const salesOnly: ImportMap = {
  columns,
  skip: [
    { column: 'CustomerID', op: 'empty' },
    { column: 'InvoiceNo', op: 'startsWith', value: 'C' },
    { column: 'Quantity', op: '<=', value: 0 },
    { column: 'UnitPrice', op: '<=', value: 0 },
  ],
}

const within = (value: string, expected: number, tolerance: number): void => {
  expect(Math.abs(Number(value) - expected)).toBeLessThanOrEqual(tolerance)
}

describe('Online Retail, sales only', () => {
  let app: TestApp
  beforeAll(async () => {
    app = await testApp({ now: '2011-12-09T12:00:00Z' })
    const report = await runImport(app.gorn.services, actor, {
      kind: 'order-lines',
      path: retail,
      fileName: 'online-retail.csv',
      map: salesOnly,
      dryRun: false,
    })
    expect(report).toMatchObject({
      rows: 541_909,
      skipped: 144_025,
      errors: 0,
      ambiguous: 0,
      orders: 18_532,
      clients: 4_338,
    })
    within(report.moneyTotal, 8_911_407.9, 0.05)
    const settings = await app.as('owner').call(contract.segments.getSettings)
    await app.as('owner').call(contract.segments.saveSettings, { body: { ...settings, windowMonths: null } })
    await app.runJobs()
  })
  afterAll(() => app.close())

  test('classes, orders and turnover', async () => {
    const base = await segmentBase(app.db, {
      asOf: '2011-12-09',
      windowMonths: null,
      measure: 'turnover',
      perClient: false,
    })
    expect(base).toMatchObject({
      clients: 4_338,
      orders: 18_532,
      classes: { A: 1133, B: 1469, C: 1736, none: 0 },
    })
    within(base.total, 8_911_407.9, 0.05)
  })

  test('every client agrees with the reference, line by line', async () => {
    const { perClient = [] } = await segmentBase(app.db, {
      asOf: '2011-12-09',
      windowMonths: null,
      measure: 'turnover',
      perClient: true,
    })
    const reference = rows('online-retail/reference-clients-sales.csv')
    expect(perClient).toHaveLength(reference.length)
    const byId = new Map(perClient.map((line) => [line.externalId, line]))
    const wrong = reference.filter((line) => {
      const ours = byId.get(line['client'] ?? '')
      return (
        ours?.orders !== Number(line['orders']) ||
        ours.valueClass !== line['abc_turnover_crossing'] ||
        Math.abs(Number(ours.measure) - Number(line['turnover'])) > 0.011
      )
    })
    expect(wrong).toEqual([])
  })

  test('what the screens show is the same as counted from raw orders', async () => {
    const matrix = await app.as('owner').call(contract.segments.matrix)
    const byClass = (letter: string): number =>
      matrix.cells.filter((cell) => cell.valueClass === letter).reduce((sum, cell) => sum + cell.clients, 0)
    expect(['A', 'B', 'C'].map(byClass)).toEqual([1133, 1469, 1736])
    const curve = await app.as('owner').call(contract.segments.curve)
    expect(curve.classes).toEqual({ A: 1133, B: 1469, C: 1736, none: 0 })
    expect(curve.points.at(-1)).toEqual({ rank: 4338, share: 1 })
  })

  test('RFM by value quintiles: every score agrees, 324 clients are 555', async () => {
    const reference = rows('online-retail/reference-clients-sales.csv')
    const scores = scoreRfm(
      reference.map((line) => ({
        id: line['client'] ?? '',
        daysSince: Number(line['recency_days']),
        orders: Number(line['orders']),
        moneyMinor: Math.round(Number(line['turnover']) * 10_000),
      })),
    )
    expect(scores.map(({ r, f, m }) => `${r}${f}${m}`)).toEqual(reference.map((line) => line['rfm_value']))
    expect(scores.filter(({ r, f, m }) => r === 5 && f === 5 && m === 5)).toHaveLength(324)

    const { grid } = await app.as('owner').call(contract.segments.rfm)
    for (const { r, f, clients } of grid) {
      expect([r, f, clients]).toEqual([r, f, scores.filter((it) => it.r === r && it.f === f).length])
    }
    expect(grid.reduce((sum, cell) => sum + cell.clients, 0)).toBe(4338)
  })
})

test('Online Retail, net of returns', async () => {
  const app = await testApp({ now: '2011-12-09T12:00:00Z' })
  try {
    const report = await runImport(app.gorn.services, actor, {
      kind: 'order-lines',
      path: retail,
      fileName: 'online-retail.csv',
      map: { columns, returns: { by: 'prefix', value: 'C', treat: 'subtract' } },
      dryRun: false,
    })
    expect(report).toMatchObject({ rows: 541_909, orders: 25_900, clients: 4_372 })
    const base = await segmentBase(app.db, {
      asOf: '2011-12-09',
      windowMonths: null,
      measure: 'turnover',
      perClient: false,
    })
    expect(base.classes).toEqual({ A: 1178, B: 1456, C: 1683, none: 55 })
    within(base.total, 8_300_065.81, 0.05)
  } finally {
    await app.close()
  }
})

describe('Northwind', () => {
  const importAll = async (
    app: TestApp,
    kind: 'clients' | 'orders' | 'order-lines',
    path: string,
    map: ImportMap,
  ) => runImport(app.gorn.services, actor, { kind, path: data(path), fileName: path, map, dryRun: false })
  const orderColumns = { orderNumber: 'orderID', orderedAt: 'orderDate', clientExternalId: 'customerID' }

  test('orders first, then their lines: net of discount, 34 / 27 / 28', async () => {
    const app = await testApp()
    try {
      expect(await importAll(app, 'clients', 'northwind/customers.csv', {})).toMatchObject({
        new: 91,
        errors: 0,
      })
      expect(await importAll(app, 'orders', 'northwind/orders.csv', { columns: orderColumns })).toMatchObject(
        { new: 830, errors: 0 },
      )
      const lines = await importAll(app, 'order-lines', 'northwind/order-details.csv', {
        columns: {
          orderNumber: 'orderID',
          product: 'productID',
          quantity: 'quantity',
          unitPrice: 'unitPrice',
          discount: 'discount',
        },
      })
      expect(lines).toMatchObject({ rows: 2155, updated: 830, new: 0, errors: 0 })
      within(lines.moneyTotal, 1_265_793.04, 0.5)
      const base = await segmentBase(app.db, {
        asOf: '1998-05-06',
        windowMonths: null,
        measure: 'turnover',
        perClient: false,
      })
      expect(base).toMatchObject({ clients: 89, orders: 830, classes: { A: 34, B: 27, C: 28, none: 0 } })
    } finally {
      await app.close()
    }
  })

  test('freight as the amount: 33 / 27 / 29', async () => {
    const app = await testApp()
    try {
      await importAll(app, 'orders', 'northwind/orders.csv', {
        columns: { ...orderColumns, amount: 'freight' },
      })
      const base = await segmentBase(app.db, {
        asOf: '1998-05-06',
        windowMonths: null,
        measure: 'turnover',
        perClient: false,
      })
      expect(base.classes).toEqual({ A: 33, B: 27, C: 29, none: 0 })
    } finally {
      await app.close()
    }
  })

  test('the broken rows of the published files are named, the good ones come in', async () => {
    const app = await testApp()
    try {
      expect(
        await importAll(app, 'orders', 'northwind/as-published/orders.csv', { columns: orderColumns }),
      ).toMatchObject({ new: 654, errors: 176 })
      expect(await importAll(app, 'clients', 'northwind/as-published/customers.csv', {})).toMatchObject({
        rows: 91,
        errors: 24,
      })
    } finally {
      await app.close()
    }
  })
})

test('Wholesale customers: 252 / 114 / 74', () => {
  const products = ['Fresh', 'Milk', 'Grocery', 'Frozen', 'Detergents_Paper', 'Delicassen']
  const clients = rows('wholesale-customers/wholesale-customers.csv').map((row, index) => ({
    id: String(index + 1),
    tieKey: String(index + 1),
    measureMinor: products.reduce((sum, product) => sum + Number(row[product]) * 100, 0),
  }))
  expect(counts(classifyByValue(clients, defaults))).toEqual([252, 114, 74])
})

test('CDNOW sample through the import: 777 / 801 / 779, several rows a day are one order', async () => {
  const lines = readFileSync(data('cdnow/CDNOW_sample.txt'), 'utf8').trim().split(/\r?\n/)
  const table = lines.map((line, index) => {
    const [, id = '', day = '', , dollars = ''] = line.trim().split(/\s+/)
    return `${index + 1},${id},${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)},${dollars}`
  })
  const path = join(folder, 'cdnow.csv')
  await writeFile(path, `Order,Client ID,Date,Amount\n${table.join('\n')}\n`)
  const app = await testApp()
  try {
    const report = await runImport(app.gorn.services, actor, {
      kind: 'orders',
      path,
      fileName: 'cdnow.csv',
      map: {},
      dryRun: false,
    })
    expect(report).toMatchObject({ rows: 6919, clients: 2357, moneyTotal: '244091.94' })
    const base = await segmentBase(app.db, {
      asOf: '1998-06-30',
      windowMonths: null,
      measure: 'turnover',
      perClient: false,
    })
    expect(base.classes.A + base.classes.B + base.classes.C).toBe(2357 - base.classes.none)
    expect([base.classes.A, base.classes.B]).toEqual([777, 801])
  } finally {
    await app.close()
  }
})
