import { existsSync } from 'node:fs'
import type { OutputOf } from '#kernel/operation.ts'
import type { Services } from '#server/services.ts'
import type { BackupRun, backupsContract } from './contract.ts'
import { isOverdue } from './domain/schedule.ts'
import { isRunning } from './lock.ts'
import type { BackupPlace } from './make.ts'
import * as store from './store.ts'

const SHOWN = 30

const shown = ({ removedAt: _removed, isKeptByHand: _kept, ...run }: store.Run): BackupRun => ({
  ...run,
  startedAt: run.startedAt.toISOString(),
  finishedAt: run.finishedAt.toISOString(),
  verifiedAt: run.verifiedAt?.toISOString() ?? null,
  isThere: run.failure === null && existsSync(run.path),
})

/** The state of backups for the settings and the doctor. */
export async function readOverview(
  { db, pool, now }: Services,
  place: BackupPlace,
): Promise<OutputOf<typeof backupsContract.overview>> {
  const settings = await store.loadSettings(db)
  const lastGood = await store.findLastGood(db)
  const workspace = await db.selectFrom('workspace').select('createdAt').executeTakeFirst()
  const since = lastGood?.startedAt ?? workspace?.createdAt ?? now()
  return {
    settings,
    lastGood: lastGood && shown(lastGood),
    isOverdue: isOverdue(now(), settings.isScheduled, since),
    isRunning: await isRunning(pool),
    folder: place.folder,
    isEncrypting: place.passphrase !== null,
    runs: (await store.listRuns(db, SHOWN)).map(shown),
  }
}
