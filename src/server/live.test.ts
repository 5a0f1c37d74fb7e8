import { afterAll, beforeAll, expect, test } from 'vitest'
import { contract } from '#contract.ts'
import { listen as listenTo } from '../../test/support/listen.ts'
import { type Caller, type TestApp, testApp } from '../../test/support/test-app.ts'

let app: TestApp
let url: string
beforeAll(async () => {
  app = await testApp()
  url = await app.gorn.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => app.close())

const listen = (caller: Caller, after?: string) => listenTo(url, caller.cookie, after)

test('a change is heard by those who see the record, and by nobody else', async () => {
  const stranger = await app.addPerson('rep')
  const [owner, rep, other] = [
    await listen(app.as('owner')),
    await listen(app.as('rep')),
    await listen(stranger),
  ]
  const client = await app.as('rep').call(contract.clients.create, { body: { name: 'Линия Света' } })
  await app.as('owner').call(contract.team.addTeam, { body: { name: 'Юг' } })
  const kinds = (stream: typeof owner): string[] => stream.heard.map((event) => event.kind)
  for (const stream of [owner, rep, other]) await expect.poll(() => kinds(stream)).toContain('team')
  expect(kinds(owner)).toEqual(['client', 'team'])
  expect(rep.heard[0]).toMatchObject({ kind: 'client', entity: client.id })
  expect(kinds(other)).toEqual(['team'])
  await Promise.all([owner.close(), rep.close(), other.close()])
})

test('a reconnect catches up from the last id it saw', async () => {
  const first = await listen(app.as('owner'))
  await app.as('owner').call(contract.clients.create, { body: { name: 'Раз' } })
  await expect.poll(() => first.heard.length).toBeGreaterThan(0)
  const last = first.heard.at(-1)?.id ?? ''
  await first.close()
  const missed = await app.as('owner').call(contract.clients.create, { body: { name: 'Два' } })
  const again = await listen(app.as('owner'), last)
  await expect.poll(() => again.heard.map((event) => event.entity)).toContain(missed.id)
  await again.close()
})

test('a stranger hears nothing', async () => {
  expect((await fetch(`${url}/api/live`)).status).toBe(401)
})
