// Backups as people make them: by the command line, beside a server that is being written to, from base to base.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Connection, connect } from '#server/database/connect.ts'
import { startEmbedded } from '#server/database/embedded/supervisor.ts'
import { openUnit } from '#server/unit.ts'
import { systemActor } from '#kernel/actor.ts'
import { copyDatabase, scratchFolder } from './support/data-folder.ts'
import { freshDatabase } from './support/fresh-database.ts'
import { type Done, gornHere } from './support/run-cli.ts'

const cli = join(import.meta.dirname, '../src/cli.ts')
let folder: string
beforeAll(async () => {
  folder = await scratchFolder('gorn-backup-cli-')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** `place` names the base: the address of a database, or a folder for the embedded one, which is a program of its own. */
function gorn(place: string, args: string[], limit = ''): Promise<Done> {
  const isUrl = place.startsWith('postgres')
  const own = {
    GORN_DATA: isUrl ? join(folder, 'files-of-outside') : place,
    DATABASE_URL: isUrl ? place : '',
    GORN_LANGUAGE: 'ru',
  }
  if (isUrl && limit === '') return gornHere(own, args)
  const env = { ...process.env, ...own }
  const shell = `${limit} exec "$0" "$@"`
  const child = spawn('/bin/bash', ['-c', shell, process.execPath, cli, ...args], { env })
  const done = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (done.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (done.stderr += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...done })))
}

type Report = { tables: Record<string, { rows: number; sha256: string }> }
async function succeed(place: string, ...args: string[]): Promise<Report> {
  const done = await gorn(place, [...args, '--json'])
  expect(done).toMatchObject({ code: 0 })
  return JSON.parse(done.stdout) as Report
}

/** Writes units of a client, an order and their audit entry until told to stop. */
function startWriting({ db }: Connection): { count(): number; stop(): Promise<void> } {
  let isOn = true
  let units = 0
  const write = async (): Promise<void> => {
    while (isOn) {
      await db.transaction().execute(async (trx) => {
        const unit = openUnit(trx, systemActor('job'))
        const name = `Под нагрузкой ${unit.id}`
        await sql`insert into client (id, name, name_key) values (${unit.id}, ${name}, ${name})`.execute(trx)
        await sql`insert into sales_order (external_id, client_id, ordered_at, ordered_on, amount_minor)
          values (${unit.id}, ${unit.id}, now(), current_date, 100)`.execute(trx)
        await unit.record({ action: 'client.created', entity: 'client', id: unit.id, after: { name } })
      })
      units++
    }
  }
  const all = Promise.all([write(), write(), write()])
  return {
    count: () => units,
    async stop() {
      isOn = false
      await all
    },
  }
}

/** A database of an outside PostgreSQL where TEST_OUTSIDE_URL names one, else of the tests' own. */
async function outsideDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env['TEST_OUTSIDE_URL']
  if (!server) return freshDatabase()
  const run = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(text).finally(() => client.end())
  }
  const name = `gorn_test_${randomBytes(6).toString('hex')}`
  await run(`create database ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(`drop database ${name} with (force)`) }
}

const open = (url: string): Connection => connect(url, { name: 'gorn-load', onError: () => undefined })

test('embedded → outside → embedded under a load of writes: every table comes out equal, no unit by half', {
  timeout: 150_000,
}, async () => {
  const [first, second, third] = ['first', 'second', 'third'].map((name) => join(folder, `${name}.gorn`)) as [
    string,
    string,
    string,
  ]
  await copyDatabase(inject('readyFolder'), join(folder, 'data'))
  const embedded = await startEmbedded({ dataFolder: join(folder, 'data'), log: () => undefined })
  const outside = await outsideDatabase()
  const loads: Connection[] = []
  try {
    const source = open(embedded.connectionString())
    loads.push(source)
    const writing = startWriting(source)
    await expect.poll(() => writing.count(), { timeout: 30_000 }).toBeGreaterThan(50)
    const made = await succeed(join(folder, 'data'), 'backup', first)
    await writing.stop()
    expect(made.tables['client']?.rows).toBeLessThan(writing.count())
    for (const table of ['sales_order', 'audit_log', 'live_event'])
      expect(made.tables[table]?.rows).toBe(made.tables['client']?.rows)

    expect((await succeed(outside.url, 'restore', first)).tables).toEqual(made.tables)
    const middle = open(outside.url)
    loads.push(middle)
    expect((await succeed(outside.url, 'backup', join(folder, 'quiet.gorn'))).tables).toEqual(made.tables)
    const more = startWriting(middle)
    await expect.poll(() => more.count()).toBeGreaterThan(50)
    const again = await succeed(outside.url, 'backup', second)
    await more.stop()

    await source.close()
    loads.shift()
    await embedded.release()
    const back = join(folder, 'back')
    expect((await succeed(back, 'restore', second)).tables).toEqual(again.tables)
    expect((await succeed(back, 'backup', third)).tables).toEqual(again.tables)
  } finally {
    for (const load of loads) await load.close()
    await embedded.release().catch(() => undefined)
    await outside.drop()
  }
})

test('a disk that fills up: a clear refusal, nothing left, the next backup is made', async () => {
  const base = await freshDatabase()
  const target = join(folder, 'full')
  try {
    const source = open(base.url)
    await sql`insert into client (name, name_key) select md5(n::text), md5(n::text || 'x') from generate_series(1, 9000) n`.execute(
      source.db,
    )
    await source.close()
    await writeFile(target, 'earlier')
    // A limit on the size of files stands in for the end of the disk: the same call fails at the same place.
    expect(await gorn(base.url, ['backup', target, '--force'], 'ulimit -f 100;')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('кончилось место'),
    })
    expect(await readFile(target, 'utf8')).toBe('earlier')
    expect((await readdir(folder)).filter((name) => name.endsWith('.part'))).toEqual([])
    await succeed(base.url, 'backup', target, '--force')
    const doctor = JSON.parse(
      (await gorn(base.url, ['doctor', '--verify', 'last', '--json'])).stdout,
    ) as object
    expect(doctor).toMatchObject({
      isOk: true,
      checks: expect.arrayContaining([
        { name: 'backup-restores', isOk: true, detail: expect.stringContaining(target) },
      ]),
    })
    const bytes = await readFile(target)
    await writeFile(target, bytes.subarray(0, bytes.length - 5))
    expect(await gorn(base.url, ['doctor', '--verify', target])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('обрезана'),
    })
  } finally {
    await base.drop()
  }
})

test('the passphrase comes from a file; each refusal says what to do', async () => {
  const base = await freshDatabase()
  const file = join(folder, 'locked.gorn')
  const secret = join(folder, 'passphrase')
  try {
    await writeFile(secret, 'длинная фраза\n')
    expect(await gorn(base.url, ['backup'])).toMatchObject({ code: 2 })
    expect(await succeed(base.url, 'backup', file, '--passphrase-file', secret)).toMatchObject({
      isEncrypted: true,
    })
    expect(await gorn(base.url, ['backup', file])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('уже есть'),
    })
    expect(await gorn(base.url, ['restore', file])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Копия зашифрована'),
    })
    await succeed(base.url, 'restore', file, '--passphrase-file', secret)
    await writeFile(file, (await readFile(file)).subarray(0, -20))
    expect(await gorn(base.url, ['restore', file, '--passphrase-file', secret])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('обрезана'),
    })
    expect(await gorn(base.url, ['restore', join(folder, 'none')])).toMatchObject({ code: 1 })
  } finally {
    await base.drop()
  }
})
