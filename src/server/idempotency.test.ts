import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { contract } from '#contract.ts'
import { type TestApp, testApp } from '../../test/support/test-app.ts'
import { fingerprintOf } from './idempotency.ts'

const { clients, team, tokens, imports, segments } = contract
let app: TestApp
beforeAll(async () => {
  app = await testApp()
})
afterAll(() => app.close())

let count = 0
const newKey = () => ({ 'idempotency-key': `key-${++count}` })
const create = (name: string, headers: Record<string, string>, who = app.as('owner')) =>
  who.send(clients.create, { body: { name } }, headers)
const named = async (name: string) =>
  (await sql<{ id: string }>`select id from client where name = ${name}`.execute(app.db)).rows

test('the order of fields does not make another request, a value does', () => {
  expect(fingerprintOf('a', { x: 1, y: [{ a: 1, b: 2 }] })).toBe(
    fingerprintOf('a', { y: [{ b: 2, a: 1 }], x: 1 }),
  )
  expect(fingerprintOf('a', { x: 1 })).not.toBe(fingerprintOf('a', { x: '1' }))
  expect(fingerprintOf('a', { x: [1, 2] })).not.toBe(fingerprintOf('a', { x: [2, 1] }))
})

test('the same request under the same key is done once and answered alike', async () => {
  const key = newKey()
  const first = await create('Однажды', key)
  // What happened since does not change what was answered.
  const body = { rev: first.body.rev, city: 'Тула' }
  await app.as('owner').call(clients.update, { params: { id: first.body.id }, body })
  const second = await create('Однажды', key)
  expect(second.body).toEqual(first.body)
  expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([
    undefined,
    'true',
  ])
  expect(await named('Однажды')).toHaveLength(1)
})

test('the same key with another request is refused with the remedy; another person’s key is their own', async () => {
  const key = newKey()
  await create('Первый запрос', key)
  const other = await create('Другой запрос', key)
  expect([other.status, other.error]).toEqual([422, { code: 'otherRequest', data: { key: `key-${count}` } }])
  expect((await create('Другой запрос', key, app.as('head'))).status).toBe(200)
})

test('a refused attempt leaves the key free', async () => {
  const key = newKey()
  const code = { externalId: 'taken', name: 'С кодом' }
  const taken = await app.as('owner').call(clients.create, { body: code })
  const again = { ...code, name: 'С тем же кодом' }
  expect((await app.as('owner').send(clients.create, { body: again }, key)).error?.code).toBe(
    'externalIdTaken',
  )
  const body = { rev: taken.rev, externalId: null }
  await app.as('owner').call(clients.update, { params: { id: taken.id }, body })
  expect((await app.as('owner').send(clients.create, { body: again }, key)).status).toBe(200)
})

test('many at once under one key: one is done, the others learn of it', async () => {
  const key = newKey()
  const answers = await Promise.all(Array.from({ length: 8 }, () => create('Восемь раз', key)))
  const [only, ...more] = await named('Восемь раз')
  expect(more).toEqual([])
  for (const { status, body, error } of answers) {
    if (status === 200) expect(body.id).toBe(only?.id)
    else
      expect([error?.code, error?.data['records']]).toEqual([
        'alreadyDone',
        [{ action: 'client.created', entity: 'client', id: only?.id }],
      ])
  }
  expect(answers.some(({ status }) => status === 200)).toBe(true)
})

test('the second waits for the first, and goes on when that one is refused', async () => {
  const key = newKey()
  const client = await app.as('owner').call(clients.create, { body: { name: 'Ожидание' } })
  const update = (rev: number) =>
    app.as('owner').send(clients.update, { params: { id: client.id }, body: { rev, city: 'Омск' } }, key)
  const waiting: ReturnType<typeof update>[] = []
  await app.db.transaction().execute(async (trx) => {
    await sql`select from client where id = ${client.id} for update`.execute(trx)
    waiting.push(update(client.rev), update(client.rev))
    await vi.waitFor(async () => {
      const { rows } = await sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        app.db,
      )
      expect(rows).toHaveLength(2)
    }, 10_000)
    // Both will now find the rev old: the first is refused, and so is the second, by its own try.
    await sql`update client set rev = nextval('rev_seq') where id = ${client.id}`.execute(trx)
  })
  expect((await Promise.all(waiting)).map(({ error }) => error?.code)).toEqual(['conflict', 'conflict'])
  const { rows } = await sql<{ rev: number }>`select rev from client where id = ${client.id}`.execute(app.db)
  const done = await app
    .as('owner')
    .send(clients.update, { params: { id: client.id }, body: { rev: rows[0]?.rev ?? 0, city: 'Омск' } }, key)
  expect(done.status).toBe(200)
})

test('where passwords and secrets go in or out, a key is refused and nothing of them is kept', async () => {
  const body = { name: '1С', scopes: ['clients:read'] }
  const answer = await app.as('owner').send(tokens.create, { body }, newKey())
  expect(answer.error?.data['issues']).toEqual([
    { path: '/idempotency-key', message: 'this operation takes no key' },
  ])
  expect((await app.as('owner').call(tokens.list)).rows).toEqual([])
})

test('a key belongs to writes of somebody known; it must be one, and an upload takes none', async () => {
  const bad = { 'idempotency-key': 'two words' }
  expect((await create('Плохой ключ', bad)).error?.data).toMatchObject({ where: 'headers' })
  expect((await create('Длинный ключ', { 'idempotency-key': 'x'.repeat(201) })).status).toBe(400)
  const upload = await app.as('owner').send(imports.upload, { params: { kind: 'orders' } }, newKey())
  expect(upload.error?.data['issues']).toEqual([{ path: '/idempotency-key', message: 'uploads take no key' }])
  expect((await app.as('owner').send(team.getMe, {}, bad)).status).toBe(200)
  expect(await named('Плохой ключ')).toEqual([])
})

test('keys are forgotten after a day', async () => {
  const key = newKey()
  await create('Вчера', key)
  await sql`update idempotency_key set created_at = now() - interval '25 hours' where key = ${key['idempotency-key']}`.execute(
    app.db,
  )
  expect((await create('Сегодня', key)).status).toBe(200)
  await sql`update idempotency_key set created_at = now() - interval '25 hours'`.execute(app.db)
  await app.gorn.jobs['requests.forget']?.run({}, new AbortController().signal)
  expect((await sql`select from idempotency_key`.execute(app.db)).rows).toEqual([])
})

test('a write that changes nothing is kept with its answer too', async () => {
  const key = newKey()
  const { rev: _rev, ...body } = await app.as('owner').call(segments.getSettings)
  const send = () => app.as('owner').send(segments.previewSettings, { body }, key)
  const first = await send()
  const second = await send()
  expect([first.status, second.headers['idempotency-replayed']]).toEqual([200, 'true'])
  expect(second.body).toEqual(first.body)
})
