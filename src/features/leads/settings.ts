import { sql } from 'kysely'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { LeadSettings } from './contract.ts'

export const settingColumns = sql`
  s.rev, urgency_horizon_days, stale_after_days, response_minutes, recheck_days,
  left(work_from::text, 5) as work_from,
  left(work_to::text, 5) as work_to`

/** What decides a grade, and the hours in which an A hears from us. */
export async function loadSettings(db: Db): Promise<LeadSettings> {
  const found = await sql<LeadSettings>`select ${settingColumns} from lead_settings s`.execute(db)
  const settings = found.rows[0]
  if (!settings) throw new Error('lead_settings has no row')
  return settings
}

/** Writes the settings over those of a rev; a newer state is refused with that state. */
export async function saveSettings(trx: Trx, { rev, ...fields }: LeadSettings): Promise<LeadSettings> {
  const done = await trx
    .updateTable('leadSettings')
    .set({ ...fields, rev: sql<number>`nextval('rev_seq')` })
    .where('rev', '=', rev)
    .returning('rev')
    .execute()
  const current = await loadSettings(trx)
  if (done.length === 0) throw new Refusal('conflict', { current })
  return current
}
