import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { importText } from '../../../test/support/import-text.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
  const base =
    'Код;Клиент;ИНН;Телефон;Город\n1;ООО «Бетон-Дон»;6165204473;;Ростов\n2;Пекарни Заречья;;;Самара\n3;Мебельный двор;;;Омск\n'
  await importText(app.gorn.services, 'clients', base)
  await app.runJobs()
})
afterAll(() => app.close())

const owner = () => app.as('owner')

/** Sends a file as the browser does and waits until it is compared with the base. */
async function stage(kind: 'clients' | 'orders', text: string): Promise<string> {
  const mark = 'gorn-test'
  const reply = await app.gorn.app.inject({
    method: 'POST',
    url: `/api/imports/${kind}`,
    headers: { cookie: owner().cookie, 'content-type': `multipart/form-data; boundary=${mark}` },
    payload: `--${mark}\r\ncontent-disposition: form-data; name="file"; filename="new.csv"\r\ncontent-type: text/csv\r\n\r\n${text}\r\n--${mark}--\r\n`,
  })
  const { id } = JSON.parse(reply.body) as { id: string }
  await app.runJobs()
  await owner().call(contract.imports.stage, { params: { id } })
  await app.runJobs()
  return id
}
const rowsOf = async (id: string) =>
  (await owner().call(contract.imports.rows, { params: { id }, query: { group: 'alike' } })).rows

const file =
  'Код;Клиент;ИНН;Город\n77;ООО Бетон Дон плюс;;Ростов\n78;Пикарни Заречья;;Самара\n79;Совсем новый;;Уфа\n'

describe('new clients of a file that look like one of the base', () => {
  test('are shown with the reason and are merged by nobody but a person', async () => {
    const id = await stage('clients', file)
    const run = await owner().call(contract.imports.get, { params: { id } })
    expect(run.preview).toMatchObject({ new: 3, alike: 1, notCompared: 0 })
    const [row, ...rest] = await rowsOf(id)
    expect(rest).toEqual([])
    expect(row).toMatchObject({
      label: 'Пикарни Заречья',
      alike: { name: 'Пекарни Заречья', reasons: ['nearName', 'sameCity'] },
    })
    expect(row?.alike?.confidence).toBeGreaterThan(0.5)

    const said = await owner().call(contract.imports.choose, {
      params: { id },
      body: { key: row?.key ?? '', clientId: row?.alike?.id ?? '' },
    })
    expect(said.preview).toMatchObject({ new: 2, updated: 1, alike: 0 })
    expect(await rowsOf(id)).toEqual([])
    await owner().call(contract.imports.commit, { params: { id } })
    await app.runJobs()
    const found = await sql<{ name: string; externalId: string }>`
      select name, external_id from client where city = 'Самара'`.execute(app.db)
    expect(found.rows).toEqual([{ name: 'Пикарни Заречья', externalId: '78' }])
  })

  test('are new when that is what the person says, and are not shown again', async () => {
    const id = await stage('orders', 'Номер;Дата;Клиент;Сумма\n1;01.06.2026;Мебельный двар;10,00\n')
    const [row] = await rowsOf(id)
    expect(row).toMatchObject({ label: 'Мебельный двар', alike: { name: 'Мебельный двор' } })
    const said = await owner().call(contract.imports.choose, {
      params: { id },
      body: { key: row?.key ?? '', clientId: null },
    })
    expect(said.preview).toMatchObject({ newClients: 1, alike: 0 })
    expect(await rowsOf(id)).toEqual([])
  })
})

describe('in the history', () => {
  test('an import is one act, and is undone from there', async () => {
    const id = await stage('clients', 'Клиент\nОдин на всех\n')
    await owner().call(contract.imports.commit, { params: { id } })
    await app.runJobs()
    const acts = await owner().call(contract.history.list, { query: { entity: 'import', entityId: id } })
    expect(acts.rows.map(({ action, mayUndo }) => [action, mayUndo])).toEqual([
      ['import.committed', true],
      ['import.uploaded', false],
    ])
    await owner().call(contract.history.undo, { params: { id: acts.rows[0]?.id ?? '' } })
    await app.runJobs()
    const run = await owner().call(contract.imports.get, { params: { id } })
    expect(run.state).toBe('undone')
    const after = await owner().call(contract.history.list, { query: { entity: 'import', entityId: id } })
    expect(after.rows.find(({ action }) => action === 'import.committed')).toMatchObject({
      isUndone: true,
      mayUndo: false,
    })
  })
})
