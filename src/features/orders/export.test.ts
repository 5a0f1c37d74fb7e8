import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { importText } from '../../../test/support/import-text.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  await importText(
    app.gorn.services,
    'clients',
    [
      'Код;Клиент;ИНН;КПП;ОГРН;Телефон;E-mail;Город;Регион',
      '0001;ООО «Бетон-Дон»;7707083893;770701001;1027700132195;+7 495 123-45-67;info@beton.ru;Ростов;Дон',
      `=2;"=HYPERLINK(""x"")";;;;;;@SUM(A1);-`,
      `'3;'Апостроф;;;;;;;`,
      '4;"Кавычка ""; точка с запятой";500100732259;;;;;"Дом',
      'на две строки";',
    ].join('\n'),
  )
  await importText(
    app.gorn.services,
    'orders',
    [
      'Номер заказа;Дата заказа;Код клиента;Сумма;Себестоимость;Статус;Менеджер',
      '1;01.06.2026 10:15:30;0001;1 234,56;1 000,00;оплачен;Иванов',
      '2;02.06.2026;0001;34,56;;возврат;',
      '3;03.06.2026 23:59:59;=2;-5,00;;принят;',
      '-4;04.06.2026;=2;7,00;;отменён;+Петров',
      '5;05.06.2026;;100,00;;отгружен;',
    ].join('\n'),
  )
  await app.runJobs()
})
afterAll(() => app.close())

const nothing = { new: 0, updated: 0, errors: 0, ambiguous: 0 }

test.each(['ru', 'en'] as const)(
  'what goes out in %s comes back with nothing new and nothing changed',
  async (language) => {
    const query = { language }
    const clients = String(await app.as('owner').call(contract.clients.exportFile, { query }))
    const orders = String(await app.as('owner').call(contract.orders.exportFile, { query }))
    expect(clients.startsWith('\ufeff')).toBe(true)
    expect(await importText(app.gorn.services, 'clients', clients)).toMatchObject({ rows: 4, ...nothing })
    expect(await importText(app.gorn.services, 'orders', orders)).toMatchObject({ rows: 5, ...nothing })
  },
)

test('no text of an export is a formula, a figure below zero stays a figure', async () => {
  const owner = app.as('owner')
  const files = [
    String(await owner.call(contract.clients.exportFile)),
    String(await owner.call(contract.orders.exportFile)),
  ]
  const cells = files.flatMap((file) => file.slice(1).split(/[;\r\n]+/)).map((cell) => cell.replace(/^"/, ''))
  expect(cells.filter((cell) => /^[=+\-@]/.test(cell) && !/^-\d+,\d\d$/.test(cell))).toEqual([])
  expect(cells).toContain('-5,00')
  expect(cells).toContain("'+74951234567")
})

test('an observer takes away no phone and no address', async () => {
  const csv = String(await app.as('observer').call(contract.clients.exportFile))
  expect(csv).toContain('Бетон')
  expect(csv).not.toMatch(/4951234567|info@beton|Телефон|E-mail/)
})

test('an observer finds nobody by a phone or an address', async () => {
  for (const text of ['4951234567', '8 (495) 123-45-67', 'info@beton.ru', 'beton.ru']) {
    const query = { text }
    expect((await app.as('observer').call(contract.clients.search, { query })).rows).toEqual([])
    expect((await app.as('observer').call(contract.clients.count, { query })).count).toBe(0)
    expect((await app.as('rep').call(contract.clients.search, { query })).rows).toEqual([])
    expect((await app.as('marketer').call(contract.clients.search, { query })).rows).toHaveLength(1)
  }
  const byName = await app.as('observer').call(contract.clients.search, { query: { text: 'битон' } })
  expect(byName.rows).toHaveLength(1)
})
