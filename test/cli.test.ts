// The command line as other programs use it: exit codes, one line of JSON, a scratch base in an empty folder.
import { spawn } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { copyDatabase, scratchFolder } from './support/data-folder.ts'
import { freshDatabase } from './support/fresh-database.ts'
import { type Done, gornHere } from './support/run-cli.ts'
import { startServer } from './support/server-process.ts'

const cli = join(import.meta.dirname, '../src/cli.ts')
let folder: string
beforeAll(async () => {
  folder = await scratchFolder('gorn-cli-')
  await copyDatabase(inject('readyFolder'), join(folder, 'data'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const placeOf = (databaseUrl: string) => ({
  GORN_DATA: join(folder, 'data'),
  DATABASE_URL: databaseUrl,
  GORN_LANGUAGE: 'ru',
})

/** A program of its own, with the database that it brings; each command starts and stops it. */
function gorn(...args: string[]): Promise<Done> {
  const env = { ...process.env, ...placeOf('') }
  const child = spawn(process.execPath, [cli, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const done = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => (done.stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (done.stderr += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...done })))
}

/** The same, with its own database too, without the seconds in which a program is loaded. */
const here = (...args: string[]): Promise<Done> => gornHere(placeOf(''), args)

/** The one line that --json prints. */
function lineOf({ stdout }: Done): Record<string, unknown> {
  const lines = stdout.split('\n').filter((line) => line !== '')
  expect(lines).toHaveLength(1)
  return JSON.parse(lines[0] ?? '') as Record<string, unknown>
}

describe('gorn', () => {
  test('says what it can do; an unknown command is a usage error', async () => {
    expect(await gorn('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('import undo ID') })
    expect(await gorn('sing')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Команды «sing» нет'),
    })
  })

  test('imports, counts and undoes, each with one line of JSON', async () => {
    const file = join(folder, 'orders.csv')
    await writeFile(
      file,
      'Номер;Дата;Код клиента;Клиент;Сумма\n1;31.01.2026;7;ООО «Альфа»;1 000,50\n2;01.02.2026;8;Бета;20,00\n3;31.02.2026;8;Бета;1,00\n',
    )
    const dry = await gorn('import', 'orders', file, '--dry-run', '--json')
    expect(dry.code).toBe(0)
    expect(lineOf(dry)).toMatchObject({ rows: 3, new: 2, errors: 1, moneyTotal: '1020.50' })
    const done = await here('import', 'orders', file, '--json')
    const report = lineOf(done)
    expect(Object.keys(report)).toEqual([
      'importId',
      'rows',
      'new',
      'updated',
      'ambiguous',
      'errors',
      'skipped',
      'orders',
      'clients',
      'moneyTotal',
    ])
    expect(report).toMatchObject({
      rows: 3,
      new: 2,
      updated: 0,
      ambiguous: 0,
      errors: 1,
      skipped: 0,
      orders: 2,
      clients: 2,
      moneyTotal: '1020.50',
    })

    const base = lineOf(
      await here('segments', '--as-of', '2026-02-10', '--window', '12', '--per-client', '--json'),
    )
    expect(base).toMatchObject({
      clients: 2,
      orders: 2,
      total: '1020.50',
      classes: { A: 1, B: 0, C: 1, none: 0 },
    })
    expect(base['perClient']).toEqual([
      {
        externalId: '7',
        name: 'ООО «Альфа»',
        measure: '1000.50',
        orders: 1,
        valueClass: 'A',
        frequencyClass: 'rarely',
      },
      {
        externalId: '8',
        name: 'Бета',
        measure: '20.00',
        orders: 1,
        valueClass: 'C',
        frequencyClass: 'rarely',
      },
    ])
    expect(lineOf(await here('import', 'undo', String(report['importId']), '--json'))).toMatchObject({
      undone: true,
      leftovers: [],
    })
    const empty = lineOf(await here('segments', '--as-of', '2026-02-10', '--window', 'all', '--json'))
    expect(empty).toMatchObject({ clients: 0, orders: 0, total: '0.00' })
  })

  test('errors name the place and the remedy', async () => {
    const database = await freshDatabase()
    const gorn = (...args: string[]) => gornHere(placeOf(database.url), args)
    expect(await gorn('import', 'orders', join(folder, 'none.csv'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('none.csv'),
    })
    expect(await gorn('segments', '--as-of', '31.02.2026', '--window', '12')).toMatchObject({ code: 2 })
    const file = join(folder, 'unclear.csv')
    await writeFile(file, 'Номер;Дата;Сумма\n1;31.01.2026;1,234\n')
    const unclear = await gorn('import', 'orders', file, '--json')
    expect(unclear).toMatchObject({ code: 1, stderr: expect.stringContaining('это тысячи или дробь') })
    expect(lineOf(unclear)['error']).toMatchObject({ code: 'importQuestions' })
    expect(await gorn('import', 'undo', 'nonsense')).toMatchObject({ code: 1 })
    await database.drop()
  })

  test('works beside a running server and leaves it running', async () => {
    const server = await startServer({ GORN_DATA: join(folder, 'data') })
    try {
      const healthy = lineOf(await gorn('doctor', '--json'))
      expect(healthy).toMatchObject({ isOk: true })
      expect((await fetch(`${server.url}/health`)).status).toBe(200)
    } finally {
      await server.kill('SIGTERM')
    }
  })

  test('the demo company fills an empty base once, its people get links', async () => {
    const database = await freshDatabase()
    const gorn = (...args: string[]) => gornHere(placeOf(database.url), args)
    const demo = await gorn('demo', '--language', 'ru')
    expect(demo).toMatchObject({ code: 0, stdout: expect.stringContaining('клиентов 151') })
    expect(demo.stdout).toMatch(/set-password\?token=\S{20,}/)
    expect(await gorn('demo')).toMatchObject({ code: 1 })
    expect(await gorn('user', 'reset', 'belova@gorn.example')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('set-password'),
    })
    expect(
      await gorn('user', 'add', '--name', 'Пётр', '--email', 'petr@gorn.example', '--role', 'rep'),
    ).toMatchObject({ code: 0 })
    await database.drop()
  })
})
