import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '#kernel/actor.ts'
import { type BareApp, bareApp } from '../../../test/support/bare-app.ts'
import { checksums, contents } from '../../../test/support/checksum.ts'
import { importText, toWindows1251 } from '../../../test/support/import-text.ts'
import { undoImport } from './public.ts'

const actor = systemActor('cli')

let app: BareApp
beforeEach(async () => {
  app = await bareApp()
})
afterEach(() => app.close())

const undo = (id: string) => undoImport(app.services, actor, id)

const clientsCsv = `Код;Наименование;ИНН;Телефон;Город
1;ООО «Бетон-Дон»;6165204473;+7 863 200-10-20;Ростов
2;Пекарни Заречья;;;Самара
3;АО Лесторг;;8 (833) 245-00-11;`
const linesCsv = `Номер;Дата;Код клиента;Клиент;Товар;Количество;Цена
10;01.03.2024;1;ООО «Бетон-Дон»;Цемент;10;350,50
10;01.03.2024;1;ООО «Бетон-Дон»;Щебень;3;120,333
11;15.03.2024;2;Пекарни Заречья;Мука;100;42,10
12;16.03.2024;4;Новый клиент;Соль;1;19,99
13;17.03.2024;;;Сахар;2;55,00`

describe('the same file twice', () => {
  test('changes nothing: clients', async () => {
    const first = await importText(app.services, 'clients', clientsCsv)
    expect(first).toMatchObject({ rows: 3, new: 3, updated: 0, errors: 0, clients: 3 })
    const before = await checksums(app.db)
    expect(await importText(app.services, 'clients', clientsCsv)).toMatchObject({
      rows: 3,
      new: 0,
      updated: 0,
      clients: 3,
    })
    expect(await checksums(app.db)).toEqual(before)
  })

  test('changes nothing: orders with lines, one of them nobody’s', async () => {
    const first = await importText(app.services, 'order-lines', linesCsv)
    // 3505.00 + 360.999 rounded once an order: 3866.00; 4210.00; 19.99; 110.00
    expect(first).toMatchObject({ rows: 5, new: 4, orders: 4, clients: 3, moneyTotal: '8205.99' })
    await app.runJobs()
    const before = await checksums(app.db)
    expect(await importText(app.services, 'order-lines', linesCsv)).toMatchObject({
      new: 0,
      updated: 0,
      orders: 4,
      moneyTotal: '8205.99',
    })
    await app.runJobs()
    expect(await checksums(app.db)).toEqual(before)
  })

  test('a dry run writes nothing', async () => {
    const before = await checksums(app.db)
    expect(await importText(app.services, 'order-lines', linesCsv, { dryRun: true })).toMatchObject({
      new: 4,
      clients: 3,
    })
    expect(await checksums(app.db)).toEqual(before)
    const left = await sql`select from pg_tables where schemaname = 'staging'`.execute(app.db)
    expect(left.rows).toEqual([])
  })
})

describe('an import undone', () => {
  test('leaves every table as it was, and can be brought again', async () => {
    const before = await checksums(app.db)
    const report = await importText(app.services, 'order-lines', linesCsv)
    await app.runJobs()
    expect(await undo(report.importId)).toMatchObject({ leftovers: [] })
    await app.runJobs()
    expect(await checksums(app.db)).toEqual(before)
    expect(await importText(app.services, 'order-lines', linesCsv)).toMatchObject({ new: 4, updated: 0 })
  })

  test('gives overwritten clients, orders and lines back, their rev included', async () => {
    await importText(app.services, 'clients', clientsCsv)
    await importText(app.services, 'order-lines', linesCsv)
    await app.runJobs()
    const before = await checksums(app.db)
    const was = await contents(app.db)

    const changedClients = clientsCsv.replace('Самара', 'Сызрань').replace('АО Лесторг', 'АО Лесторг Вятка')
    const clients = await importText(app.services, 'clients', changedClients)
    expect(clients).toMatchObject({ new: 0, updated: 2 })
    const changedLines = linesCsv
      .replace('42,10', '43,10')
      .replace('10;01.03.2024;1;ООО «Бетон-Дон»;Щебень;3;120,333\n', '')
      .concat('\n14;20.03.2024;2;Пекарни Заречья;Мука;1;50,00')
    const orders = await importText(app.services, 'order-lines', changedLines)
    expect(orders).toMatchObject({ new: 1, updated: 2, orders: 5 })
    await app.runJobs()
    expect(await contents(app.db)).not.toEqual(was)

    expect(await undo(orders.importId)).toMatchObject({ leftovers: [] })
    expect(await undo(clients.importId)).toMatchObject({ leftovers: [] })
    await app.runJobs()
    expect(await contents(app.db)).toEqual(was)
    expect(await checksums(app.db)).toEqual(before)
  })

  test('keeps what was changed since, and says why', async () => {
    const report = await importText(app.services, 'order-lines', linesCsv)
    await app.runJobs()
    await sql`update sales_order set status = 'paid', rev = nextval('rev_seq'), updated_at = clock_timestamp() where external_id = '10'`.execute(
      app.db,
    )
    await sql`
      insert into sales_order (source, external_id, client_id, ordered_at, ordered_on, amount_minor)
      select 'hand', 'Р-1', client_id, now(), '2024-04-01', 100 from sales_order where external_id = '11'`.execute(
      app.db,
    )
    const { leftovers } = await undo(report.importId)
    expect(leftovers.map(({ entity, name, reason }) => [entity, name, reason]).sort()).toEqual([
      ['client', 'ООО «Бетон-Дон»', 'hasOrders'],
      ['client', 'Пекарни Заречья', 'hasOrders'],
      ['order', '10', 'changedSince'],
    ])
    const kept = await contents(app.db)
    expect(kept.filter((row) => (row as string[])[0] === 'order').map((row) => (row as string[])[1])).toEqual(
      ['10', 'Р-1'],
    )
  })

  test('of a client that somebody changed since, the other fields return, with an entry in the journal', async () => {
    await importText(app.services, 'clients', clientsCsv)
    const words = clientsCsv.replace('Самара', 'Сызрань').replace('+7 863 200-10-20', '+7 863 200-10-21')
    const { importId } = await importText(app.services, 'clients', words.replace('Ростов', 'Азов'))
    await sql`
      update client set phone = '+78632001022', rev = nextval('rev_seq'), updated_at = clock_timestamp() where external_id = '1'`.execute(
      app.db,
    )
    expect((await undo(importId)).leftovers).toMatchObject([
      { entity: 'client', name: 'ООО «Бетон-Дон»', reason: 'changedSince', fields: ['phone'] },
    ])
    const { rows } =
      await sql`select city, phone from client where external_id in ('1', '2') order by external_id`.execute(
        app.db,
      )
    expect(rows).toEqual([
      { city: 'Ростов', phone: '+78632001022' },
      { city: 'Самара', phone: null },
    ])
    const entries =
      await sql`select before ->> 'city' as was, after ->> 'city' as became from audit_log where action = 'client.updated'`.execute(
        app.db,
      )
    expect(entries.rows).toEqual([{ was: 'Азов', became: 'Ростов' }])
  })

  test('of two imports in the wrong order, the later one first', async () => {
    await importText(app.services, 'clients', clientsCsv)
    const before = await checksums(app.db)
    const first = await importText(app.services, 'clients', clientsCsv.replace('Самара', 'Сызрань'))
    const second = await importText(app.services, 'clients', clientsCsv.replace('Самара', 'Тольятти'))
    expect((await undo(first.importId)).leftovers).toMatchObject([
      { name: 'Пекарни Заречья', reason: 'changedSince' },
    ])
    expect((await undo(second.importId)).leftovers).toEqual([])
    expect((await undo(first.importId)).leftovers).toEqual([])
    await app.runJobs()
    expect(await checksums(app.db)).toEqual(before)
  })

  test('of one that wrote nothing is refused', async () => {
    const report = await importText(app.services, 'clients', clientsCsv, { dryRun: true })
    await expect(undo(report.importId)).rejects.toMatchObject({ code: 'wrongState' })
    await expect(undo('nonsense')).rejects.toMatchObject({ code: 'notFound' })
  })
})

describe('a report as a Russian accounting program prints it', () => {
  const nbsp = '\u00a0'
  const report = `Реализация за март 2024
ООО «Ромашка», ответственный Белова

Номер;Дата;Контрагент;ИНН;Сумма;Менеджер
00001;01.03.2024;ООО «Бетон-Дон»;6165204473;1${nbsp}234,56;Белова М.
00002;31.03.2024;ЗАО Ёлка №1;0274062111;12${nbsp}000,00;Белова М.
00003;02.04.2024;ИП Щукин;500100732259;99,90;Ким
Итого;;;;13${nbsp}334,46;
`
  test('comes in with nothing put right by hand, the same from windows-1251, UTF-8 and UTF-16', async () => {
    const twins = [
      toWindows1251(report),
      Buffer.from(report),
      Buffer.from(`\ufeff${report}`),
      Buffer.from(`\ufeff${report}`, 'utf16le'),
    ]
    const bases: unknown[] = []
    for (const bytes of twins) {
      const done = await importText(app.services, 'orders', bytes)
      expect(done).toMatchObject({
        rows: 3,
        new: 3,
        errors: 0,
        skipped: 0,
        ambiguous: 0,
        moneyTotal: '13334.46',
      })
      bases.push(await contents(app.db))
      await undo(done.importId)
    }
    const [first, ...others] = bases
    expect(JSON.stringify(first)).toContain('0274062111')
    for (const other of others) expect(other).toEqual(first)
  })

  test('an INN whose leading zero a spreadsheet swallowed gets it back', async () => {
    await importText(app.services, 'orders', report.replace('0274062111', '274062111'))
    const found = await sql<{ inn: string }>`select inn from client where name like 'ЗАО%'`.execute(app.db)
    expect(found.rows[0]?.inn).toBe('0274062111')
  })
})
