import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { backupsContract as contract } from './contract.ts'
import { isRunning } from './lock.ts'
import { type BackupPlace, RUN_JOB } from './make.ts'
import { readOverview } from './reports.ts'
import * as store from './store.ts'

/** Backups of the whole base: when, how many, and one right now. */
export function backupsApi(services: Services, place: BackupPlace): Handled[] {
  const { pool, runUnit } = services
  return [
    handle(contract.overview, () => readOverview(services, place)),
    handle(contract.saveSettings, ({ actor, body }) =>
      runUnit(actor, async (unit) => {
        const before = await store.loadSettings(unit.trx)
        const after = await store.saveSettings(unit.trx, body)
        const { rev } = after
        await unit.record({
          action: 'backup.settingsChanged',
          entity: 'backup',
          id: null,
          before,
          after,
          rev,
        })
        return after
      }),
    ),
    handle(contract.start, async ({ actor }) => {
      if (await isRunning(pool)) throw new Refusal('backupRunning')
      await runUnit(actor, (unit) => unit.addJob(RUN_JOB, { by: actor.userId }, { key: RUN_JOB }))
      return { isStarted: true }
    }),
  ]
}
