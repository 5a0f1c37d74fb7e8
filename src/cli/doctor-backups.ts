import { readOverview, verifyFile } from '../features/backups/public.ts'
import { refusalText } from '../refusals.ts'
import { Refusal } from '../kernel/refusal.ts'
import type { Cli } from './command.ts'

export type Check = { name: string; isOk: boolean; detail: string }

/** Is there a good backup, and, when one is named, does it come back whole from a scratch base? */
export async function checkBackups(
  { core: { services }, config, databaseUrl, language }: Cli,
  { verify, passphrase }: { verify: string | null; passphrase: string | null },
): Promise<Check[]> {
  const place = { folder: config.backupsFolder, passphrase, gorn: config.version }
  const { lastGood, isOverdue } = await readOverview(services, place)
  const checks: Check[] = [
    {
      name: 'last-backup',
      isOk: !isOverdue,
      detail: lastGood ? `${lastGood.startedAt} ${lastGood.path}` : '–',
    },
  ]
  if (verify === null) return checks
  const name = 'backup-restores'
  try {
    const { path, sums } = await verifyFile(services, { url: databaseUrl, path: verify, passphrase })
    const rows = Object.values(sums.tables).reduce((sum, table) => sum + table.rows, 0)
    checks.push({
      name,
      isOk: true,
      detail: `${path}: ${Object.keys(sums.tables).length} tables, ${rows} rows`,
    })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    checks.push({ name, isOk: false, detail: refusalText(language, error.code, error.data) })
  }
  return checks
}
