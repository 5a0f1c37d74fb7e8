import { sql } from 'kysely'
import type { WorkTime } from '#kernel/work-minutes.ts'
import type { Db } from '#server/database/connect.ts'
import type { LeadSettings } from './contract.ts'
import { settingColumns } from './settings.ts'

/** The settings, with the calendar and the hours by which waiting is measured: one query. */
export async function loadWork(db: Db): Promise<{ settings: LeadSettings; work: WorkTime }> {
  const found = await sql<LeadSettings & { country: string; timeZone: string }>`
    select ${settingColumns}, w.country, w.time_zone
    from lead_settings s, (select country, time_zone from workspace) w`.execute(db)
  const row = found.rows[0]
  if (!row) throw new Error('lead_settings has no row')
  const { country, timeZone, ...settings } = row
  const hours = { from: settings.workFrom, to: settings.workTo }
  return { settings, work: { calendar: { country, overrides: {} }, timeZone, hours } }
}
