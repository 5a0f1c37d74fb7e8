import { sql } from 'kysely'
import { loadWorkspace } from '#features/team/public.ts'
import { dayOf } from '#kernel/days.ts'
import type { Jobs, Services } from '#server/services.ts'
import { refreshStats } from './refresh.ts'
import { refreshSnapshots } from './snapshots.ts'

/** Keeps statistics, borders and snapshots true: when orders change, and when the day does. */
export function segmentsJobs(services: Services): Jobs {
  const addSnapshots = sql`select graphile_worker.add_job('segments.snapshots', job_key := 'segments.snapshots')`
  return {
    'segments.refresh': {
      run: async () => {
        await refreshStats(services)
        await addSnapshots.execute(services.db)
      },
    },
    'segments.snapshots': { lane: 'long', run: () => refreshSnapshots(services) },
    // The window moves with the day in the workspace's own zone, so the hour is not ours to know.
    'segments.daily': {
      cron: '7 * * * *',
      run: async () => {
        const { timeZone } = await loadWorkspace(services.db)
        const today = dayOf(services.now(), timeZone)
        const state = await sql`
          select from segment_state g cross join segment_settings e where g.as_of = coalesce(e.as_of, ${today}) and g.settings_rev = e.rev`.execute(
          services.db,
        )
        if (state.rows.length > 0) return
        await refreshStats(services)
        await addSnapshots.execute(services.db)
      },
    },
  }
}
