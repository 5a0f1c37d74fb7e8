import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { mayCall, type Operation } from '#kernel/operation.ts'
import { type TestApp, testApp } from './support/test-app.ts'

// What an observer may not read, each told apart from everything else.
const secret = {
  phone: '+79161234567',
  email: 'director@secret-mail.example',
  note: 'любит рыбалку',
  person: 'Аристарх Вениаминович',
  personPhone: '+79037654321',
  touch: 'болел на прошлой неделе',
  fact: 'директор не ладит с закупщиком',
  waiver: 'просил сын директора',
}
const hidden = [...Object.values(secret), '9161234567', '9037654321', 'secret-mail']

let app: TestApp
let clientId = ''
beforeAll(async () => {
  app = await testApp()
  const owner = app.as('owner')
  const { phone, email, note } = secret
  const made = await owner.call(contract.clients.create, {
    body: { name: 'Открытое имя', phone, email, note, city: 'Азов' },
  })
  clientId = made.id
  const params = { id: clientId }
  await owner.call(contract.clients.update, {
    params,
    body: { rev: made.rev, note: `${note}, и не только`, region: 'Ростовская область' },
  })
  await owner.call(contract.contacts.addPerson, {
    params,
    body: { name: secret.person, phones: [secret.personPhone] },
  })
  await owner.call(contract.contacts.addTouch, {
    params,
    body: {
      kind: 'call',
      text: secret.touch,
      dossier: { facts: [{ field: 'pain', value: secret.fact }], waiver: secret.waiver },
    },
  })
  await owner.call(contract.orders.create, {
    body: { clientId, orderedAt: '2026-06-01T10:00:00Z', amountMinor: 100 },
  })
  // One that looks the same, so that there is a pair of duplicates.
  await owner.call(contract.clients.create, { body: { name: 'Открытое имя ООО', phone, email } })
  await app.runJobs()
})
afterAll(() => app.close())

const reads = Object.entries(contract).flatMap(([area, group]) =>
  Object.entries(group as Record<string, Operation>)
    .filter(([name, it]) => it.method === 'GET' && mayCall(it.access, 'observer') && name !== 'stream')
    .map(([name, operation]) => [`${area}.${name}`, operation] as const),
)
// What some need besides; whatever else is asked without conditions.
const queries: Record<string, object> = {
  'clients.search': { text: 'Открытое' },
  'segments.moves': { from: '2026-05-01', to: '2026-06-12' },
}

describe('an observer', () => {
  test('is told no contact data by anything that they may read', async () => {
    const observer = app.as('observer')
    const answered: string[] = []
    for (const [name, operation] of reads) {
      const answer = await observer.send(operation, {
        params: { id: clientId },
        query: queries[name] ?? {},
      })
      expect(answer.status, name).toBeLessThan(500)
      if (answer.status === 200) answered.push(name)
      const text = JSON.stringify(answer.body)
      expect(hidden.filter((word) => text.includes(word)).map((word) => `${name}: ${word}`)).toEqual([])
    }
    for (const name of ['list', 'search', 'get', 'history', 'exportFile'])
      expect(answered).toContain(`clients.${name}`)
    expect(answered.length).toBeGreaterThan(12)
  })

  test('cannot make sure of a phone or an address by looking for it', async () => {
    const seen = async (text: string) => {
      const observer = app.as('observer')
      const list = await observer.call(contract.clients.list, { query: { text } })
      const { count } = await observer.call(contract.clients.count, { query: { text } })
      const found = await observer.call(contract.clients.search, { query: { text } })
      const file = await observer.call(contract.clients.exportFile, { query: { text } })
      return [list.rows.length, count, found.rows.length, String(file).includes('Открытое')]
    }
    for (const text of [
      secret.phone,
      '9161234567',
      '8 (916) 123-45-67',
      secret.email,
      'secret-mail',
      'вшкусещк',
    ]) {
      expect(await seen(text), text).toEqual([0, 0, 0, false])
    }
    expect((await seen('Открытое'))[0]).toBe(2)
    const owner = await app.as('owner').call(contract.clients.list, { query: { text: '9161234567' } })
    expect(owner.rows).toHaveLength(2)
  })

  test('reads nothing that only others may', async () => {
    const params = { id: clientId }
    const observer = app.as('observer')
    for (const operation of [contract.contacts.people, contract.contacts.timeline]) {
      expect((await observer.send(operation, { params, query: {} })).status).toBe(403)
    }
    for (const operation of [contract.duplicates.list, contract.history.list, contract.imports.list]) {
      expect((await observer.send(operation as Operation)).status).toBe(403)
    }
  })
})
