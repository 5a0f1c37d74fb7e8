import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { Actor } from '#kernel/actor.ts'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import { tellDiskFull } from '#server/disk-full.ts'
import type { Services } from '#server/services.ts'
import { type ImportKindName, mapShape } from './contract.ts'
import type { FileProfile, ImportMap } from './domain/plan.ts'
import { locks } from '#server/database/locks.ts'
import { dropStaging, stagingOf } from './staging.ts'
import { commitStep, filePath, profileStep, resolveStep, settle, stageStep, undoStep } from './steps.ts'
import { findUnfinished, insertRun, loadRun, moveRun, type Run, updateRun } from './store.ts'
import { storeFile } from './upload.ts'

export type ImportRequest = {
  kind: ImportKindName
  path: string
  fileName: string
  map: ImportMap
  dryRun: boolean
}
export type ImportReport = {
  importId: string
  rows: number
  new: number
  updated: number
  ambiguous: number
  errors: number
  skipped: number
  orders: number
  clients: number
  moneyTotal: string
}

/**
 * Runs a whole import in this process, step by step as the jobs would; a refusal names what is in the way. The same file and
 * map as those of an import that something ended halfway go on with that one.
 */
export async function runImport(
  services: Services,
  actor: Actor,
  request: ImportRequest,
): Promise<ImportReport> {
  const map = mapShape.safeParse(request.map)
  if (!map.success) {
    const issues = map.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
    throw new Refusal('badMap', { issues })
  }
  const id = await begin(services, actor, { ...request, map: map.data })
  try {
    const { preview } = await runSteps(services, actor, id, request)
    if (!preview) throw new Error('an import without a preview')
    const { rows, updated, ambiguous, errors, skipped, orders, clients, moneyTotal } = preview
    return {
      importId: id,
      rows,
      new: preview.new,
      updated,
      ambiguous,
      errors,
      skipped,
      orders,
      clients,
      moneyTotal,
    }
  } catch (thrown) {
    const error = tellDiskFull(thrown)
    if (error instanceof Refusal) await settle(services, id, error)
    throw error
  }
}

async function begin(
  services: Services,
  actor: Actor,
  { kind, path, fileName, map }: ImportRequest,
): Promise<string> {
  const id = newId()
  const { size, sha256 } = await storeFile(createReadStream(path), filePath(services, id))
  const before =
    actor.userId === null
      ? await findUnfinished(services.db, { kind, sha256, map, lockSpace: locks.importStep })
      : null
  await services.runUnit(actor, async (unit) => {
    if (before !== null) return unit.record({ action: 'import.resumed', entity: 'import', id: before })
    const kept = await insertRun(unit.trx, {
      id,
      kind,
      fileName,
      fileSize: size,
      sha256,
      map,
      createdBy: actor.userId,
    })
    await unit.record({
      action: 'import.uploaded',
      entity: 'import',
      id,
      after: { fileName: kept, kind, sha256 },
    })
  })
  if (before !== null) await rm(filePath(services, id))
  return before ?? id
}

async function runSteps(services: Services, actor: Actor, id: string, request: ImportRequest): Promise<Run> {
  for (;;) {
    const run = await loadRun(services.db, id)
    if (run.state === 'reading') await profileStep(services, id)
    else if (run.state === 'questions' || run.state === 'mapped') {
      const { state, questions } = await takeDetected(services, run, request.map)
      if (state === 'questions') throw new Refusal('importQuestions', { questions })
      await moveRun(services.db, id, ['mapped'], { state: 'staging' })
    } else if (run.state === 'staging') await stageStep(services, id)
    else if (run.state === 'staged') {
      if (request.dryRun) return endDryRun(services, run)
      await moveRun(services.db, id, ['staged'], { state: 'committing' })
    } else if (run.state === 'committing') await commitStep(services, actor, id)
    else if (run.state === 'committed') return run
    else throw new Refusal(run.state === 'cancelled' ? 'importCancelled' : 'wrongState', { state: run.state })
  }
}

/** A map that names some columns leaves the others to be found: each that no named column or field takes. */
async function takeDetected(services: Services, run: Run, { columns }: ImportMap): Promise<Run> {
  if (!columns || !run.profile) return run
  await updateRun(services.db, run.id, {
    map: { ...run.map, columns: { ...detectedBeside(run.profile, columns), ...columns } },
  })
  await resolveStep(services, run.id)
  return loadRun(services.db, run.id)
}

function detectedBeside(profile: FileProfile, columns: ImportMap['columns'] & {}): ImportMap['columns'] & {} {
  const taken = new Set(Object.values(columns))
  const found = profile.columns.filter((column) => column.field !== null && !taken.has(column.header))
  return Object.fromEntries(found.map((column) => [column.field, column.header]))
}

async function endDryRun(services: Services, run: Run): Promise<Run> {
  await dropStaging(services.db, stagingOf(run.id))
  await moveRun(services.db, run.id, ['staged'], { state: 'cancelled' })
  return run
}

/** Undoes a committed import in this process; answers what could not be taken back. */
export async function undoImport(services: Services, actor: Actor, id: string) {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw new Refusal('notFound', { entity: 'import' })
  if (!(await moveRun(services.db, id, ['committed', 'undoing', 'undone'], { state: 'undoing' }))) {
    throw new Refusal('wrongState', { state: (await loadRun(services.db, id)).state })
  }
  await undoStep(services, actor, id)
  const { result } = await loadRun(services.db, id)
  return { importId: id, undone: true, leftovers: result?.leftovers ?? [] }
}
