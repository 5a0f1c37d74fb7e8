import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { importText } from '../../../test/support/import-text.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

test('a file of clients brings fields of one’s own and further contacts, and its export brings nothing more', async () => {
  const owner = app.as('owner')
  const define = (name: string, kind: 'text' | 'money' | 'date' | 'choice', choices?: string[]) =>
    owner.call(contract.fields.create, { body: { name, kind, ...(choices && { choices }) } })
  const branch = await define('Отрасль', 'choice', ['Стройка', 'Еда'])
  const limit = await define('Лимит', 'money')
  const since = await define('Клиент с', 'date')
  const note = await define('Телефон', 'text')
  const file = `Клиент;Рабочий телефон;Мобильный телефон;Адрес;Отрасль;Лимит;Клиент с;Поле: Телефон;Теги
Ромашка;+7 495 123-45-67;+7 900 000-00-01;Самара, Мира 1;стройка;1 500,50;01.03.2024;звонить;vip, опт
Василёк;;;;Космос;;31.12.2023;;`
  expect(await importText(app.gorn.services, 'clients', file)).toMatchObject({ new: 2, errors: 0 })
  const found = await sql<Record<string, unknown>>`
    select name, phone, other_phones, addresses, tags, fields from client order by name desc`.execute(app.db)
  expect(found.rows).toEqual([
    {
      name: 'Ромашка',
      phone: '+74951234567',
      otherPhones: ['+79000000001'],
      addresses: ['Самара, Мира 1'],
      tags: ['vip', 'опт'],
      fields: {
        [branch.id]: branch.choices[0]?.id,
        [limit.id]: 150_050,
        [since.id]: '2024-03-01',
        [note.id]: 'звонить',
      },
    },
    {
      name: 'Василёк',
      phone: null,
      otherPhones: [],
      addresses: [],
      tags: [],
      fields: { [since.id]: '2023-12-31' },
    },
  ])
  const run = await sql<{ preview: { notices: unknown[] } }>`select preview from import_run`.execute(app.db)
  expect(run.rows[0]?.preview.notices).toMatchObject([
    { code: 'leftOut', field: `field:${branch.id}`, samples: ['Космос'] },
  ])
  for (const query of [{}, { language: 'en' as const }]) {
    const csv = String(await owner.call(contract.clients.exportFile, { query }))
    expect(await importText(app.gorn.services, 'clients', csv)).toMatchObject({
      rows: 2,
      new: 0,
      updated: 0,
      errors: 0,
    })
  }
  const change = 'Клиент;Лимит\nРомашка;2\n'
  expect(await importText(app.gorn.services, 'clients', change)).toMatchObject({ updated: 1 })
  const after = await sql<{ fields: object }>`select fields from client where name = 'Ромашка'`.execute(
    app.db,
  )
  expect(after.rows[0]?.fields).toMatchObject({ [limit.id]: 200, [note.id]: 'звонить' })
})
