import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import type { Field } from '#features/fields/public.ts'

let app: TestApp
let budget: Field
let source: Field
let since: Field
beforeAll(async () => {
  app = await testApp()
  const define = (body: object) =>
    app.as('owner').call(contract.fields.create, { body: body as { name: string; kind: 'text' } })
  budget = await define({ name: 'Бюджет', kind: 'money' })
  source = await define({ name: 'Источник', kind: 'choice', choices: ['Сайт', 'Звонок'] })
  since = await define({ name: 'Клиент с', kind: 'date' })
})
afterAll(() => app.close())

const make = (name: string, body: object) =>
  app.as('owner').call(contract.clients.create, { body: { name, ...body } })
const get = (id: string) => app.as('owner').call(contract.clients.get, { params: { id } })
const names = async (fields: string) => {
  const answer = await app.as('owner').send(contract.clients.list, { query: { fields, sort: 'name' } })
  return answer.error?.code ?? answer.body.rows.map((row) => row.name)
}

test('lists are asked by values, ranges and emptiness; a wrong value and a field that is gone are refused', async () => {
  const [site] = source.choices.map((it) => it.id)
  await make('А', { fields: { [budget.id]: 100_000, [source.id]: site, [since.id]: '2026-01-10' } })
  await make('Б', { fields: { [budget.id]: 500_000 } })
  await make('В', {})
  expect(await names(`${source.id}:is:${site}`)).toEqual(['А'])
  expect(await names(`${budget.id}:is:500000`)).toEqual(['Б'])
  expect(await names(`${budget.id}:range:100001:`)).toEqual(['Б'])
  expect(await names(`${budget.id}:range:1:500000;${source.id}:empty`)).toEqual(['Б'])
  expect(await names(`${since.id}:range:2026-01-01:2026-02-01`)).toEqual(['А'])
  expect(await names(`${budget.id}:empty`)).toEqual(['В'])
  expect(await names(`${budget.id}:is:много`)).toBe('badFieldCondition')
  const filter = `${since.id}:filled`
  expect(await names(filter)).toEqual(['А'])
  const { unitId } = await app.as('owner').call(contract.fields.remove, { params: { id: since.id } })
  expect(await names(filter)).toBe('fieldGone')
  for (const operation of [contract.clients.count, contract.clients.exportFile] as const)
    expect((await app.as('owner').send(operation, { query: { fields: filter } })).error?.code).toBe(
      'fieldGone',
    )
  const change = { body: { filter: { fields: filter }, change: { city: 'Азов' } } }
  expect((await app.as('owner').send(contract.clients.changeMany, change)).error?.code).toBe('fieldGone')
  await app.as('owner').call(contract.history.undo, { params: { id: unitId } })
  expect(await names(filter)).toEqual(['А'])
  const wrong = await app
    .as('owner')
    .send(contract.clients.create, { body: { name: 'Г', fields: { [budget.id]: 1.5 } } })
  expect(wrong.error).toMatchObject({
    code: 'badFieldValue',
    data: { name: 'Бюджет', field: `fields.${budget.id}` },
  })
})

test('an edit of one field, and one of many clients, is taken back after another field was changed', async () => {
  const client = await make('Д', { fields: { [budget.id]: 1 } })
  const edited = await app.as('owner').call(contract.clients.update, {
    params: { id: client.id },
    body: { rev: client.rev, fields: { [budget.id]: 2 } },
  })
  const done = await app.as('owner').call(contract.clients.changeMany, {
    body: { ids: [client.id], change: { fields: { [since.id]: '2026-05-05' } } },
  })
  await app
    .as('owner')
    .call(contract.history.undoChange, { body: { entity: 'client', id: client.id, rev: edited.rev } })
  expect((await get(client.id)).fields).toEqual({ [budget.id]: 1, [since.id]: '2026-05-05' })
  await app.as('owner').call(contract.history.undo, { params: { id: done.unitId ?? '' } })
  expect((await get(client.id)).fields).toEqual({ [budget.id]: 1 })
  expect(await names(`${budget.id}:is:1`)).toEqual(['Д'])
})

test('further phones, e-mails and addresses are checked, found, and kept from observers', async () => {
  const client = await make('Е', {
    otherPhones: ['8 (495) 111-22-33', '+74951112233'],
    otherEmails: ['Sklad@Firma.ru'],
    addresses: [' Азов,  ул. Ёлочная, 1 '],
  })
  const kept = {
    otherPhones: ['+74951112233'],
    otherEmails: ['sklad@firma.ru'],
    addresses: ['Азов, ул. Ёлочная, 1'],
  }
  expect(client).toMatchObject(kept)
  const found = async (role: 'owner' | 'observer', text: string) =>
    (await app.as(role).call(contract.clients.list, { query: { text } })).rows.map((row) => row.name)
  for (const text of ['495 111-22-33', 'sklad@firma.ru', 'елочная']) {
    expect(await found('owner', text)).toEqual(['Е'])
    expect(await found('observer', text)).toEqual([])
  }
  const seen = await app.as('observer').call(contract.clients.get, { params: { id: client.id } })
  expect(seen).toMatchObject({ otherPhones: [], otherEmails: [], addresses: [] })
  const wrong = await app
    .as('owner')
    .send(contract.clients.create, { body: { name: 'Ж', otherPhones: ['12'] } })
  expect(wrong.error).toMatchObject({ code: 'badPhone', data: { field: 'otherPhones' } })
})

test('the journal as a file names own fields and writes their values out', async () => {
  const [site] = source.choices.map((it) => it.id)
  await make('З', { fields: { [source.id]: site }, addresses: ['Азов, 1', 'Азов, 2'] })
  const { body } = await app
    .as('owner')
    .send(contract.history.exportCsv, { query: { entity: 'client', text: 'З' } })
  const csv = String(body)
  expect(csv).toContain('Источник;;Сайт')
  expect(csv).toContain('Азов, 1; Азов, 2')
  expect(csv).not.toContain(source.id)
})
