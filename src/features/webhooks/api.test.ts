import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { contract as all } from '#contract.ts'
import { type Receiver, startReceiver } from '../../../test/support/receiver.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import { addWebhook, logOf } from '../../../test/support/webhooks.ts'
import { webhooksContract as contract } from './contract.ts'

let app: TestApp
let receiver: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
  app = await testApp({ config: { webhookAllow: [receiver.name] } })
})
beforeEach(async () => {
  await sql`delete from webhook`.execute(app.db)
  app.clock.set('2026-06-12T09:00:00Z')
  receiver.received.length = 0
})
afterAll(async () => {
  await app.close()
  await receiver.close()
})

const owner = () => app.as('owner')
const addClient = (name: string) => owner().call(all.clients.create, { body: { name } })

test('a change is told: signed, with who, what, before and after; what was not asked for is not told', async () => {
  const { webhook, secret } = await addWebhook(app, receiver, ['client.updated', 'touch.created'])
  const client = await addClient('Ромашка')
  await owner().call(all.clients.update, {
    params: { id: client.id },
    body: { rev: client.rev, city: 'Азов' },
  })
  await app.runJobs()
  expect(receiver.received).toHaveLength(1)
  const [{ headers, body, id }] = receiver.received as [Receiver['received'][0]]
  const sent = JSON.parse(body) as { id: string; type: string; data: Record<string, unknown> }
  expect(sent).toMatchObject({
    version: 1,
    id,
    type: 'client.updated',
    data: {
      entity: 'client',
      id: client.id,
      actor: { id: owner().id, name: 'Owner', channel: 'web' },
      changes: { city: { before: null, after: 'Азов' } },
    },
  })
  expect(Object.keys(sent.data['changes'] as object)).toEqual(['city'])
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const signed = createHmac('sha256', key).update(`${id}.${String(headers['webhook-timestamp'])}.${body}`)
  expect(headers['webhook-signature']).toBe(`v1,${signed.digest('base64')}`)
  expect(headers['content-type']).toBe('application/json')
  const [delivery] = await logOf(app, webhook.id)
  expect(delivery).toMatchObject({
    eventId: id,
    event: 'client.updated',
    name: 'Ромашка',
    state: 'delivered',
  })
  const shown = await owner().call(contract.getDelivery, { params: { id: delivery?.id ?? '' } })
  expect(shown.attempts).toMatchObject([{ status: 200, failure: null, answer: 'ok' }])
  expect(JSON.parse(shown.body)).toEqual(sent)
})

test('the secret is shown once; for a day after a new one both sign', async () => {
  const { webhook, secret } = await addWebhook(app, receiver, ['client.created'])
  const listed = await owner().call(contract.list)
  expect(JSON.stringify(listed)).not.toContain(secret)
  const renewed = await owner().call(contract.renewSecret, { params: { id: webhook.id } })
  expect(renewed.secret).not.toBe(secret)
  expect(renewed.webhook.previousUntil).toBe('2026-06-13T09:00:00.000Z')
  await addClient('А')
  await app.runJobs()
  app.clock.set('2026-06-13T09:00:01Z')
  await addClient('Б')
  await app.runJobs()
  const signatures = receiver.received.map((it) => String(it.headers['webhook-signature']).split(' ').length)
  expect(signatures).toEqual([2, 1])
  const history = await owner().call(all.history.list, { query: { entity: 'webhook' } })
  expect(JSON.stringify(history)).not.toContain('whsec_')
})

test.each([
  ['http://example.com/', 'webhookUrl', { reason: 'scheme' }],
  ['https://me:pass@example.com/', 'webhookUrl', { reason: 'credentials' }],
  ['example.com', 'webhookUrl', { reason: 'shape' }],
  ['https://127.0.0.1/', 'webhookPrivate', { address: '127.0.0.1' }],
  ['https://2130706433/', 'webhookPrivate', { address: '127.0.0.1' }],
  ['https://[::ffff:169.254.169.254]/', 'webhookPrivate', {}],
  ['https://10.0.0.5:8443/', 'webhookPrivate', { address: '10.0.0.5' }],
  // A name of this machine in every resolver.
  ['https://localhost/', 'webhookPrivate', { host: 'localhost' }],
  ['https://nobody.invalid/', 'webhookUnresolved', { host: 'nobody.invalid' }],
])('%s is refused: %s', async (url, code, data) => {
  const answer = await owner().send(contract.add, { body: { url, events: ['client.created'] } })
  expect(answer).toMatchObject({ status: 422, error: { code, data } })
})

test('owners alone; unknown events and ids are refused; twenty at most', async () => {
  const { webhook } = await addWebhook(app, receiver, ['client.created'])
  const params = { id: webhook.id }
  for (const role of ['head', 'rep', 'marketer', 'observer'] as const) {
    for (const operation of Object.values(contract))
      expect(await app.as(role).send(operation, { params, body: { rev: 1 } })).toMatchObject({
        status: 403,
      })
  }
  const body = { url: receiver.url, events: ['user.passwordSet'] }
  expect(await owner().send(contract.add, { body })).toMatchObject({ status: 400 })
  expect(await owner().send(contract.add, { body: { ...body, events: [] } })).toMatchObject({ status: 400 })
  const nobody = { params: { id: owner().id } }
  for (const operation of [
    contract.remove,
    contract.renewSecret,
    contract.sendTest,
    contract.replay,
  ] as const)
    expect(await owner().send(operation, nobody)).toMatchObject({ status: 404 })
  for (const operation of [contract.listDeliveries, contract.getDelivery, contract.replayFailed] as const)
    expect(await owner().send(operation, nobody)).toMatchObject({ status: 404 })
  for (let n = 1; n < 20; n++) await addWebhook(app, receiver, ['client.created'])
  expect(
    await owner().send(contract.add, { body: { url: receiver.url, events: ['client.created'] } }),
  ).toMatchObject({ status: 422, error: { code: 'tooManyWebhooks', data: { most: 20 } } })
})

test('an edit: an old rev is a conflict, and edit, addition and removal are taken back', async () => {
  const { webhook } = await addWebhook(app, receiver, ['client.created'])
  const params = { id: webhook.id }
  const edit = { rev: webhook.rev, note: 'склад', isActive: false }
  const edited = await owner().call(contract.update, { params, body: edit })
  expect(edited).toMatchObject({ note: 'склад', isActive: false, pauseReason: null })
  expect(await owner().send(contract.update, { params, body: edit })).toMatchObject({
    status: 409,
    error: { data: { current: { note: 'склад' } } },
  })
  for (const operation of [contract.sendTest, contract.replayFailed] as const)
    expect(await owner().send(operation, { params })).toMatchObject({ error: { code: 'webhookPaused' } })
  await addClient('пока стоит')
  const change = { entity: 'webhook', id: webhook.id, rev: edited.rev }
  await owner().call(all.history.undoChange, { body: change })
  expect((await owner().call(contract.list)).rows).toMatchObject([{ note: '', isActive: true }])
  const { unitId } = await owner().call(contract.remove, { params })
  expect(await owner().call(contract.list)).toEqual({ rows: [] })
  await owner().call(all.history.undo, { params: { id: unitId } })
  expect((await owner().call(contract.list)).rows).toMatchObject([{ url: receiver.url, isActive: true }])
  await addClient('когда идёт')
  await app.runJobs()
  expect((await logOf(app, webhook.id)).map(({ name }) => name)).toEqual(['когда идёт'])
})
