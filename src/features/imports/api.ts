import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import { type Handled, handle } from '#server/http/handle.ts'
import { importsContract as contract, type ImportRun } from './contract.ts'
import { refusedCsv } from './refused-file.ts'
import { listGroup, listRuns, showRun } from './reports.ts'
import { filePath, resolveStep } from './steps.ts'
import { insertRun, loadRun, updateRun } from './store.ts'

type State = ImportRun['state']

// What makes the file another one to read; the rest only reads it otherwise.
const readingKeys = ['encoding', 'delimiter', 'headerRow'] as const

/** Imports: bring, look, map, preview, commit, undo. */
export function importsApi(services: Services): Handled[] {
  const { db, runUnit } = services

  const refuseUnless = (state: State, allowed: readonly State[]): void => {
    if (!allowed.includes(state)) throw new Refusal('wrongState', { state })
  }

  /** Moves an import to a state in which its job goes on, in one transaction with the job. */
  const proceed = async (
    actor: Parameters<typeof runUnit>[0],
    id: string,
    allowed: readonly State[],
    next: State,
    job: string | null,
  ): Promise<ImportRun> => {
    await runUnit(actor, async (unit) => {
      const run = await loadRun(unit.trx, id)
      refuseUnless(run.state, allowed)
      await updateRun(unit.trx, id, { state: next, failure: null }, run.rev)
      if (job) await unit.addJob(job, { id }, { key: `${job}:${id}` })
      await unit.record({ action: `import.${next}`, entity: 'import', id })
    })
    return showRun(db, id)
  }

  return [
    handle(contract.list, ({ query }) => listRuns(db, query.cursor)),

    handle(contract.upload, async ({ actor, params, file }) => {
      const id = newId()
      const path = filePath(services, id)
      // Under another name until it is whole: a connection that breaks leaves no half file.
      const target = createWriteStream(`${path}.part`, { flags: 'wx', flush: true })
      try {
        await pipeline(file.stream, target)
        if (target.bytesWritten === 0) throw new Refusal('emptyFile')
        await rename(`${path}.part`, path)
      } catch (error) {
        await rm(`${path}.part`, { force: true })
        throw error
      }
      await runUnit(actor, async (unit) => {
        const { kind } = params
        const run = { id, kind, fileName: file.fileName.slice(-200), fileSize: target.bytesWritten, map: {}, createdBy: actor.userId }
        await insertRun(unit.trx, run)
        await unit.addJob('imports.profile', { id }, { key: `imports.profile:${id}` })
        await unit.record({ action: 'import.uploaded', entity: 'import', id, after: { fileName: run.fileName, kind } })
      })
      return { id }
    }),

    handle(contract.get, ({ params }) => showRun(db, params.id)),

    handle(contract.setMap, async ({ actor, params, body }) => {
      const run = await loadRun(db, params.id)
      refuseUnless(run.state, ['questions', 'mapped', 'staged', 'failed', 'cancelled'])
      const kind = body.kind ?? run.kind
      const isReadAnew =
        kind !== run.kind || run.profile === null || readingKeys.some((key) => body.map[key] !== run.map[key])
      await runUnit(actor, async (unit) => {
        const matchKeys = body.matchKeys ?? run.matchKeys
        const state = isReadAnew ? 'reading' : 'mapped'
        await updateRun(unit.trx, run.id, { map: body.map, kind, matchKeys, state, failure: null, preview: null }, body.rev)
        if (isReadAnew) await unit.addJob('imports.profile', { id: run.id }, { key: `imports.profile:${run.id}` })
        await unit.record({ action: 'import.mapped', entity: 'import', id: run.id, after: body.map })
      })
      if (!isReadAnew) await resolveStep(services, run.id)
      return showRun(db, run.id)
    }),

    handle(contract.stage, async ({ actor, params }) => {
      const { state, questions } = await loadRun(db, params.id)
      if (state === 'questions') throw new Refusal('importQuestions', { questions })
      return proceed(actor, params.id, ['mapped', 'staged', 'staging', 'cancelled', 'failed'], 'staging', 'imports.stage')
    }),

    // Asked again while it runs, it starts the job anew: so a crash is resumed by hand where nothing else does it.
    handle(contract.commit, ({ actor, params }) =>
      proceed(actor, params.id, ['staged', 'committing'], 'committing', 'imports.commit'),
    ),

    handle(contract.cancel, ({ actor, params }) =>
      proceed(actor, params.id, ['reading', 'questions', 'mapped', 'staging', 'staged', 'committing', 'failed'], 'cancelled', null),
    ),

    handle(contract.undo, ({ actor, params }) =>
      proceed(actor, params.id, ['committed', 'undoing'], 'undoing', 'imports.undo'),
    ),

    handle(contract.rows, ({ params, query }) => listGroup(db, params.id, query.group, query.cursor)),

    handle(contract.refusedFile, async ({ params, query }) => {
      const run = await showRun(db, params.id)
      return {
        fileName: `${run.fileName.replace(/\.\w+$/, '')}.refused.csv`,
        contentType: 'text/csv; charset=utf-8',
        body: Readable.from(refusedCsv(db, run, query.language ?? 'ru')),
      }
    }),
  ]
}
