import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { BackupSettings } from './contract.ts'

/** When backups are made and how many are kept. */
export async function loadSettings(db: Db): Promise<BackupSettings> {
  const { id: _id, ...settings } = await db.selectFrom('backupSettings').selectAll().executeTakeFirstOrThrow()
  return settings
}

/** Writes new settings over the state that the rev names. */
export async function saveSettings(trx: Trx, { rev, ...fields }: BackupSettings): Promise<BackupSettings> {
  const done = await trx
    .updateTable('backupSettings')
    .set({ ...fields, rev: sql<number>`nextval('rev_seq')` })
    .where('rev', '=', rev)
    .returning('id')
    .execute()
  const current = await loadSettings(trx)
  if (done.length === 0) throw new Refusal('conflict', { current })
  return current
}

export type Run = {
  id: string
  startedAt: Date
  finishedAt: Date
  isKeptByHand: boolean
  path: string
  isEncrypted: boolean
  bytes: number | null
  rowCount: number | null
  failure: string | null
  verifiedAt: Date | null
  removedAt: Date | null
}

/** Writes down a backup that ended, well or not. */
export async function addRun(trx: Trx, run: Omit<Run, 'verifiedAt' | 'removedAt'>): Promise<void> {
  await trx.insertInto('backupRun').values(run).execute()
}

/** The latest backups that rotation has not removed, the newest first. */
export async function listRuns(db: Db, limit: number): Promise<Run[]> {
  return db
    .selectFrom('backupRun')
    .selectAll()
    .where('removedAt', 'is', null)
    .orderBy('startedAt', 'desc')
    .limit(limit)
    .execute()
}

/** The newest backup that is good, of those that rotation looks after and those made by hand. */
export async function findLastGood(db: Db): Promise<Run | null> {
  const found = await db
    .selectFrom('backupRun')
    .selectAll()
    .where('removedAt', 'is', null)
    .where('failure', 'is', null)
    .orderBy('startedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return found ?? null
}

/** When the last backup failed, if none was good after it. */
export async function findLastFailure(db: Db): Promise<Date | null> {
  const [latest] = await listRuns(db, 1)
  return latest?.failure ? latest.finishedAt : null
}

/** Good backups that rotation looks after, the newest first. */
export async function listRotated(db: Db): Promise<Run[]> {
  return db
    .selectFrom('backupRun')
    .selectAll()
    .where('removedAt', 'is', null)
    .where('failure', 'is', null)
    .where('isKeptByHand', '=', false)
    .orderBy('startedAt', 'desc')
    .execute()
}

/** Says of backups that rotation removed their files. */
export async function markRemoved(db: Db, ids: string[], at: Date): Promise<void> {
  await db.updateTable('backupRun').set({ removedAt: at }).where('id', 'in', ids).execute()
}

/** Says of a backup that it was restored and compared. */
export async function markVerified(db: Db, path: string, at: Date): Promise<void> {
  await db
    .updateTable('backupRun')
    .set({ verifiedAt: at })
    .where('path', '=', path)
    .where('failure', 'is', null)
    .where('removedAt', 'is', null)
    .execute()
}
