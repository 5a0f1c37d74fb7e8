// What an integrator relies on: an order that is sent moves the classes by itself.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { contract } from '#contract.ts'
import { type TestApp, testApp } from './support/test-app.ts'

const { clients, orders, tokens } = contract
let app: TestApp
beforeAll(async () => {
  app = await testApp({ runsJobs: true })
})
afterAll(() => app.close())

test('an order sent by a token moves its client to another class, and nothing else is called', async () => {
  const body = { name: '1С', scopes: ['clients:write', 'clients:read', 'orders:write'] }
  const { secret } = await app.as('owner').call(tokens.create, { body })
  const shop = app.byToken(secret)
  const orderedAt = '2026-05-20T10:00:00Z'
  const items = ['крупный', 'мелкий'].map((name) => ({ externalId: name, name }))
  await shop.call(clients.batch, { body: { items } })
  const order = (client: string, number: string, amountMinor: number) =>
    shop.call(orders.batch, {
      body: { items: [{ number, clientExternalId: client, orderedAt, amountMinor }] },
    })
  const classOf = async (externalId: string) =>
    (await shop.call(clients.find, { params: { externalId } })).valueClass
  const waitFor = (wanted: { крупный: string; мелкий: string }) =>
    vi.waitFor(async () => {
      expect(await classOf('крупный')).toBe(wanted.крупный)
      expect(await classOf('мелкий')).toBe(wanted.мелкий)
    }, 20_000)
  await order('крупный', '1', 1_000_000)
  await order('мелкий', '2', 1000)
  await waitFor({ крупный: 'A', мелкий: 'C' })
  // The small one becomes the largest by far.
  await order('мелкий', '3', 100_000_000)
  await waitFor({ крупный: 'C', мелкий: 'A' })
}, 60_000)
