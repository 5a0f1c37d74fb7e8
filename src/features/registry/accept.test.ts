import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import { partyOf, type Register, startRegister, TOKEN } from '../../../test/support/register.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import type { ProposedField } from './domain/propose.ts'

const { registry, clients, contacts, dossier, history } = contract

let register: Register
let app: TestApp
beforeAll(async () => {
  register = await startRegister()
  app = await testApp({ config: { webhookAllow: [register.name] } })
  const { rev } = await app.as('owner').call(registry.getSettings)
  await app
    .as('owner')
    .call(registry.saveSettings, { body: { rev, isOn: true, url: register.url, token: TOKEN } })
})
afterAll(async () => {
  await app.close()
  await register.close()
})
beforeEach(() => register.knows([partyOf()]))

const rep = () => app.as('rep')
async function prepare(fields: Record<string, unknown> = {}) {
  const { id } = await rep().call(clients.create, { body: { name: 'Ромашка', inn: '7707083893', ...fields } })
  return { id, answer: await rep().call(registry.lookUp, { params: { id } }) }
}
type Prepared = Awaited<ReturnType<typeof prepare>>
const bodyOf = ({ answer }: Prepared, names: readonly ProposedField[]) => ({
  answerId: answer.answerId,
  company: 0,
  rev: answer.rev,
  fields: (answer.companies[0]?.proposals ?? [])
    .filter(({ field }) => names.includes(field))
    .map(({ field, seenId }) => ({ field, seenId })),
})
const send = (prepared: Prepared, names: readonly ProposedField[], more = {}) =>
  rep().send(registry.accept, { params: { id: prepared.id }, body: { ...bodyOf(prepared, names), ...more } })
const factsOf = async (id: string) => (await rep().call(dossier.get, { params: { id } })).facts

test('what was accepted is filed with the register as its source, and taken back as one act', async () => {
  const prepared = await prepare()
  const { id } = prepared
  const done = await send(prepared, ['ogrn', 'address', 'okved', 'revenue', 'signer'])
  expect(done.status).toBe(200)
  const kept = {
    method: 'register',
    checkedOn: '2026-06-12',
    authorName: expect.stringContaining('rep') as string,
  }
  expect(await factsOf(id)).toMatchObject([
    { field: 'okved', value: '46.73.6', source: '127.0.0.1', ...kept },
    { field: 'revenue', value: '210500000', source: '127.0.0.1, отчётность за 2025 год', ...kept },
  ])
  const card = await rep().call(clients.get, { params: { id } })
  expect(card).toMatchObject({ kpp: null, ogrn: '1027700132195' })
  expect(card.addresses).toEqual(['117312, г Москва, ул Вавилова, д 19'])
  expect((await rep().call(contacts.people, { params: { id } })).rows).toMatchObject([
    { name: 'Иванова Анна Петровна', position: 'генеральный директор', role: 'signer' },
  ])

  await rep().call(history.undo, { params: { id: done.body.unitId } })
  expect(await factsOf(id)).toEqual([])
  expect((await rep().call(clients.get, { params: { id } })).ogrn).toBeNull()
  expect((await rep().call(contacts.people, { params: { id } })).rows).toEqual([])
})

test('accepted again nothing is doubled; the address goes before others', async () => {
  const prepared = await prepare({ addresses: ['Химки, склад'] })
  const all = ['address', 'signer', 'okved'] as const
  await send(prepared, all)
  const again = {
    id: prepared.id,
    answer: await rep().call(registry.lookUp, { params: { id: prepared.id } }),
  }
  expect(
    again.answer.companies[0]?.proposals.filter(({ isSame }) => isSame).map(({ field }) => field),
  ).toEqual(['address', 'okved', 'signer'])
  expect((await send(again, all)).status).toBe(200)
  const card = await rep().call(clients.get, { params: { id: prepared.id } })
  expect(card.addresses).toEqual(['117312, г Москва, ул Вавилова, д 19', 'Химки, склад'])
  expect((await rep().call(contacts.people, { params: { id: prepared.id } })).rows).toHaveLength(1)
  expect(await factsOf(prepared.id)).toHaveLength(1)
})

test('what changed meanwhile is told, and nothing is filed', async () => {
  const prepared = await prepare()
  const { id } = prepared
  await rep().call(dossier.record, { params: { id }, body: { facts: [{ field: 'okved', value: '22.22' }] } })
  expect((await send(prepared, ['okved'])).error?.code).toBe('conflict')
  const { rev } = await rep().call(clients.get, { params: { id } })
  await rep().call(clients.update, { params: { id }, body: { rev, city: 'Тула' } })
  expect((await send(prepared, ['headcount', 'ogrn'])).error?.code).toBe('conflict')
  expect(await factsOf(id)).toMatchObject([{ field: 'okved', value: '22.22' }])
  // It is another company now.
  const { rev: next } = await rep().call(clients.get, { params: { id } })
  await rep().call(clients.update, { params: { id }, body: { rev: next, inn: '7736050003' } })
  expect((await send(prepared, ['headcount'])).error).toMatchObject({
    code: 'registryMismatch',
    data: { field: 'inn' },
  })
  expect(await factsOf(id)).toHaveLength(1)
})

test('only what the register said to this person of this client can be accepted', async () => {
  const prepared = await prepare()
  const other = await prepare()
  expect((await send(prepared, ['okved'], { answerId: newId() })).error?.code).toBe('registryStale')
  expect((await send(prepared, ['okved'], { answerId: other.answer.answerId })).error?.code).toBe(
    'registryStale',
  )
  expect((await send(prepared, ['okved'], { company: 5 })).status).toBe(404)
  const { id } = prepared
  const body = bodyOf(prepared, ['okved'])
  expect((await app.as('head').send(registry.accept, { params: { id }, body })).error?.code).toBe(
    'registryStale',
  )
  const stranger = await app.addPerson('rep')
  expect((await stranger.send(registry.accept, { params: { id }, body })).error?.code).toBe('notFound')
  for (const role of ['marketer', 'observer'] as const)
    expect((await app.as(role).send(registry.accept, { params: { id }, body })).status).toBe(403)
  expect(await factsOf(id)).toEqual([])
})

test('a person has no dossier', async () => {
  const body = { name: 'Иванов', kind: 'person' as const, inn: '500100732259' }
  const { id } = await rep().call(clients.create, { body })
  expect((await rep().send(registry.lookUp, { params: { id } })).error?.code).toBe('notCompany')
})
