// A server that dies between a write and its answer: the repetition is told the truth, and nothing is done twice.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { freshDatabase } from './support/fresh-database.ts'
import { startServer } from './support/server-process.ts'

const person = { name: 'Owner', email: 'owner@example.com', password: 'correct horse battery' }
const workspace = {
  name: 'Проба',
  language: 'ru',
  timeZone: 'Europe/Moscow',
  currency: 'RUB',
  country: 'RU',
  pricesIncludeVat: false,
}

test('killed after the commit and before the answer: the repetition learns what was written', {
  timeout: 240_000,
}, async () => {
  const database = await freshDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'gorn-key-'))
  const watcher = new pg.Client({ connectionString: database.url })
  await watcher.connect()
  const start = () => startServer({ GORN_DATA: folder, DATABASE_URL: database.url })
  let server = await start()
  try {
    const json = { 'content-type': 'application/json' }
    const setUp = await fetch(`${server.url}/api/setup`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ owner: person, workspace }),
    })
    const cookie = setUp.headers
      .getSetCookie()
      .map((it) => it.split(';')[0])
      .join('; ')
    const create = () =>
      fetch(`${server.url}/api/clients`, {
        method: 'POST',
        headers: { ...json, cookie, 'idempotency-key': 'once' },
        body: JSON.stringify({ name: 'Один раз' }),
      })
    // The answer waits to be kept for as long as we hold the lock: the write is there, its caller knows nothing.
    await watcher.query(`
      create function wait_for_test() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(42); return new; end $$;
      create trigger wait_for_test before update on idempotency_key for each row execute function wait_for_test();
      select pg_advisory_lock(42)`)
    const lost = create().then(
      () => 'answered',
      () => 'lost',
    )
    await vi.waitFor(async () => {
      const { rows } = await watcher.query(`select from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`)
      expect(rows).toHaveLength(1)
    }, 20_000)
    await server.kill('SIGKILL')
    expect(await lost).toBe('lost')
    await watcher.query(`
      select pg_terminate_backend(l.pid) from pg_locks l where locktype = 'advisory' and not granted;
      select pg_advisory_unlock_all(); drop trigger wait_for_test on idempotency_key`)
    server = await start()
    const again = await create()
    const { rows } = await watcher.query<{ id: string }>(`select id from client where name = 'Один раз'`)
    expect(rows).toHaveLength(1)
    const { error } = (await again.json()) as { error: { code: string; data: { records: object[] } } }
    expect([again.status, error.code]).toEqual([409, 'alreadyDone'])
    expect(error.data.records).toEqual([{ action: 'client.created', entity: 'client', id: rows[0]?.id }])
  } finally {
    await server.kill('SIGKILL')
    await watcher.end()
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }
})
