import { copyFile, stat } from 'node:fs/promises'
import type { Actor } from '#kernel/actor.ts'
import { newId } from '#kernel/id.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import type { ImportKindName } from './contract.ts'
import { mapShape } from './contract.ts'
import type { ImportMap } from './domain/plan.ts'
import { dropStaging, stagingOf } from './staging.ts'
import { commitStep, filePath, profileStep, stageStep, undoStep } from './steps.ts'
import { insertRun, loadRun, updateRun } from './store.ts'

export type ImportRequest = { kind: ImportKindName; path: string; fileName: string; map: ImportMap; dryRun: boolean }
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

/** Runs a whole import in this process, step by step as the jobs would; a refusal names what is in the way. */
export async function runImport(services: Services, actor: Actor, request: ImportRequest): Promise<ImportReport> {
  const map = mapShape.safeParse(request.map)
  if (!map.success) {
    const issues = map.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
    throw new Refusal('badMap', { issues })
  }
  const id = newId()
  const { size } = await stat(request.path)
  if (size === 0) throw new Refusal('emptyFile')
  await copyFile(request.path, filePath(services, id))
  await services.runUnit(actor, async (unit) => {
    await insertRun(unit.trx, { ...request, map: map.data, id, fileSize: size, createdBy: actor.userId })
    await unit.record({ action: 'import.uploaded', entity: 'import', id, after: { fileName: request.fileName, kind: request.kind } })
  })
  try {
    await profileStep(services, id)
    const profiled = await loadRun(services.db, id)
    if (profiled.state === 'questions') throw new Refusal('importQuestions', { questions: profiled.questions })
    await updateRun(services.db, id, { state: 'staging' })
    await stageStep(services, id)
    if (!request.dryRun) {
      await updateRun(services.db, id, { state: 'committing' })
      await commitStep(services, actor, id)
    }
  } catch (error) {
    if (error instanceof Refusal) await updateRun(services.db, id, { state: 'failed', failure: { code: error.code, data: error.data } })
    throw error
  }
  const { preview } = await loadRun(services.db, id)
  if (request.dryRun) {
    await dropStaging(services.db, stagingOf(id))
    await updateRun(services.db, id, { state: 'cancelled' })
  }
  if (!preview) throw new Error('an import without a preview')
  const { rows, updated, ambiguous, errors, skipped, orders, clients, moneyTotal } = preview
  return { importId: id, rows, new: preview.new, updated, ambiguous, errors, skipped, orders, clients, moneyTotal }
}

/** Undoes a committed import in this process; answers what could not be taken back. */
export async function undoImport(services: Services, actor: Actor, id: string) {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw new Refusal('notFound', { entity: 'import' })
  const run = await loadRun(services.db, id)
  if (run.state !== 'committed' && run.state !== 'undoing') throw new Refusal('wrongState', { state: run.state })
  await updateRun(services.db, id, { state: 'undoing' })
  await undoStep(services, actor, id)
  const { result } = await loadRun(services.db, id)
  return { importId: id, undone: true, leftovers: result?.leftovers ?? [] }
}
