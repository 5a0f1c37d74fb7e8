import { lockDeal } from '#features/funnel/public.ts'
import { findWorkspace } from '#features/team/public.ts'
import { systemActor } from '#kernel/actor.ts'
import type { Jobs, Services } from '#server/services.ts'
import { loadRules, regrade } from './regrade.ts'
import { listTurning } from './store.ts'

/** How many grades turn in one transaction: a lock is never held for long. */
const AT_ONCE = 200

async function turn({ db, runUnit, now }: Services, cause: 'day' | 'settings'): Promise<void> {
  // Before anybody has set Gorn up there is no zone to tell the day by, and no lead.
  if (!(await findWorkspace(db))) return
  const rules = await loadRules(db, now())
  const ids = await listTurning(db, cause === 'day' ? rules.today : null)
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    await runUnit(systemActor('job'), async (unit) => {
      for (const id of ids.slice(at, at + AT_ONCE))
        await regrade(unit, await lockDeal(unit.trx, id), cause, rules)
    })
  }
}

/** Turns grades when their day comes in the workspace's own zone, and when what decides them changed. */
export function leadsJobs(services: Services): Jobs {
  return {
    'leads.day': { cron: '*/5 * * * *', run: () => turn(services, 'day') },
    'leads.settings': { run: () => turn(services, 'settings') },
  }
}
