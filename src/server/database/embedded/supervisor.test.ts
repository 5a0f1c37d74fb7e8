import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, inject, test, vi } from 'vitest'
import { copyDatabase, scratchFolder } from '../../../../test/support/data-folder.ts'
import { isAlive } from './postmaster.ts'
import { type EmbeddedServer, startEmbedded } from './supervisor.ts'

let folder: string
const open: EmbeddedServer[] = []
beforeEach(async () => {
  // Spaces and Cyrillic, as in a home folder of a Russian user.
  folder = await scratchFolder('горн данные ')
})
afterEach(async () => {
  for (const server of open.splice(0)) await server.release()
  await rm(folder, { recursive: true, force: true })
})

/** Another was made before: what is being looked at is not how it is made. */
const makeReady = (): Promise<void> => copyDatabase(inject('readyFolder'), folder)

async function start(): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataFolder: folder, log: () => undefined })
  open.push(server)
  return server
}

async function query(server: EmbeddedServer, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.connectionString() })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** Another Gorn process that starts the database of the folder and then lives until it is killed. */
async function startElsewhere(): Promise<{ child: ChildProcess; postmaster: number }> {
  const code = `
    const { startEmbedded } = await import(${JSON.stringify(join(import.meta.dirname, 'supervisor.ts'))})
    const server = await startEmbedded({ dataFolder: process.argv[1], log: () => undefined })
    console.log(server.pid())
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, postmaster: Number(line.toString().trim()) }
}

test('starts on an empty folder; a second process adopts instead of starting another', async () => {
  const first = await start()
  expect(first.wasAdopted).toBe(false)
  await query(first, 'create table kept (n int)')
  const second = await start()
  expect(second.wasAdopted).toBe(true)
  expect(second.pid()).toBe(first.pid())
  expect(await query(second, 'select * from kept')).toEqual([])
})

test('two that start at the same time share one server', async () => {
  const [first, second] = await Promise.all([start(), start()])
  expect(first.pid()).toBe(second.pid())
})

test('a server orphaned by kill -9 is adopted and then stopped in order', async () => {
  await makeReady()
  const { child, postmaster } = await startElsewhere()
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(isAlive(postmaster)).toBe(true)
  const server = await start()
  expect([server.wasAdopted, server.pid()]).toEqual([true, postmaster])
  await server.release()
  expect(isAlive(postmaster)).toBe(false)
})

test('PostgreSQL killed under us comes back with what was acknowledged', async () => {
  await makeReady()
  const server = await start()
  await query(server, 'create table kept (n int)')
  await query(server, 'insert into kept values (1)')
  const before = server.pid()
  process.kill(before, 'SIGKILL')
  await vi.waitFor(() => expect(server.pid()).not.toBe(before), { timeout: 30_000, interval: 50 })
  expect(await query(server, 'select n from kept')).toEqual([{ n: 1 }])
})

test.runIf(process.platform === 'linux')(
  'a session that never notices the end of its server keeps nobody out',
  async () => {
    await makeReady()
    const server = await start()
    const client = new pg.Client({ connectionString: server.connectionString() })
    client.on('error', () => undefined)
    await client.connect()
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    process.kill(rows[0]?.pid ?? 0, 'SIGSTOP')
    const before = server.pid()
    process.kill(before, 'SIGKILL')
    await vi.waitFor(() => expect(server.pid()).not.toBe(before), { timeout: 30_000, interval: 50 })
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    await client.end().catch(() => undefined)
  },
)

test('both killed at once: the next start recovers by itself', async () => {
  await makeReady()
  const { child, postmaster } = await startElsewhere()
  child.kill('SIGKILL')
  process.kill(postmaster, 'SIGKILL')
  const server = await start()
  expect(server.wasAdopted).toBe(false)
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a stale lock file whose number belongs to another program needs nobody', async () => {
  await makeReady()
  const first = await start()
  const file = join(folder, 'postgres/data/postmaster.pid')
  const text = await readFile(file, 'utf8')
  await first.release()
  await writeFile(file, text.replace(/^\d+/, String(process.pid)))
  const server = await start()
  expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('whoever leaves first leaves the server to the others', async () => {
  await makeReady()
  const { child, postmaster } = await startElsewhere()
  const user = new pg.Client({
    connectionString: (await start()).connectionString(),
    application_name: 'gorn-other',
  })
  await user.connect()
  const server = open[0]
  await server?.release()
  expect(isAlive(postmaster)).toBe(true)
  await user.end()
  child.kill('SIGKILL')
})

test('Cyrillic names sort as Russians expect, and trigrams are there', async () => {
  const server = await start()
  const rows = await query(
    server,
    `select n from unnest(array['ёлка', 'Жук', 'еда', 'яма']) n order by n collate "ru-x-icu"`,
  )
  expect(rows).toEqual([{ n: 'еда' }, { n: 'ёлка' }, { n: 'Жук' }, { n: 'яма' }])
  await query(server, 'create extension pg_trgm')
})
