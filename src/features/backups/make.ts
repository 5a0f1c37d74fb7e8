import { mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Actor } from '#kernel/actor.ts'
import { dayOf } from '#kernel/days.ts'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import { loadWorkspace } from '#features/team/public.ts'
import { type MadeBackup, writeBackup } from '#server/backup/write.ts'
import type { Services } from '#server/services.ts'
import { backupsToRemove } from './domain/rotation.ts'
import { unlessRunning } from './lock.ts'
import * as store from './store.ts'

export const RUN_JOB = 'backups.run'

/** Where backups go and what seals them; of the configuration, never of the base. */
export type BackupPlace = { folder: string; passphrase: string | null; gorn: string }

type Wanted = {
  path: string
  passphrase: string | null
  gorn: string
  isForced?: boolean
  isKeptByHand: boolean
}

async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // What a killed backup left: nobody writes here while we hold the lock.
  for (const name of await readdir(folder))
    if (name.endsWith('.part')) await rm(join(folder, name), { force: true, recursive: true })
}

async function makeOne(services: Services, actor: Actor, wanted: Wanted): Promise<MadeBackup> {
  const { isKeptByHand, ...options } = wanted
  const { path, passphrase } = options
  const startedAt = services.now()
  const told = (fields: Pick<store.Run, 'bytes' | 'rowCount' | 'failure'>) =>
    services.runUnit(actor, async (unit) => {
      const id = newId()
      const isEncrypted = passphrase !== null
      await store.addRun(unit.trx, {
        id,
        startedAt,
        finishedAt: services.now(),
        isKeptByHand,
        path,
        isEncrypted,
        ...fields,
      })
      const entry = { entity: 'backup', id, after: { name: path, ...fields } }
      if (fields.failure === null) await unit.record({ action: 'backup.made', ...entry })
      else await unit.record({ action: 'backup.failed', ...entry })
    })
  try {
    if (!isKeptByHand) await prepareFolder(dirname(path))
    const { pool, filesFolder } = services
    const made = await writeBackup({ ...options, pool, filesFolder, madeAt: startedAt, exceptJob: RUN_JOB })
    const rowCount = Object.values(made.sums.tables).reduce((sum, { rows }) => sum + rows, 0)
    await told({ bytes: made.bytes, rowCount, failure: null })
    return made
  } catch (error) {
    const failure = error instanceof Refusal ? error.code : 'unexpected'
    // A name that is taken is the person's own slip, not a backup that failed.
    if (failure !== 'backupExists') await told({ bytes: null, rowCount: null, failure })
    throw error
  }
}

/** One backup into a file that a person named; refused while another is being made. */
export async function makeBackup(
  services: Services,
  actor: Actor,
  wanted: Omit<Wanted, 'isKeptByHand'>,
): Promise<MadeBackup> {
  const made = await unlessRunning(services.pool, () =>
    makeOne(services, actor, { ...wanted, isKeptByHand: true }),
  )
  if (!made) throw new Refusal('backupRunning')
  return made
}

async function rotate(services: Services, timeZone: string): Promise<void> {
  const { keepDays: days, keepWeeks: weeks, keepMonths: months } = await store.loadSettings(services.db)
  const backups = (await store.listRotated(services.db)).map((run) => ({
    ...run,
    day: dayOf(run.startedAt, timeZone),
  }))
  const gone = backupsToRemove(backups, { days, weeks, months })
  if (gone.length === 0) return
  for (const { path } of gone) await rm(path, { force: true })
  await store.markRemoved(
    services.db,
    gone.map(({ id }) => id),
    services.now(),
  )
}

/** One backup into the folder of backups, then rotation; false = one is being made already. */
export async function makeRotatedBackup(
  services: Services,
  actor: Actor,
  place: BackupPlace,
): Promise<boolean> {
  const made = await unlessRunning(services.pool, async () => {
    const stamp = services.now().toISOString().replace(/[:.]/g, '-')
    const path = join(place.folder, `gorn-${stamp}.gorn`)
    const { timeZone } = await loadWorkspace(services.db)
    await makeOne(services, actor, { ...place, path, isKeptByHand: false })
    await rotate(services, timeZone)
    return true
  })
  return made !== null
}
