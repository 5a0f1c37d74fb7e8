import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import { partyOf, type Register, startRegister, TOKEN } from '../../../test/support/register.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

const { registry, clients } = contract

let register: Register
let elsewhere: string
let app: TestApp
beforeAll(async () => {
  register = await startRegister()
  elsewhere = register.name.replace('127.0.0.1', 'localhost')
  app = await testApp({ config: { webhookAllow: [register.name, elsewhere], webhookTimeoutMs: 1500 } })
})
afterAll(async () => {
  await app.close()
  await register.close()
})

const settle = async (change: Partial<{ isOn: boolean; url: string; token: string | null }>) => {
  const { rev, isOn, url } = await app.as('owner').call(registry.getSettings)
  return app.as('owner').send(registry.saveSettings, { body: { rev, isOn, url, ...change } })
}
beforeEach(() => settle({ isOn: true, url: register.url, token: TOKEN }))
afterEach(() => {
  register.answers(null)
  register.knows([partyOf()])
  register.asked.length = 0
})

const addClient = async (fields: Record<string, unknown> = {}): Promise<string> => {
  const body = { name: 'Ромашка', inn: '7707083893', ...fields }
  return (await app.as('rep').call(clients.create, { body })).id
}
const lookUp = async (id: string) => app.as('rep').send(registry.lookUp, { params: { id } })
const answersOf = async () => app.db.selectFrom('registryAnswer').selectAll().execute()

test('the settings: off at first, the owner alone, the token is never told again', async () => {
  const owner = app.as('owner')
  expect((await settle({ isOn: true, token: null })).error?.code).toBe('registryNoToken')
  expect((await settle({ isOn: false, token: null })).body.token).toBeNull()
  expect((await lookUp(await addClient())).error?.code).toBe('registryOff')
  expect(await app.as('observer').call(registry.state)).toEqual({ isOn: false })

  const saved = await settle({ isOn: true, token: TOKEN })
  expect(saved.body).toMatchObject({ isOn: true, token: { ending: '1234' } })
  expect((await settle({ token: 'short' })).body.token).toEqual({ ending: '' })
  // What is left out stays, and what another has changed meanwhile is not written over.
  const kept = await settle({ token: TOKEN })
  const stale = { rev: saved.body.rev, isOn: false, url: register.url }
  expect((await owner.send(registry.saveSettings, { body: stale })).error).toMatchObject({
    code: 'conflict',
    data: { current: { rev: kept.body.rev, token: { ending: '1234' } } },
  })
  // Another machine gets no token that was given for this one.
  expect((await settle({ url: `http://${elsewhere}/party` })).error?.code).toBe('registryTokenAnew')
  for (const role of ['head', 'rep', 'observer'] as const) {
    expect((await app.as(role).send(registry.getSettings)).status).toBe(403)
  }
  const told = await app.db.selectFrom('auditLog').selectAll().where('entity', '=', 'registry').execute()
  expect(told.length).toBeGreaterThan(2)
  expect(JSON.stringify([told, saved.body])).not.toContain(TOKEN)
})

test.each([
  ['http://192.168.0.1/party', 'scheme'],
  ['https://192.168.0.1/party', 'private'],
  ['https://user:secret@example.org/', 'credentials'],
  ['nonsense', 'shape'],
  ['ftp://example.org/', 'scheme'],
])('%s is no address of a register', async (url, reason) => {
  expect((await settle({ url, token: TOKEN })).error).toEqual({ code: 'registryUrl', data: { reason } })
})

test('a client is found by its tax id, and the answer is kept for its person', async () => {
  const id = await addClient()
  const { body } = await lookUp(id)
  expect(body).toMatchObject({
    isBranchUnknown: false,
    companies: [{ ogrn: '1027700132195', okved: '46.73.6' }],
  })
  expect(register.asked).toMatchObject([
    { question: { query: '7707083893', branch_type: 'MAIN' }, headers: { authorization: `Token ${TOKEN}` } },
  ])
  // Asked again, the newer answer takes the place of the older one.
  await lookUp(id)
  expect((await answersOf()).filter((it) => it.clientId === id)).toMatchObject([{ userId: app.as('rep').id }])
  expect(await app.as('owner').call(registry.check)).toEqual({ name: 'ООО "РОМАШКА"' })
})

test('a branch is asked for by its KPP; one that the register does not know gives the head office', async () => {
  const branch = partyOf({ kpp: '540602001', branch_type: 'BRANCH' })
  register.knows([partyOf(), branch])
  const id = await addClient({ kpp: '540602001' })
  expect((await lookUp(id)).body).toMatchObject({
    isBranchUnknown: false,
    companies: [{ kpp: '540602001', isBranch: true }],
  })
  register.knows([partyOf()])
  expect((await lookUp(id)).body).toMatchObject({ isBranchUnknown: true, companies: [{ isBranch: false }] })
})

test('of several the likeliest comes first: one that works before one that is closed', async () => {
  const closed = { status: 'LIQUIDATED', actuality_date: 1, liquidation_date: 1_400_000_000_000 }
  register.knows([partyOf({ ogrn: '1037739010891', state: closed }), partyOf()])
  const { body } = await lookUp(await addClient())
  expect(body.companies.map(({ status }) => status)).toEqual(['active', 'liquidated'])
  // A register number that we know decides.
  const known = await lookUp(await addClient({ ogrn: '1037739010891' }))
  expect(known.body.companies).toMatchObject([{ status: 'liquidated', liquidatedOn: '2014-05-13' }])
})

test('somebody else is refused in words, and nothing is kept', async () => {
  const before = await answersOf()
  register.knows([])
  expect((await lookUp(await addClient())).error).toEqual({
    code: 'registryNothing',
    data: { inn: '7707083893' },
  })
  register.answers((response) =>
    response.end(JSON.stringify({ suggestions: [partyOf({ inn: '7736050003' })] })),
  )
  expect((await lookUp(await addClient())).error).toMatchObject({
    code: 'registryMismatch',
    data: { field: 'inn', theirs: '7736050003' },
  })
  register.answers(null)
  register.knows([partyOf()])
  expect((await lookUp(await addClient({ ogrn: '1037739010891' }))).error).toMatchObject({
    code: 'registryMismatch',
    data: { field: 'ogrn', ours: '1037739010891', theirs: '1027700132195' },
  })
  expect((await lookUp(await addClient({ name: 'Пятёрочка' }))).error).toMatchObject({
    code: 'registryMismatch',
    data: { field: 'name', ours: 'Пятёрочка', theirs: 'ООО "РОМАШКА"' },
  })
  register.asked.length = 0
  expect((await lookUp(await addClient({ inn: null }))).error?.code).toBe('registryNoInn')
  expect(register.asked).toEqual([])
  expect(await answersOf()).toEqual(before)
})

test.each([
  [401, 'denied'],
  [403, 'denied'],
  [413, 'tooLong'],
  [429, 'limit'],
  [500, 'server'],
  [503, 'server'],
  [400, 'status'],
  [410, 'status'],
  [302, 'redirect'],
])('the answer %s is told as %s', async (status, reason) => {
  register.answers((response) =>
    response.writeHead(status, { location: 'http://169.254.169.254/' }).end(TOKEN),
  )
  const { error, status: code } = await lookUp(await addClient())
  expect([code, error]).toEqual([422, { code: 'registryFailed', data: { reason, status, seconds: 1.5 } }])
})

test.each<[string, Parameters<Register['answers']>[0]]>([
  ['timeout', () => undefined],
  ['timeout', (response) => void response.writeHead(200).write('{"suggestions":[')],
  ['garbled', (response) => response.end('<html>Welcome</html>')],
  ['garbled', (response) => response.end('{"suggestions":[{"value":"x"}]}')],
  ['connection', (response) => response.socket?.destroy()],
  [
    'connection',
    (response) =>
      response.writeHead(200, { 'content-length': 100 }).end('{', () => response.socket?.destroy()),
  ],
  ['tooLarge', (response) => response.end(`{"suggestions":[],"x":"${'x'.repeat(3 * 1024 * 1024)}"}`)],
])('%s: nothing is kept', async (reason, how) => {
  const before = await answersOf()
  register.answers(how)
  expect((await lookUp(await addClient())).error).toMatchObject({ code: 'registryFailed', data: { reason } })
  expect(await answersOf()).toEqual(before)
})

test('who may look up: whoever may change the client', async () => {
  const id = await addClient()
  const stranger = await app.addPerson('rep')
  expect((await stranger.send(registry.lookUp, { params: { id } })).error?.code).toBe('notFound')
  expect((await app.as('rep').send(registry.lookUp, { params: { id: newId() } })).status).toBe(404)
  expect((await app.as('head').send(registry.lookUp, { params: { id } })).status).toBe(200)
  for (const role of ['marketer', 'observer'] as const)
    expect((await app.as(role).send(registry.lookUp, { params: { id } })).status).toBe(403)
})
