import { Refusal } from '#kernel/refusal.ts'
import { verifyBackup } from '#server/backup/scratch.ts'
import type { Restored } from '#server/backup/restore.ts'
import type { Services } from '#server/services.ts'
import * as store from './store.ts'

/** Restores a backup into a scratch base, compares every table and notes that it is good; 'last' = the last good one. */
export async function verifyFile(
  services: Services,
  { url, path, passphrase }: { url: string; path: string; passphrase: string | null },
): Promise<Restored & { path: string }> {
  const found = path === 'last' ? (await store.findLastGood(services.db))?.path : path
  if (!found) throw new Refusal('noGoodBackup')
  const restored = await verifyBackup({ url, path: found, passphrase })
  await store.markVerified(services.db, found, services.now())
  return { ...restored, path: found }
}
