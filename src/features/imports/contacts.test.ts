import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '#kernel/actor.ts'
import { type BareApp, bareApp } from '../../../test/support/bare-app.ts'
import { checksums } from '../../../test/support/checksum.ts'
import { importText } from '../../../test/support/import-text.ts'
import { undoImport } from './public.ts'

let app: BareApp
beforeEach(async () => {
  app = await bareApp()
})
afterEach(() => app.close())

const undo = (id: string) => undoImport(app.services, systemActor('cli'), id)
const people = async () =>
  (
    await sql<Record<string, unknown>>`
      select k.name as client, p.name, p.role, p.position, p.phones, p.emails, p.note from contact_person p
      join client k on k.id = p.client_id order by p.id`.execute(app.db)
  ).rows

const peopleCsv = `Компания;ИНН;Полное имя контакта;Роль;Должность;Рабочий телефон;Мобильный телефон;Рабочий email;Личный email;Примечание
ООО «Бетон-Дон»;6165204473;Иван Петров;ЛПР;Директор;'+7 863 200-10-20, 8 863 200-10-21;+7 900 000-00-01;IVAN@BETON.RU;ivan@mail.ru;Звонить после обеда
ООО «Бетон-Дон»;6165204473;Мария Ли;;Закупки;;;;;
Пекарни Заречья;;Иван Петров;влияет;;;;не почта;;
;;Сам по себе;влияет;Директор;;;;;`
const touchesCsv = `Клиент;Дата;Тип;Текст;Результат;Следующий шаг;Дата следующего шага;Контакт;Ответственный
ООО «Бетон-Дон»;01.03.2024 10:00;Исходящий звонок;Обсудили цену;Думают;Прислать КП;05.03.2024;Иван Петров;Белова
ООО «Бетон-Дон»;01.03.2024 10:00;Исходящий звонок;Обсудили цену;;;;;
Новый;02.03.2024;что-то;Пришли сами;;;;Никто;Кузнецов
Новый;31.02.2024;звонок;Такого дня нет;;;;;
Новый;02.03.2024;звонок;;;;;;`

describe('a file of people', () => {
  test('brings them to their clients, several phones and addresses each', async () => {
    const report = await importText(app.services, 'contacts', peopleCsv)
    expect(report).toMatchObject({ rows: 4, new: 3, errors: 1, clients: 2 })
    expect(await people()).toEqual([
      {
        client: 'ООО «Бетон-Дон»',
        name: 'Иван Петров',
        role: 'decisionMaker',
        position: 'Директор',
        phones: ['+78632001020', '+78632001021', '+79000000001'],
        emails: ['ivan@beton.ru', 'ivan@mail.ru'],
        note: 'Звонить после обеда',
      },
      expect.objectContaining({ name: 'Мария Ли', role: null, phones: [], emails: [] }),
      expect.objectContaining({
        client: 'Пекарни Заречья',
        name: 'Иван Петров',
        role: 'influencer',
        emails: [],
      }),
    ])
  })

  test('brought twice changes nothing, with other words only what they say', async () => {
    await importText(app.services, 'contacts', peopleCsv)
    const before = await checksums(app.db)
    expect(await importText(app.services, 'contacts', peopleCsv)).toMatchObject({ new: 0, updated: 0 })
    expect(await checksums(app.db)).toEqual(before)
    const changed = 'Компания;Контакт;Должность\nБетон-Дон, ООО;мария ли;Юрист\n'
    expect(await importText(app.services, 'contacts', changed)).toMatchObject({
      new: 0,
      updated: 1,
      clients: 1,
    })
    expect((await people())[1]).toMatchObject({ name: 'мария ли', position: 'Юрист' })
  })

  test('undone goes as a whole, earlier values return, what somebody changed since stays', async () => {
    const before = await checksums(app.db)
    const first = await importText(app.services, 'contacts', peopleCsv)
    const changed = 'Компания;Контакт;Должность\nБетон-Дон, ООО;Мария Ли;Юрист\n'
    const second = await importText(app.services, 'contacts', changed)
    expect(await undo(second.importId)).toMatchObject({ leftovers: [] })
    expect((await people())[1]).toMatchObject({ position: 'Закупки' })
    await sql`update contact_person set note = 'моё', rev = nextval('rev_seq') where name = 'Мария Ли'`.execute(
      app.db,
    )
    const { leftovers } = await undo(first.importId)
    expect(leftovers.map(({ entity, name, reason }) => [entity, name, reason])).toEqual([
      ['contact', 'Мария Ли', 'changedSince'],
      ['client', 'ООО «Бетон-Дон»', 'hasContacts'],
    ])
    expect(await people()).toHaveLength(1)
    await sql`delete from contact_person`.execute(app.db)
    expect(await undo(first.importId)).toMatchObject({ leftovers: [] })
    expect(await checksums(app.db)).toEqual(before)
  })
})

describe('a file of touches', () => {
  test('brings what was said, with the contact, the author and the next step', async () => {
    await app.db
      .insertInto('appUser')
      .values({
        id: '0198c0de-0000-7000-8000-000000000001',
        name: 'Марина Белова',
        email: 'b@example.com',
        emailVerified: true,
        role: 'rep',
      })
      .execute()
    await importText(app.services, 'contacts', peopleCsv)
    const report = await importText(app.services, 'touches', touchesCsv)
    expect(report).toMatchObject({ rows: 5, new: 3, errors: 2, clients: 2 })
    const touches = await sql<Record<string, unknown>>`
      select t.kind, t.happened_at, t.text, t.result, t.next_step, t.next_step_on, p.name as contact, u.name as author
      from touch t left join contact_person p on p.id = t.contact_id left join app_user u on u.id = t.author_id order by t.id`.execute(
      app.db,
    )
    const rest = { result: null, nextStep: null, nextStepOn: null, contact: null, author: null }
    expect(touches.rows).toEqual([
      {
        kind: 'call',
        happenedAt: new Date('2024-03-01T07:00:00Z'),
        text: 'Обсудили цену',
        result: 'Думают',
        nextStep: 'Прислать КП',
        nextStepOn: '2024-03-05',
        contact: 'Иван Петров',
        author: 'Марина Белова',
      },
      { ...rest, kind: 'call', happenedAt: new Date('2024-03-01T07:00:00Z'), text: 'Обсудили цену' },
      { ...rest, kind: 'note', happenedAt: new Date('2024-03-01T21:00:00Z'), text: 'Пришли сами' },
    ])
    const run = await sql<{ preview: Record<string, unknown> }>`
      select preview from import_run where id = ${report.importId}`.execute(app.db)
    expect(run.rows[0]?.preview).toMatchObject({
      unknownReps: ['Кузнецов'],
      unknownContacts: ['Никто'],
      notices: [{ code: 'unknownKind', field: 'touchKind', samples: ['что-то'] }],
    })
    const before = await checksums(app.db)
    expect(await importText(app.services, 'touches', touchesCsv)).toMatchObject({ new: 0, updated: 0 })
    expect(await checksums(app.db)).toEqual(before)
    await undo(report.importId)
    expect((await sql`select from touch`.execute(app.db)).rows).toEqual([])
    expect((await sql`select from client where name = 'Новый'`.execute(app.db)).rows).toEqual([])
  })
})

test('a client that an import made and that has got contacts since is left when the import is undone', async () => {
  const { importId } = await importText(app.services, 'clients', 'Клиент\nРомашка\nВасилёк\n')
  await sql`
    insert into contact_person (id, client_id, name) select new_id(), id, 'Она' from client where name = 'Ромашка'`.execute(
    app.db,
  )
  expect((await undo(importId)).leftovers).toMatchObject([{ name: 'Ромашка', reason: 'hasContacts' }])
  expect(await people()).toHaveLength(1)
})
