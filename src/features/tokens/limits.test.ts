import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { recordQueries } from '../../../test/support/record-queries.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'

const LIMIT = 20
const { clients, team, tokens } = contract
let app: TestApp
beforeAll(async () => {
  app = await testApp({ apiLimit: LIMIT, now: '2026-06-12T09:00:15Z' })
})
afterAll(() => app.close())

async function make() {
  const body = { name: 'x', scopes: ['clients:read'] }
  const { secret } = await app.as('owner').call(tokens.create, { body })
  return app.byToken(secret)
}
const limits = (headers: Record<string, unknown>) =>
  ['limit', 'remaining', 'reset'].map((name) => Number(headers[`ratelimit-${name}`]))

test('each answer tells what is left; beyond it 429 says when to come again', async () => {
  const [caller, other] = [await make(), await make()]
  for (let left = LIMIT - 1; left >= 0; left--) {
    const answer = await caller.send(clients.tags)
    expect([answer.status, ...limits(answer.headers)]).toEqual([200, LIMIT, left, 45])
  }
  const refused = await caller.send(clients.tags)
  expect(refused.error).toEqual({ code: 'tooManyRequests', data: { retryAfterSeconds: 45 } })
  expect([refused.status, ...limits(refused.headers)]).toEqual([429, LIMIT, 0, 45])
  expect(refused.headers['retry-after']).toBe('45')
  // A refusal for another reason tells it too; another token has a count of its own.
  expect(limits((await other.send(clients.create)).headers)).toEqual([LIMIT, LIMIT - 1, 45])
  app.clock.set('2026-06-12T09:01:00Z')
  expect(limits((await caller.send(clients.tags)).headers)).toEqual([LIMIT, LIMIT - 1, 60])
})

test('requests at once are all counted', async () => {
  const caller = await make()
  const answers = await Promise.all(Array.from({ length: LIMIT + 5 }, () => caller.send(clients.tags)))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(LIMIT)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(5)
})

test('strangers are counted by their address: wrong tokens and writes without a session', async () => {
  app.clock.set('2026-06-12T09:02:00Z')
  const stranger = app.byToken('gorn_wrong')
  for (let used = 1; used < LIMIT; used++) expect((await stranger.send(clients.tags)).status).toBe(401)
  const body = { token: 'x', newPassword: 'long enough to try' }
  const nobody = { authorization: '' }
  expect((await stranger.send(team.setPassword, { body }, nobody)).status).toBe(422)
  expect((await stranger.send(team.setPassword, { body }, nobody)).status).toBe(429)
  expect((await stranger.send(clients.tags)).status).toBe(429)
  // The same address signed in works on.
  expect((await app.as('owner').send(clients.tags)).status).toBe(200)
})

test('a token costs one statement beside the sight of its person; a session costs none', async () => {
  app.clock.set('2026-06-12T09:03:00Z')
  const caller = await make()
  const counted = async (work: () => Promise<unknown>) =>
    (await recordQueries(work)).filter(({ text }) => text.includes('request_count'))
  expect(await recordQueries(() => caller.call(clients.tags))).toHaveLength(3)
  expect(await counted(() => caller.call(clients.tags))).toHaveLength(1)
  expect(await counted(() => app.as('owner').call(clients.tags))).toHaveLength(0)
})
