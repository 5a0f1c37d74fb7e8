import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { contract } from '#contract.ts'
import type { Role } from '#kernel/operation.ts'
import { type Caller, type TestApp, testApp } from '../../../test/support/test-app.ts'
import { isSecret, makeSecret } from './secret.ts'

const { clients, team, tokens } = contract
let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

const all = ['clients:read', 'clients:write', 'team:read']
async function make(who: Caller, scopes: string[] = all, expiresAt: string | null = null) {
  const { token, secret } = await who.call(tokens.create, { body: { name: '1С', scopes, expiresAt } })
  return { ...token, secret, caller: app.byToken(secret) }
}

test('a secret is told by its check, and by its check alone', () => {
  const secret = makeSecret()
  expect(isSecret(secret)).toBe(true)
  const other = secret.endsWith('0') ? '1' : '0'
  expect(isSecret(secret.slice(0, -1) + other)).toBe(false)
  expect(isSecret(`gorn_${'0'.repeat(38)}`)).toBe(false)
})

test('the secret is shown once and kept nowhere', async () => {
  const { secret, hint } = await make(app.as('owner'))
  expect(secret.startsWith(hint)).toBe(true)
  const list = await app.as('owner').call(tokens.list)
  expect(JSON.stringify(list)).not.toContain(secret)
  const kept = await sql<{ row: string }>`
    select t::text as row from api_token t union all select a::text from audit_log a`.execute(app.db)
  expect(kept.rows.length).toBeGreaterThan(1)
  expect(kept.rows.filter(({ row }) => row.includes(secret.slice(9)))).toEqual([])
})

test.each(['owner', 'head', 'rep', 'marketer', 'observer'] as Role[])(
  'a token of the %s is that person on the channel api',
  async (role) => {
    const { caller } = await make(app.as(role))
    const me = await caller.call(team.getMe)
    expect(me.user.id).toBe(app.as(role).id)
    const answer = await caller.send(clients.create, { body: { name: `Клиент ${role}` } })
    expect(answer.status).toBe(role === 'marketer' || role === 'observer' ? 403 : 200)
    if (answer.status !== 200) return
    const { rows } = await sql<{ channel: string }>`
      select channel from audit_log where entity_id = ${answer.body.id}`.execute(app.db)
    expect(rows).toEqual([{ channel: 'api' }])
  },
)

test('a rep’s token sees what the rep sees', async () => {
  const foreign = await app.as('owner').call(clients.create, { body: { name: 'Чужой' } })
  const { caller } = await make(app.as('rep'))
  expect((await caller.send(clients.get, { params: { id: foreign.id } })).status).toBe(404)
})

test('scopes narrow it, and the refusal names the one that lacks', async () => {
  const { caller } = await make(app.as('owner'), ['clients:read'])
  expect((await caller.send(clients.list)).status).toBe(200)
  const refused = await caller.send(clients.create, { body: { name: 'Нет' } })
  expect(refused.error).toEqual({ code: 'notAllowed', data: { reason: 'scope', scope: 'clients:write' } })
  const answer = await app.as('owner').send(tokens.create, { body: { name: 'x', scopes: ['tokens:write'] } })
  expect(answer.error?.code).toBe('unknownScope')
})

test('no token opens tokens, people or the workspace', async () => {
  const { caller } = await make(app.as('owner'))
  for (const operation of [tokens.list, team.updateWorkspace, team.addUser]) {
    expect((await caller.send(operation)).error).toEqual({ code: 'notAllowed', data: { reason: 'token' } })
  }
})

test('a request with a token is not told by its cookie, and may come from any origin', async () => {
  const { secret } = await make(app.as('rep'))
  const headers = { authorization: `Bearer ${secret}`, origin: 'https://elsewhere.example' }
  const asRep = await app.as('owner').send(team.getMe, {}, headers)
  expect(asRep.body.user.id).toBe(app.as('rep').id)
  const wrong = await app.as('owner').send(team.getMe, {}, { authorization: 'Bearer gorn_nonsense' })
  expect(wrong.status).toBe(401)
  const byCookie = await app
    .as('owner')
    .send(clients.create, { body: { name: 'x' } }, { origin: 'https://a.b' })
  expect(byCookie.error).toEqual({ code: 'notAllowed', data: { reason: 'origin' } })
})

test('revoked: by its person or the owner, by nobody else, and from the next request on', async () => {
  const rep = app.as('rep')
  const { id, caller } = await make(rep)
  expect((await app.as('head').send(tokens.revoke, { params: { id } })).status).toBe(404)
  expect((await app.as('head').call(tokens.list)).rows.map((row) => row.id)).not.toContain(id)
  expect((await caller.send(clients.list)).status).toBe(200)
  const revoked = await app.as('owner').call(tokens.revoke, { params: { id } })
  expect(revoked.state).toBe('revoked')
  expect((await caller.send(clients.list)).error?.code).toBe('notSignedIn')
  expect((await rep.call(tokens.revoke, { params: { id } })).revokedAt).toBe(revoked.revokedAt)
})

test('revoked in mid-request: what runs is done whole, the next is refused', async () => {
  const { id, caller } = await make(app.as('owner'))
  const client = await app.as('owner').call(clients.create, { body: { name: 'Запертый' } })
  let running: Promise<{ status: number }> | undefined
  // The request waits for the row that this transaction holds.
  await app.db.transaction().execute(async (trx) => {
    await sql`select from client where id = ${client.id} for update`.execute(trx)
    const body = { rev: client.rev, city: 'Тверь' }
    running = caller.send(clients.update, { params: { id: client.id }, body })
    await vi.waitFor(async () => {
      const { rows } = await sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        app.db,
      )
      expect(rows).toHaveLength(1)
    }, 10_000)
    await app.as('owner').call(tokens.revoke, { params: { id } })
  })
  expect((await running)?.status).toBe(200)
  expect((await caller.send(clients.list)).status).toBe(401)
})

test('dead after its time, and with its person', async () => {
  const past = await app.as('owner').send(tokens.create, {
    body: { name: 'x', scopes: all, expiresAt: '2026-06-12T08:59:59Z' },
  })
  expect(past.error?.code).toBe('expiryPast')
  const brief = await make(app.as('owner'), all, '2026-06-12T09:30:00Z')
  expect((await brief.caller.send(clients.list)).status).toBe(200)
  app.clock.set('2026-06-12T09:31:00Z')
  expect((await brief.caller.send(clients.list)).status).toBe(401)

  const leaver = await app.addPerson('rep')
  const { caller } = await make(leaver)
  const row = (await app.as('owner').call(team.listUsers)).rows.find((it) => it.id === leaver.id)
  const body = { rev: row?.rev ?? 0, isActive: false }
  await app.as('owner').call(team.updateUser, { params: { id: leaver.id }, body })
  expect((await caller.send(clients.list)).status).toBe(401)
  const states = (await app.as('owner').call(tokens.list)).rows.map((it) => it.state)
  expect(states).toEqual(expect.arrayContaining(['expired', 'deactivated', 'alive']))
})

test('the last use is noted, at most once a minute', async () => {
  app.clock.set('2026-06-12T10:00:10Z')
  const { id, caller } = await make(app.as('owner'))
  const lastUse = async () =>
    (await app.as('owner').call(tokens.list)).rows.find((row) => row.id === id)?.lastUsedAt
  expect(await lastUse()).toBeNull()
  await caller.call(clients.list)
  app.clock.set('2026-06-12T10:00:50Z')
  await caller.call(clients.list)
  expect(await lastUse()).toBe('2026-06-12T10:00:10.000Z')
  app.clock.set('2026-06-12T10:01:10Z')
  await caller.call(clients.list)
  expect(await lastUse()).toBe('2026-06-12T10:01:10.000Z')
})
