// What goes wrong under a write: the disk is full, a connection dies, two people are at the same records.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { contract } from '#contract.ts'
import { newId } from '#kernel/id.ts'
import { checksums } from './support/checksum.ts'
import { type TestApp, testApp } from './support/test-app.ts'

let app: TestApp
beforeEach(async () => {
  app = await testApp()
})
afterEach(() => app.close())

const addClient = (name: string) =>
  app.as('owner').call(contract.clients.create, { body: { name, city: 'Самара' } })

/** PostgreSQL itself answers as it does when its disk has no room, for every write to the table. */
async function fillDisk(table: string): Promise<() => Promise<void>> {
  await sql`create or replace function no_room() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`.execute(
    app.db,
  )
  await sql`create trigger no_room before insert or update or delete on ${sql.table(table)} execute function no_room()`.execute(
    app.db,
  )
  return async () => void (await sql`drop trigger no_room on ${sql.table(table)}`.execute(app.db))
}

/** A session that holds a client's row, so that whoever wants to write it waits. */
async function holdRow(id: string): Promise<{ waitForWaiter(): Promise<number>; end(): Promise<void> }> {
  const holder = new pg.Client({ connectionString: app.url })
  await holder.connect()
  await holder.query('begin')
  await holder.query('select from client where id = $1 for update', [id])
  const waiter = async (): Promise<number> => {
    const { rows } = await holder.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and pg_backend_pid() = any(pg_blocking_pids(pid))`,
    )
    return rows[0]?.pid ?? 0
  }
  return {
    async waitForWaiter() {
      await expect.poll(waiter).toBeGreaterThan(0)
      return waiter()
    },
    async end() {
      await holder.query('rollback')
      await holder.end()
    },
  }
}

test('while the database is away, every answer says to come again; then all goes on', async () => {
  const client = await addClient('Ромашка')
  const name = new URL(app.url).pathname.slice(1)
  const admin = new pg.Client({ connectionString: inject('clusterUrl') })
  await admin.connect()
  await admin.query(`alter database ${name} allow_connections false`)
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name])
  const ask = async () => {
    const seen = await app.as('owner').send(contract.clients.get, { params: { id: client.id } })
    const made = await app.as('owner').send(contract.clients.create, { body: { name: 'Лютик' } })
    const signedIn = await app.stranger().send(contract.team.signIn, {
      body: { email: 'owner@example.com', password: 'correct horse battery' },
    })
    return [seen, made, signedIn].map((it) => it.error?.code ?? it.status)
  }
  // The first may still meet a connection that has just died.
  expect(await ask()).toEqual(['notReady', 'notReady', 'notReady'])
  expect(await ask()).toEqual(['notReady', 'notReady', 'notReady'])
  await admin.query(`alter database ${name} allow_connections true`)
  await admin.end()
  expect(await ask()).toEqual([200, 200, 200])
})

describe('a disk that is full', () => {
  test('refuses an edit in words and changes nothing; with room again it is made', async () => {
    const client = await addClient('Ромашка')
    const makeRoom = await fillDisk('audit_log')
    const before = await checksums(app.db)
    const edit = () =>
      app.as('owner').send(contract.clients.update, {
        params: { id: client.id },
        body: { rev: client.rev, city: 'Казань' },
      })
    expect(await edit()).toMatchObject({ status: 507, error: { code: 'diskFull' } })
    expect(await checksums(app.db)).toEqual(before)
    await makeRoom()
    expect(await edit()).toMatchObject({ status: 200, body: { city: 'Казань' } })
  })

  test('stops an import whole, and it goes on from the same file', async () => {
    const owner = app.as('owner')
    const id = newId()
    const file = await readFile(join(import.meta.dirname, 'data/northwind/customers.csv'))
    await sql`insert into import_run (id, kind, state, file_name, file_size) values (${id}, 'clients', 'reading', 'c.csv', ${file.length})`.execute(
      app.db,
    )
    await writeFile(join(app.filesFolder, id), file)
    await owner.call(contract.imports.resume, { params: { id } })
    await app.runJobs()
    const stage = async () => {
      await owner.call(contract.imports.stage, { params: { id } })
      await app.runJobs()
    }
    const go = async (operation: typeof contract.imports.commit | typeof contract.imports.undo) => {
      await owner.call(operation, { params: { id } })
      await app.runJobs()
      const { state, failure } = await owner.call(contract.imports.get, { params: { id } })
      return { state, failure: failure?.code ?? null }
    }
    await stage()
    const before = await checksums(app.db)
    let makeRoom = await fillDisk('client')
    expect(await go(contract.imports.commit)).toEqual({ state: 'failed', failure: 'diskFull' })
    expect(await checksums(app.db)).toEqual(before)
    const left = await sql`select from pg_tables where schemaname = 'staging'`.execute(app.db)
    expect(left.rows).toEqual([])
    await makeRoom()
    await stage()
    expect(await go(contract.imports.commit)).toEqual({ state: 'committed', failure: null })
    const written = await checksums(app.db)

    makeRoom = await fillDisk('client')
    expect(await go(contract.imports.undo)).toEqual({ state: 'committed', failure: 'diskFull' })
    expect((await checksums(app.db))['client']).toBe(written['client'])
    await makeRoom()
    expect(await go(contract.imports.undo)).toEqual({ state: 'undone', failure: null })
    expect((await checksums(app.db))['client']).toBe(before['client'])
  })
})

test('a connection that dies inside a transaction: 503, nothing of it stays, the next call is served', async () => {
  const client = await addClient('Василёк')
  const before = await checksums(app.db)
  const held = await holdRow(client.id)
  const edit = (city: string) =>
    app
      .as('owner')
      .send(contract.clients.update, { params: { id: client.id }, body: { rev: client.rev, city } })
  const dying = edit('Пермь')
  const pid = await held.waitForWaiter()
  await sql`select pg_terminate_backend(${pid})`.execute(app.db)
  expect(await dying).toMatchObject({ status: 503, error: { code: 'notReady' } })
  await held.end()
  expect(await checksums(app.db)).toEqual(before)
  expect(await edit('Уфа')).toMatchObject({ status: 200, body: { city: 'Уфа' } })
})

describe('two at the same clients', () => {
  const order = (clientId: string, number: string) =>
    app.as('owner').call(contract.orders.create, {
      body: { clientId, number, orderedAt: '2026-05-01T09:00:00Z', amountMinor: 100 },
    })
  const merge = (keep: { id: string; rev: number }, drop: { id: string; rev: number }) =>
    app.as('owner').send(contract.duplicates.merge, {
      body: { keepId: keep.id, keepRev: keep.rev, dropId: drop.id, dropRev: drop.rev, take: [] },
    })

  test('merges at once, the same way and crosswise: each is done whole or told no, no order lost', async () => {
    const [a, b, c] = [await addClient('А'), await addClient('Б'), await addClient('В')]
    await order(a.id, 'a')
    await order(b.id, 'b')
    await order(c.id, 'c')
    const sent = [merge(a, b), merge(a, b), merge(b, a), merge(b, c), merge(c, a)]
    const statuses = (await Promise.all(sent)).map(({ status }) => status)
    const done = statuses.filter((status) => status === 200).length
    expect(statuses.every((status) => [200, 404, 409].includes(status))).toBe(true)
    // Of the first three, about the same two clients, one at most; a client that took another in may go into a third.
    expect(statuses.slice(0, 3).filter((status) => status === 200).length).toBeLessThanOrEqual(1)
    expect(done).toBeGreaterThan(0)
    const found = await sql<{ merges: number; clients: number; orders: number }>`
      select (select count(*) from client_merge) as merges, (select count(*) from client) as clients,
        (select count(*) from sales_order s join client k on k.id = s.client_id) as orders`.execute(app.db)
    expect(found.rows).toEqual([{ merges: done, clients: 3 - done, orders: 3 }])
  })

  test('a bulk edit over rows that someone edits: both wait their turn, neither is lost or overwritten', async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, (_none, n) => addClient(`К${n}`)))
    const [first] = clients as [(typeof clients)[number]]
    const held = await holdRow(first.id)
    const bulk = app.as('owner').call(contract.clients.changeMany, {
      body: { ids: clients.map(({ id }) => id), change: { region: 'Волга', addTags: ['опт'] } },
    })
    await held.waitForWaiter()
    const edit = (city: string, rev: number) =>
      app.as('owner').send(contract.clients.update, { params: { id: first.id }, body: { rev, city } })
    const waiting = edit('Омск', first.rev)
    await held.end()
    const [done, edited] = await Promise.all([bulk, waiting])
    expect(done).toMatchObject({ changed: 8, skipped: 0 })
    // Whoever came second saw the first: an edit on top of a state it never saw is refused with the newer one.
    const now = await app.as('owner').call(contract.clients.get, { params: { id: first.id } })
    expect(now).toMatchObject({ region: 'Волга', tags: ['опт'] })
    if (edited.status === 200) expect(now.city).toBe('Омск')
    else {
      expect(edited).toMatchObject({ status: 409, error: { data: { current: { region: 'Волга' } } } })
      expect(await edit('Омск', now.rev)).toMatchObject({ status: 200 })
    }
    const revs =
      await sql`select from client k where k.rev <> (select (after ->> 'rev')::bigint from audit_log a
      where a.entity_id = k.id order by a.id desc limit 1)`.execute(app.db)
    expect(revs.rows).toEqual([])
  })
})
