import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { contract as all } from '#contract.ts'
import { systemActor } from '#kernel/actor.ts'
import { startJobs } from '#server/jobs.ts'
import { type Receiver, startReceiver } from '../../../test/support/receiver.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import { addWebhook, logOf, minuteAt } from '../../../test/support/webhooks.ts'
import { webhooksContract as contract } from './contract.ts'

let app: TestApp
let receiver: Receiver
let other: Receiver
beforeAll(async () => {
  receiver = await startReceiver()
  other = await startReceiver()
  // Time enough for a slow machine; where a hang is the matter, the receiver lets go by itself.
  app = await testApp({ config: { webhookAllow: [receiver.name, other.name], webhookTimeoutMs: 20_000 } })
})
beforeEach(async () => {
  await sql`delete from webhook`.execute(app.db)
  await sql`delete from client`.execute(app.db)
  app.clock.set('2026-06-12T09:00:00Z')
  for (const it of [receiver, other]) {
    it.received.length = 0
    it.answer(200)
  }
})
afterAll(async () => {
  await app.close()
  await receiver.close()
  await other.close()
})

const owner = () => app.as('owner')
const addClient = (name: string) => owner().call(all.clients.create, { body: { name } })
const only = async (id: string) => (await owner().call(contract.list)).rows.find((it) => it.id === id)
const ids = (of: Receiver) => of.received.map(({ id }) => id)

test('500, then well: tried again a minute later, under the same id', async () => {
  const { webhook } = await addWebhook(app, receiver, ['client.created'])
  receiver.answer(500)
  await addClient('Ромашка')
  await app.runJobs()
  expect(await logOf(app, webhook.id)).toMatchObject([
    { state: 'waiting', attempts: 1, nextAttemptAt: '2026-06-12T09:01:00.000Z' },
  ])
  expect(await only(webhook.id)).toMatchObject({ waiting: 1, failingSince: '2026-06-12T09:00:00.000Z' })
  await minuteAt(app, '2026-06-12T09:00:59Z')
  expect(receiver.received).toHaveLength(1)
  receiver.answer(200)
  await minuteAt(app, '2026-06-12T09:01:00Z')
  expect(await logOf(app, webhook.id)).toMatchObject([{ state: 'delivered', attempts: 2 }])
  expect(await only(webhook.id)).toMatchObject({ waiting: 0, failed: 0, failingSince: null })
  expect(new Set(ids(receiver)).size).toBe(1)
})

test('500 for days: the delivery is given up after a day, the webhook pauses after three, replay makes it good', async () => {
  const { webhook } = await addWebhook(app, receiver, ['client.created'])
  const params = { id: webhook.id }
  receiver.answer(500)
  const first = await addClient('первый')
  await app.runJobs()
  const start = Date.parse('2026-06-12T09:00:00Z')
  for (let minutes = 1; minutes < 30 * 60; minutes += 20)
    await minuteAt(app, new Date(start + minutes * 60_000).toISOString())
  expect(await logOf(app, webhook.id)).toMatchObject([{ state: 'failed', attempts: 9, nextAttemptAt: null }])
  expect(await only(webhook.id)).toMatchObject({ isActive: true, failed: 1, waiting: 0 })
  app.clock.set('2026-06-15T09:00:00Z')
  await addClient('второй')
  await app.runJobs()
  expect(await only(webhook.id)).toMatchObject({ isActive: false, pauseReason: 'failing' })
  const history = await owner().call(all.history.list, { query: { entity: 'webhook' } })
  expect(history.rows[0]).toMatchObject({ action: 'webhook.paused', actor: null, entityId: webhook.id })
  await addClient('пока стоит')
  receiver.answer(200)
  const before = receiver.received.length
  const { rev = 0 } = (await only(webhook.id)) ?? {}
  await owner().call(contract.update, { params, body: { rev, isActive: true } })
  expect(await owner().call(contract.replayFailed, { params })).toEqual({ count: 1 })
  await minuteAt(app, '2026-06-15T09:01:00Z')
  expect((await logOf(app, webhook.id)).map((it) => [it.name, it.state])).toEqual([
    ['второй', 'delivered'],
    ['первый', 'delivered'],
  ])
  const again = receiver.received.slice(before)
  expect(again.map(({ body }) => (JSON.parse(body) as { data: { id: string } }).data.id)).toContain(first.id)
})

test('“gone” pauses at once; an answer that is none of the web is a failure in words', async () => {
  const { webhook } = await addWebhook(app, receiver, ['client.created'])
  receiver.answer((response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end())
  await addClient('А')
  await app.runJobs()
  const [delivery] = await logOf(app, webhook.id)
  const { attempts } = await owner().call(contract.getDelivery, { params: { id: delivery?.id ?? '' } })
  expect(attempts).toMatchObject([{ status: 302, failure: 'redirect', detail: 'http://169.254.169.254/' }])
  receiver.answer(410)
  await minuteAt(app, '2026-06-12T09:01:00Z')
  expect(await only(webhook.id)).toMatchObject({ isActive: false, pauseReason: 'gone' })
})

test('a neighbour that is no longer allowed gets nothing', async () => {
  const { webhook } = await addWebhook(app, receiver, ['client.created'])
  await app.db.updateTable('webhook').set({ url: 'http://127.0.0.1:1/' }).execute()
  await addClient('А')
  await app.runJobs()
  const [delivery] = await logOf(app, webhook.id)
  const { attempts } = await owner().call(contract.getDelivery, { params: { id: delivery?.id ?? '' } })
  expect(attempts).toMatchObject([{ status: null, failure: 'private' }])
})

test('killed between sending and noting: sent again under the same id, when the dead sender’s hold is over', async () => {
  const { webhook } = await addWebhook(app, receiver, ['client.created'])
  await addClient('А')
  await app.runJobs()
  // What a kill leaves: the message arrived, nothing of it is written down, the webhook is held.
  await app.db.deleteFrom('webhookAttempt').execute()
  await app.db.updateTable('webhookDelivery').set({ state: 'waiting', attempts: 0 }).execute()
  await app.db
    .updateTable('webhook')
    .set({ busyUntil: new Date('2026-06-12T09:01:00Z') })
    .execute()
  await minuteAt(app, '2026-06-12T09:00:30Z')
  expect(receiver.received).toHaveLength(1)
  await minuteAt(app, '2026-06-12T09:01:00Z')
  expect(receiver.received).toHaveLength(2)
  expect(new Set(ids(receiver)).size).toBe(1)
  expect(await logOf(app, webhook.id)).toMatchObject([{ state: 'delivered', attempts: 1 }])
})

test('one event is one delivery, however often the job runs, and a webhook may be replayed', async () => {
  const { webhook } = await addWebhook(app, receiver, ['client.created'])
  await addClient('А')
  const run = () =>
    app.gorn.jobs['webhooks.deliver']?.run({ webhookId: webhook.id }, new AbortController().signal)
  await Promise.all([run(), run(), run()])
  await app.runJobs()
  expect(receiver.received).toHaveLength(1)
  const [delivery] = await logOf(app, webhook.id)
  await owner().call(contract.replay, { params: { id: delivery?.id ?? '' } })
  await app.runJobs()
  expect(ids(receiver)).toEqual([delivery?.eventId, delivery?.eventId])
})

test('a test event goes to the one that is tried, whatever it listens to, and does not wait for a rest', async () => {
  const { webhook } = await addWebhook(app, receiver, ['order.created'])
  await addWebhook(app, other, ['order.created'])
  const params = { id: webhook.id }
  receiver.answer(500)
  await owner().call(contract.sendTest, { params })
  await app.runJobs()
  receiver.answer(200)
  await owner().call(contract.sendTest, { params })
  await app.runJobs()
  expect([receiver.received.length, other.received.length]).toEqual([2, 0])
  expect((await logOf(app, webhook.id)).map(({ event, state }) => [event, state])).toEqual([
    ['webhook.tested', 'delivered'],
    ['webhook.tested', 'waiting'],
  ])
})

test('many at once are noted as a set and all arrive; each is its own message', async () => {
  const { webhook } = await addWebhook(app, receiver, ['client.updated'])
  await sql`insert into client (id, name, name_key) select new_id(), 'К' || n, 'к' || n from generate_series(1, 120) n`.execute(
    app.db,
  )
  await owner().call(all.clients.changeMany, { body: { filter: {}, change: { city: 'Азов' } } })
  const jobs = await sql<{ count: number }>`
    select count(*) from graphile_worker.jobs where task_identifier = 'webhooks.deliver'`.execute(app.db)
  expect(jobs.rows).toEqual([{ count: 1 }])
  await app.runJobs()
  expect(new Set(ids(receiver)).size).toBe(120)
  expect(receiver.received).toHaveLength(120)
  const page = await owner().call(contract.listDeliveries, {
    params: { id: webhook.id },
    query: { state: 'delivered' },
  })
  expect([page.rows.length, page.nextCursor]).toEqual([50, page.rows[49]?.id])
})

test('what is rolled back is never sent', async () => {
  const { webhook } = await addWebhook(app, receiver, ['client.created'])
  const failing = app.gorn.services.runUnit(systemActor('job'), async (unit) => {
    await unit.record({ action: 'client.created', entity: 'client', id: null, after: { name: 'А' } })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await app.runJobs()
  expect([receiver.received, await logOf(app, webhook.id)]).toEqual([[], []])
})

test('one that hangs keeps neither another webhook nor our own work waiting', async () => {
  const { gorn } = app
  await addWebhook(app, receiver, ['client.created'])
  await addWebhook(app, other, ['client.created'])
  const held: (() => void)[] = []
  receiver.answer((response) => void held.push(() => response.end()))
  const ours: { done(): void; promise: Promise<void> } = { done: () => undefined, promise: Promise.resolve() }
  ours.promise = new Promise((resolve) => (ours.done = resolve))
  const jobs = { ...gorn.jobs, 'test.ours': { run: async () => ours.done() } }
  const runner = await startJobs(
    { pool: gorn.services.pool, directUrl: () => app.url },
    jobs,
    gorn.services.log,
  )
  try {
    for (let n = 1; n <= 12; n++) {
      await addClient(`К${n}`)
      await other.count(n)
    }
    await gorn.services.runUnit(systemActor('job'), (unit) => unit.addJob('test.ours'))
    await ours.promise
    // All that time the first message hangs, and nothing more was sent to the one that hangs.
    expect([receiver.received.length, held.length]).toEqual([1, 1])
  } finally {
    for (const letGo of held) letGo()
    receiver.answer(200)
    await runner.stop()
  }
})

test('after thirty days the log forgets, and so are webhooks that were removed', async () => {
  const { webhook } = await addWebhook(app, receiver, ['client.created'])
  const gone = await addWebhook(app, other, ['client.created'])
  await addClient('А')
  await app.runJobs()
  await owner().call(contract.remove, { params: { id: gone.webhook.id } })
  const forget = () => app.gorn.jobs['webhooks.forget']?.run({}, new AbortController().signal)
  await forget()
  expect(await logOf(app, webhook.id)).toHaveLength(1)
  app.clock.set('2199-01-01T00:00:00Z')
  await forget()
  expect(await logOf(app, webhook.id)).toEqual([])
  expect(await app.db.selectFrom('webhook').select('id').execute()).toEqual([{ id: webhook.id }])
  expect(await app.db.selectFrom('webhookAttempt').select('id').execute()).toEqual([])
})
