import { loadWorkspace } from '#features/team/public.ts'
import type { WorkTime } from '#kernel/work-minutes.ts'
import type { Db } from '#server/database/connect.ts'
import type { LeadSettings } from './contract.ts'

/** Calendar and hours by which waiting is measured. */
export async function loadWorkTime(db: Db, settings: LeadSettings): Promise<WorkTime> {
  const { country, timeZone } = await loadWorkspace(db)
  return {
    calendar: { country, overrides: {} },
    timeZone,
    hours: { from: settings.workFrom, to: settings.workTo },
  }
}
