import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { DossierSettings } from './contract.ts'

/** What a dossier must tell before the first talk. */
export async function loadSettings(db: Db): Promise<DossierSettings> {
  const found = await sql<DossierSettings>`select rev, is_gate_on, required from dossier_settings`.execute(db)
  const settings = found.rows[0]
  if (!settings) throw new Error('dossier_settings has no row')
  return settings
}

/** Writes the settings over those of a rev; a newer state is refused with that state. */
export async function saveSettings(
  trx: Trx,
  { rev, isGateOn, required }: DossierSettings,
): Promise<DossierSettings> {
  const done = await trx
    .updateTable('dossierSettings')
    .set({ isGateOn, required: [...new Set(required)], rev: sql<number>`nextval('rev_seq')` })
    .where('rev', '=', rev)
    .returning('rev')
    .execute()
  const current = await loadSettings(trx)
  if (done.length === 0) throw new Refusal('conflict', { current })
  return current
}
