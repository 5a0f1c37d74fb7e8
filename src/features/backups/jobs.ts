import { findWorkspace } from '#features/team/public.ts'
import { systemActor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Jobs, Services } from '#server/services.ts'
import { isBackupDue } from './domain/schedule.ts'
import { type BackupPlace, makeRotatedBackup, RUN_JOB } from './make.ts'
import * as store from './store.ts'

async function isDue(services: Services): Promise<boolean> {
  const { db } = services
  const workspace = await findWorkspace(db)
  const settings = await store.loadSettings(db)
  if (!workspace || !settings.isScheduled) return false
  const last = {
    goodAt: (await store.findLastGood(db))?.startedAt ?? null,
    failedAt: await store.findLastFailure(db),
  }
  return isBackupDue(services.now(), { hour: settings.atHour, timeZone: workspace.timeZone }, last)
}

/** Backups by the clock and by the button. A failure is written down and seen in the settings; the clock tries again. */
export function backupsJobs(services: Services, place: BackupPlace): Jobs {
  const make = async (userId: string | null): Promise<void> => {
    try {
      await makeRotatedBackup(services, { ...systemActor('job'), userId }, place)
    } catch (error) {
      const told = error instanceof Refusal ? { refusal: error.code } : { err: error }
      services.log.error(told, 'backup failed')
    }
  }
  return {
    [RUN_JOB]: { lane: 'long', run: (payload) => make((payload as { by?: string | null }).by ?? null) },
    'backups.schedule': {
      lane: 'long',
      cron: '*/10 * * * *',
      run: async () => {
        if (await isDue(services)) await make(null)
      },
    },
  }
}
