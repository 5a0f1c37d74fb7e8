import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { contract as all } from '#contract.ts'
import { systemActor } from '#kernel/actor.ts'
import { importText } from '../../../test/support/import-text.ts'
import { type TestApp, testApp } from '../../../test/support/test-app.ts'
import { backupsContract as contract } from './contract.ts'
import { unlessRunning } from './lock.ts'
import { makeBackup } from './public.ts'
import { verifyFile } from './verify.ts'

let app: TestApp
let folder: string
beforeEach(async () => {
  app = await testApp({ now: '2026-06-12T09:00:00Z' })
  folder = join(dirname(app.filesFolder), 'backups')
})
afterEach(() => app.close())

const tick = (): Promise<void> =>
  app.gorn.jobs['backups.schedule']?.run({}, new AbortController().signal) ?? Promise.reject()
const overview = () => app.as('owner').call(contract.overview)

test('the clock makes one backup a day, rotation keeps those that are wanted', async () => {
  const { settings } = await overview()
  await app
    .as('owner')
    .call(contract.saveSettings, { body: { ...settings, keepDays: 2, keepWeeks: 0, keepMonths: 0 } })
  for (const day of ['10', '11', '12', '13']) {
    for (const time of ['09:00', '09:10', '23:50']) {
      app.clock.set(`2026-06-${day}T${time}:00Z`)
      await tick()
    }
  }
  const { runs, lastGood, isOverdue } = await overview()
  expect(runs.map((it) => it.startedAt.slice(0, 10))).toEqual(
    ['2026-06-13', '2026-06-13'].map((day, n) => (n ? '2026-06-12' : day)),
  )
  expect(runs.every((it) => it.isThere && it.failure === null && (it.bytes ?? 0) > 0)).toBe(true)
  expect(await readdir(folder)).toEqual(runs.map((it) => it.path.split('/').at(-1)).sort())
  expect({ lastGood, isOverdue }).toEqual({ lastGood: runs[0], isOverdue: false })
})

test('the button makes a backup in the background; it restores, and that is remembered', async () => {
  expect(await app.as('owner').call(contract.start)).toEqual({ isStarted: true })
  await app.runJobs()
  const { lastGood } = await overview()
  expect(lastGood).toMatchObject({ isThere: true, verifiedAt: null })
  const checked = await verifyFile(app.gorn.services, { url: app.url, path: 'last', passphrase: null })
  expect(checked.sums.tables['app_user']?.rows).toBe(5)
  expect((await overview()).lastGood?.verifiedAt).toBe('2026-06-12T09:00:00.000Z')
})

test('a failure is written down and seen, leaves nothing, is tried again after an hour; two days without one worry', async () => {
  await writeFile(folder, 'a file where the folder should be')
  await tick()
  const failed = await overview()
  expect(failed).toMatchObject({ lastGood: null, runs: [{ failure: 'unexpected', isThere: false }] })
  app.clock.set('2026-06-12T09:50:00Z')
  await tick()
  expect((await overview()).runs).toHaveLength(1)
  await rm(folder)
  await mkdir(folder)
  await writeFile(join(folder, 'gorn-x.gorn.1.part'), 'what a killed backup left')
  app.clock.set('2030-06-14T09:10:00Z')
  expect((await overview()).isOverdue).toBe(true)
  await tick()
  expect(await overview()).toMatchObject({
    isOverdue: false,
    runs: [{ failure: null }, { failure: 'unexpected' }],
  })
})

test('two backups at once are one; a file that is there is left alone', async () => {
  const { services } = app.gorn
  const path = join(app.filesFolder, '../mine.gorn')
  const wanted = { path, passphrase: 'x', gorn: '0' }
  await unlessRunning(services.pool, async () => {
    expect(await overview()).toMatchObject({ isRunning: true })
    expect(await app.as('owner').send(contract.start)).toMatchObject({
      status: 422,
      error: { code: 'backupRunning' },
    })
    await expect(makeBackup(services, systemActor('cli'), wanted)).rejects.toMatchObject({
      code: 'backupRunning',
    })
    await tick()
  })
  expect(await overview()).toMatchObject({ isRunning: false, runs: [] })
  await writeFile(path, 'mine')
  await expect(makeBackup(services, systemActor('cli'), wanted)).rejects.toMatchObject({
    code: 'backupExists',
  })
  expect(await readFile(path, 'utf8')).toBe('mine')
  await makeBackup(services, systemActor('cli'), { ...wanted, isForced: true })
  expect((await overview()).runs).toMatchObject([{ isEncrypted: true, failure: null }])
})

test('settings: the owner alone, an old rev is a conflict, undo brings them back', async () => {
  const { settings } = await overview()
  for (const role of ['head', 'rep', 'marketer', 'observer'] as const)
    expect(await app.as(role).send(contract.overview)).toMatchObject({ status: 403 })
  const saved = await app.as('owner').call(contract.saveSettings, { body: { ...settings, atHour: 5 } })
  expect(await app.as('owner').send(contract.saveSettings, { body: settings })).toMatchObject({
    status: 409,
    error: { data: { current: { atHour: 5 } } },
  })
  await app.as('owner').call(all.history.undoChange, { body: { entity: 'backup', id: null, rev: saved.rev } })
  expect((await overview()).settings.atHour).toBe(3)
  expect(
    await app.as('owner').send(contract.saveSettings, { body: { ...settings, keepDays: 0 } }),
  ).toMatchObject({
    status: 400,
  })
})

test('classes are counted and imports are written while a backup is being made', async () => {
  await unlessRunning(app.gorn.connection.pool, async () => {
    await app.gorn.jobs['segments.refresh']?.run({}, new AbortController().signal)
    await importText(app.gorn.services, 'orders', 'Номер;Дата;Клиент;Сумма\n1;01.06.2026;Ромашка;100')
  })
  expect(await app.as('owner').call(all.orders.list)).toMatchObject({ count: 1 })
})
