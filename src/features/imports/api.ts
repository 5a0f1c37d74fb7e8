import { rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { Actor } from '#kernel/actor.ts'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import type { Services } from '#server/services.ts'
import { importsContract as contract, type ImportRun } from './contract.ts'
import { jobOf } from './jobs.ts'
import { inTurn, interrupt } from './lock.ts'
import { announce } from '#server/unit.ts'
import { refusedCsv } from './refused-file.ts'
import { chooseClient, fixRow, listCandidates } from './repair.ts'
import { listGroup, listRuns, refuseUnseen, showRun } from './reports.ts'
import { dropStaging, stagingOf } from './staging.ts'
import { filePath, resolveStep } from './steps.ts'
import { busyStates, deleteRun, insertRun, loadRun, moveRun, type RunState, updateRun } from './store.ts'
import { storeFile } from './upload.ts'

// What makes the file another one to read; the rest only reads it otherwise.
const readingKeys = ['encoding', 'delimiter', 'headerRow', 'sheet'] as const
const restingStates = ['questions', 'mapped', 'staged', 'failed', 'cancelled'] as const satisfies RunState[]

/** Imports: bring, look, map, preview, put right, commit, undo. */
export function importsApi(services: Services): Handled[] {
  const { db, runUnit } = services

  const refuseUnless = (state: RunState, allowed: readonly RunState[]): void => {
    if (!allowed.includes(state)) throw new Refusal('wrongState', { state })
  }

  /** Moves an import to a state in which its job goes on, in one transaction with the job. */
  const proceed = async (
    actor: Actor,
    id: string,
    allowed: readonly RunState[],
    next: RunState,
  ): Promise<ImportRun> => {
    await runUnit(actor, async (unit) => {
      if (!(await moveRun(unit.trx, id, allowed, { state: next, failure: null, progress: null }))) {
        throw new Refusal('wrongState', { state: (await loadRun(unit.trx, id)).state })
      }
      const job = jobOf(next)
      if (job) await unit.addJob(job, { id, by: actor.userId }, { key: `${job}:${id}` })
      // Steps on the way change nothing of the base: the act is that an import is written, stopped or undone.
      if (next === 'cancelled') await unit.record({ action: 'import.cancelled', entity: 'import', id })
      else await announce(unit.trx, { entity: 'import', id })
    })
    return showRun(db, id)
  }

  const handled = [
    handle(contract.list, ({ actor, query }) => listRuns(db, actor, query.cursor)),

    handle(contract.upload, async ({ actor, params, file }) => {
      const id = newId()
      const { kind } = params
      const { size, sha256 } = await storeFile(file.stream, filePath(services, id))
      await runUnit(actor, async (unit) => {
        const fileName = await insertRun(unit.trx, {
          id,
          kind,
          fileName: file.fileName,
          fileSize: size,
          sha256,
          map: {},
          createdBy: actor.userId,
        })
        await unit.addJob('imports.profile', { id, by: actor.userId }, { key: `imports.profile:${id}` })
        await unit.record({
          action: 'import.uploaded',
          entity: 'import',
          id,
          after: { fileName, kind, sha256 },
        })
      })
      return { id }
    }),

    handle(contract.get, ({ params }) => showRun(db, params.id)),

    handle(contract.setMap, async ({ actor, params, body }) => {
      const run = await loadRun(db, params.id)
      refuseUnless(run.state, restingStates)
      const kind = body.kind ?? run.kind
      const isReadAnew =
        kind !== run.kind || run.profile === null || readingKeys.some((key) => body.map[key] !== run.map[key])
      await runUnit(actor, async (unit) => {
        const matchKeys = body.matchKeys ?? run.matchKeys
        const state = isReadAnew ? 'reading' : 'mapped'
        // Cells put right by hand and clients chosen belong to the reading in which they were seen.
        const byHand = isReadAnew ? { fixes: {}, choices: {} } : {}
        await updateRun(
          unit.trx,
          run.id,
          { map: body.map, kind, matchKeys, state, failure: null, preview: null, ...byHand },
          body.rev,
        )
        if (isReadAnew)
          await unit.addJob('imports.profile', { id: run.id }, { key: `imports.profile:${run.id}` })
        await unit.record({ action: 'import.mapped', entity: 'import', id: run.id, after: body.map })
      })
      if (!isReadAnew) await resolveStep(services, run.id)
      return showRun(db, run.id)
    }),

    handle(contract.stage, async ({ actor, params }) => {
      const { state, questions, profile } = await loadRun(db, params.id)
      if (state === 'questions') throw new Refusal('importQuestions', { questions })
      const allowed = ['mapped', 'staged', 'staging', 'cancelled', 'failed'] as const
      return proceed(actor, params.id, allowed, profile === null ? 'reading' : 'staging')
    }),

    handle(contract.commit, ({ actor, params }) =>
      proceed(actor, params.id, ['staged', 'committing'], 'committing'),
    ),

    handle(contract.resume, async ({ actor, params }) => {
      const { state } = await loadRun(db, params.id)
      refuseUnless(state, busyStates)
      return proceed(actor, params.id, [state], state)
    }),

    handle(contract.cancel, async ({ actor, params }) => {
      const { state } = await loadRun(db, params.id)
      const run = await proceed(
        actor,
        params.id,
        ['reading', 'staging', 'committing', ...restingStates],
        'cancelled',
      )
      // Where a step is under way it notices by itself, at the latest when its statement is broken off, and clears up.
      if (restingStates.some((it) => it === state)) await dropStaging(db, stagingOf(params.id))
      else await interrupt(db, params.id)
      return run
    }),

    handle(contract.remove, async ({ actor, params }) => {
      await inTurn(services, params.id, async () => {
        refuseUnless((await loadRun(db, params.id)).state, restingStates)
        await runUnit(actor, async (unit) => {
          await dropStaging(unit.trx, stagingOf(params.id))
          await deleteRun(unit.trx, params.id)
          await unit.record({ action: 'import.removed', entity: 'import', id: params.id })
        })
        await rm(filePath(services, params.id), { force: true })
      })
      return {}
    }),

    handle(contract.fixRow, async ({ params, body }) => {
      await fixRow(services, params.id, params.rowNumber, body.cells)
      return showRun(db, params.id)
    }),

    handle(contract.candidates, async ({ actor, params, query }) => ({
      rows: await listCandidates(db, actor, params.id, query.key),
    })),

    handle(contract.choose, async ({ params, body }) => {
      await chooseClient(services, params.id, body.key, body.clientId)
      return showRun(db, params.id)
    }),

    // What an earlier undo had to leave may be undone later, when it no longer stands in the way.
    handle(contract.undo, ({ actor, params }) =>
      proceed(actor, params.id, ['committed', 'undoing', 'undone'], 'undoing'),
    ),

    handle(contract.rows, ({ actor, params, query }) =>
      listGroup(db, actor, params.id, query.group, query.cursor),
    ),

    handle(contract.refusedFile, async ({ params, query }) => {
      const run = await showRun(db, params.id)
      return {
        fileName: `${run.fileName.replace(/\.\w+$/, '')}.refused.csv`,
        contentType: 'text/csv; charset=utf-8',
        body: Readable.from(refusedCsv(db, run, query.language ?? 'ru')),
      }
    }),
  ]
  // A file tells of clients whoever they belong to: it is for those who brought it and those who see everything.
  return handled.map(({ operation, run }) => ({
    operation,
    run: async (input: { actor: Actor; params?: { id?: string } }) => {
      if (input.params?.id !== undefined) await refuseUnseen(db, input.actor, input.params.id)
      return run(input as never)
    },
  }))
}
