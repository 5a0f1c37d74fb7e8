// Two servers on one outside PostgreSQL, calls going to one and the other in turn: together they behave as one.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Connection, connect } from '#server/database/connect.ts'
import { type FreshDatabase, freshDatabase } from './support/fresh-database.ts'
import { type ServerProcess, startServer } from './support/server-process.ts'

type Body = {
  id: string
  rev: number
  state: string
  rows: { id: string; valueClass: string }[]
  count: number
}
type Answer = { status: number; body: Body }

let folder: string
let database: FreshDatabase
let base: Connection
let servers: ServerProcess[]
let cookie = ''
let turn = 0
const owner = { name: 'Owner', email: 'o@example.com', password: 'long enough to hold' }

const start = (): Promise<ServerProcess> =>
  startServer({ DATABASE_URL: database.url, GORN_DATA: folder, GORN_FILES: join(folder, 'files') })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gorn-several-'))
  database = await freshDatabase()
  base = connect(database.url, { name: 'test', onError: () => undefined })
  servers = await Promise.all([start(), start()])
  const workspace = {
    name: 'W',
    language: 'ru',
    timeZone: 'Europe/Moscow',
    currency: 'RUB',
    country: 'RU',
    pricesIncludeVat: true,
  }
  expect((await call('POST', '/api/setup', { owner, workspace })).status).toBe(200)
})
afterAll(async () => {
  await Promise.all(servers.map((server) => server.kill('SIGTERM')))
  await base.close()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

/** The next call goes to the next server. */
async function call(method: string, path: string, body?: object | FormData): Promise<Answer> {
  const server = servers[turn++ % servers.length]
  const isForm = body instanceof FormData
  const answer = await fetch(`${server?.url}${path}`, {
    method,
    headers: { cookie, ...(body && !isForm && { 'content-type': 'application/json' }) },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
  })
  cookie ||= (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? ''
  return { status: answer.status, body: (await answer.json()) as Body }
}

async function addClient(name: string): Promise<Body> {
  const { status, body } = await call('POST', '/api/clients', { name })
  expect(status).toBe(200)
  return body
}

/** The events that one server tells of from now on. */
async function listenTo(server: ServerProcess | undefined): Promise<{ told: string[]; end(): void }> {
  const stop = new AbortController()
  const answer = await fetch(`${server?.url}/api/live`, { headers: { cookie }, signal: stop.signal })
  expect(answer.status).toBe(200)
  const told: string[] = []
  const reader = answer.body?.getReader()
  const read = async (): Promise<void> => {
    for (;;) {
      const piece = await reader?.read()
      if (!piece || piece.done) return
      told.push(Buffer.from(piece.value).toString())
    }
  }
  read().catch((error: Error) => {
    if (error.name !== 'AbortError') throw error
  })
  await expect.poll(() => told.join('')).toContain('retry')
  return { told, end: () => stop.abort() }
}

test('a session made at one is known to the other, and ends at both', async () => {
  for (const _server of servers) expect((await call('GET', '/api/me')).status).toBe(200)
})

test('what one writes the other tells its browsers, and an old rev is refused by either', async () => {
  const heard = await Promise.all(servers.map(listenTo))
  const client = await addClient('Ромашка')
  for (const { told } of heard) await expect.poll(() => told.join('')).toContain(client.id)
  const edit = (city: string) => call('PATCH', `/api/clients/${client.id}`, { rev: client.rev, city })
  const answers = await Promise.all([edit('Самара'), edit('Казань')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  for (const { end } of heard) end()
})

test('background work is done by one of them, once, whoever asked for it', async () => {
  const client = await addClient('Заря')
  const order = (number: string) =>
    call('POST', '/api/orders', {
      number,
      clientId: client.id,
      orderedAt: new Date().toISOString(),
      amountMinor: 100_000,
    })
  expect(await Promise.all([order('1'), order('2'), order('3')])).toEqual(
    Array.from({ length: 3 }, () => expect.objectContaining({ status: 200 })),
  )
  await expect
    .poll(async () => (await call('GET', '/api/clients?text=Заря')).body.rows[0], { timeout: 30_000 })
    .toMatchObject({ valueClass: 'A', measureMinor: 300_000 })
})

test('a file brought to one is read, checked and written by whichever is asked', async () => {
  const rows = Array.from({ length: 500 }, (_none, n) => `${n};Клиент ${n}`)
  const form = new FormData()
  form.append('file', new File([`Код клиента;Клиент\n${rows.join('\n')}\n`], 'clients.csv'))
  const { body: run } = await call('POST', '/api/imports/clients', form)
  const state = async (): Promise<string> => (await call('GET', `/api/imports/${run.id}`)).body.state
  for (const [from, step] of [
    ['mapped', 'stage'],
    ['staged', 'commit'],
  ]) {
    await expect.poll(state, { timeout: 30_000 }).toBe(from)
    expect((await call('POST', `/api/imports/${run.id}/${step}`)).status).toBe(200)
  }
  await expect.poll(state, { timeout: 30_000 }).toBe('committed')
  const found = await base.pool.query<{ count: number }>('select count(*) from client where import_id = $1', [
    run.id,
  ])
  expect(found.rows).toEqual([{ count: 500 }])
})

test('guesses of a password are counted together', async () => {
  const guess = () => call('POST', '/api/session', { email: owner.email, password: 'a wrong guess' })
  const statuses: number[] = []
  while (statuses.length < 14) statuses.push((await guess()).status)
  expect(statuses.indexOf(429)).toBeGreaterThan(0)
  expect(statuses.indexOf(429)).toBeLessThan(12)
  expect(statuses.slice(statuses.indexOf(429)).every((status) => status === 429)).toBe(true)
})

test('one is killed: what it had begun goes on at the other', async () => {
  const [first, second] = servers as [ServerProcess, ServerProcess]
  await first.kill('SIGKILL')
  servers = [second]
  // What the killed one held: a job with the name of workers of whom nobody hears any more.
  await base.pool.query(
    `select graphile_worker.add_job('segments.refresh', job_key := 'held', run_at := now() + interval '1 hour')`,
  )
  const held = await base.pool.query(`
    update graphile_worker._private_jobs set locked_by = 'pool-of-the-dead', locked_at = now() - interval '1 minute'
    where key = 'held' returning id`)
  expect(held.rows).toHaveLength(1)
  const holder = async (): Promise<unknown> =>
    (await base.pool.query(`select locked_by from graphile_worker.jobs where key = 'held'`)).rows
  await expect.poll(holder, { timeout: 30_000 }).toEqual([{ locked_by: null }])
  expect((await call('GET', '/api/me')).status).toBe(200)
  servers.push(await start())
})
