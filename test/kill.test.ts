// Nothing acknowledged is lost: the real server on a real folder, killed without warning under a load of writes.
// The long run is a program of its own: node bench/kill.ts --seed 1 --kills 200
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { connect } from '#server/database/connect.ts'
import { isAlive, readPid } from '#server/database/embedded/postmaster.ts'
import { findDamage } from '../bench/kill-check.ts'
import type { Memory } from '../bench/kill-load.ts'
import { runKills } from '../bench/kill-run.ts'
import { freshDatabase } from './support/fresh-database.ts'
import { startServer } from './support/server-process.ts'

const KILLS = 5
const SEED = Number(process.env['GORN_SEED'] ?? 20_261_124)

test(`${KILLS} random kill -9 of server and database under a mixed load: nothing acknowledged is lost, nothing half done`, {
  timeout: 240_000,
}, async () => {
  const { lost, halfDone, counts, kills } = await runKills(
    SEED,
    KILLS,
    () => undefined,
    inject('readyFolder'),
  )
  expect({ lost, halfDone }).toEqual({ lost: [], halfDone: [] })
  expect(counts.import).toBeGreaterThan(0)
  expect(kills.server + kills.database + kills.both + kills.restart).toBe(KILLS)
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(KILLS * 3)
})

test('the comparison finds what is lost and what is there by half', async () => {
  const database = await freshDatabase()
  const connection = connect(database.url, { name: 'test', onError: () => undefined })
  const [first, second, gone] = ['1', '2', '3'].map((it) => `018f0000-0000-7000-8000-00000000000${it}`) as [
    string,
    string,
    string,
  ]
  const memory: Memory = {
    clients: [
      { id: first, rev: 1, name: 'first', told: 5, tried: 6 },
      { id: gone, rev: 1, name: 'gone', told: 0, tried: 0 },
    ],
    orders: [{ number: 'o1', clientId: first, amountMinor: 100 }],
    merges: [{ keepId: first, dropId: second, order: 'o2' }],
    group: { ids: [first, second], told: 2, tried: 2 },
    imports: [{ prefix: 'f', isTold: true }],
  }
  try {
    await connection.pool.query(
      `insert into client (id, name, name_key, city, region) values ($1, 'first', 'first', '4', '2'), ($2, 'second', 'second', '0', '1')`,
      [first, second],
    )
    const { lost, halfDone } = await findDamage(database.url, [memory])
    expect(lost).toEqual([
      'edit 5 of first: it says 4',
      'client gone',
      'order o1',
      `merge of ${second}`,
      'import f: 0 of 12',
    ])
    expect(halfDone).toEqual([
      'bulk change: 2, 1',
      'client without its entry in the history: first',
      'client without its entry in the history: second',
    ])
  } finally {
    await connection.close()
    await database.drop()
  }
})

test('a stop in order stops the database too; a second server on the folder is refused', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gorn-stop-'))
  await mkdir(join(folder, 'files'))
  await writeFile(join(folder, 'files/kept'), 'x')
  const server = await startServer({ GORN_DATA: folder })
  await expect(startServer({ GORN_DATA: folder })).rejects.toThrow(/another Gorn already serves/)
  const pid = (await readPid(join(folder, 'postgres/data'))) ?? 0
  expect(isAlive(pid)).toBe(true)
  await server.kill('SIGTERM')
  expect(isAlive(pid)).toBe(false)
  expect(await readFile(join(folder, 'files/kept'), 'utf8')).toBe('x')
  await rm(folder, { recursive: true, force: true })
})
