import { systemActor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Jobs, Services } from '#server/services.ts'
import { dropStaging, stagingOf } from './staging.ts'
import { commitStep, profileStep, stageStep, undoStep } from './steps.ts'
import { loadRun, updateRun } from './store.ts'

type Step = (services: Services, id: string) => Promise<void>

const actor = systemActor('job')

/** The steps of an import as background jobs; each begins from the state it finds, so that it may be run again. */
export function importsJobs(services: Services): Jobs {
  const job = (step: Step): Jobs[string] => ({
    run: async (payload) => {
      const { id } = payload as { id: string }
      try {
        await step(services, id)
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        await settle(services, id, error)
      }
    },
  })
  return {
    'imports.profile': job(profileStep),
    'imports.stage': job(stageStep),
    'imports.commit': job((it, id) => commitStep(it, actor, id)),
    'imports.undo': job((it, id) => undoStep(it, actor, id)),
  }
}

// A file that cannot be read is the file's fault and is told; it is not tried again.
async function settle(services: Services, id: string, refusal: Refusal): Promise<void> {
  const { state } = await loadRun(services.db, id)
  if (state === 'cancelled') await dropStaging(services.db, stagingOf(id))
  else await updateRun(services.db, id, { state: 'failed', failure: { code: refusal.code, data: refusal.data }, progress: null })
  await services.runUnit(actor, (unit) => unit.record({ action: 'import.stopped', entity: 'import', id, reason: refusal.code }))
}
