import { systemActor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import { tellDiskFull } from '#server/disk-full.ts'
import type { Jobs, Services } from '#server/services.ts'
import type { Actor } from '#kernel/actor.ts'
import { locks } from '#server/database/locks.ts'
import { commitStep, profileStep, settle, stageStep, undoStep } from './steps.ts'
import { listUnattended, type RunState } from './store.ts'

type Step = (services: Services, id: string, actor: Actor) => Promise<void>

const steps: Partial<Record<RunState, { job: string; run: Step }>> = {
  reading: { job: 'imports.profile', run: profileStep },
  staging: { job: 'imports.stage', run: stageStep },
  committing: { job: 'imports.commit', run: (services, id, actor) => commitStep(services, actor, id) },
  undoing: { job: 'imports.undo', run: (services, id, actor) => undoStep(services, actor, id) },
}

/** The job that goes on with an import in this state; null where it waits for a person. */
export const jobOf = (state: RunState): string | null => steps[state]?.job ?? null

/** The steps of an import as background jobs; each begins from the state it finds, so that it may be run again. */
export function importsJobs(services: Services): Jobs {
  const job = (step: Step): Jobs[string] => ({
    run: async (payload) => {
      const { id, by } = payload as { id: string; by?: string | null }
      try {
        await step(services, id, { ...systemActor('job'), userId: by ?? null })
      } catch (error) {
        // A file that cannot be read is the file's fault, a full disk the machine's: told, and not tried again by itself.
        const told = tellDiskFull(error)
        if (!(told instanceof Refusal)) throw error
        if (told.code !== 'notFound') await settle(services, id, told)
      }
    },
  })
  return {
    ...Object.fromEntries(Object.values(steps).map(({ job: name, run }) => [name, job(run)])),
    'imports.resume': { cron: '*/10 * * * *', run: () => resumeImports(services) },
  }
}

/** Goes on with imports whose process died: at the start of a server, and now and then for those of the command line. */
export async function resumeImports(services: Services): Promise<void> {
  const actor = systemActor('job')
  for (const { id, state } of await listUnattended(services.db, locks.importStep)) {
    const name = jobOf(state)
    if (name) await services.runUnit(actor, (unit) => unit.addJob(name, { id }, { key: `${name}:${id}` }))
  }
}
