import { join } from 'node:path'
import { sql } from 'kysely'
import { loadWorkspace } from '#features/team/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { currencyDigits } from '#kernel/money.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import { announce } from '#server/unit.ts'
import { commitStaged, queueUp, undoCommitted } from './commit.ts'
import type { ImportMap, MatchKey } from './domain/plan.ts'
import { type Resolved, resolvePlan } from './domain/resolve.ts'
import { gather, makePreview, matchAll } from './preview.ts'
import { profileInWorker, type Watch } from './reading/run-in-worker.ts'
import { countStaged, dropStaging, fillStaging, stagingOf } from './staging.ts'
import * as store from './store.ts'

export const filePath = (services: Services, id: string): string => join(services.filesFolder, id)

const PROGRESS_MS = 300

/** Tells how far a step is, and hears on the way whether somebody cancelled it. */
async function tell(services: Services, id: string, step: string, done: number, total: number): Promise<void> {
  const state = await store.writeProgress(services.db, id, { step, done, total })
  await announce(services.db, { entity: 'import', id })
  if (state === 'cancelled') throw new Refusal('importCancelled')
}

/** Progress of a pass over the file, told a few times a second; a cancellation aborts the pass. */
function watchPass(services: Services, id: string, step: string, total: number): Watch {
  const stop = new AbortController()
  let lastAt = 0
  return {
    signal: stop.signal,
    onProgress(done) {
      const now = Date.now()
      if (now - lastAt < PROGRESS_MS) return
      lastAt = now
      tell(services, id, step, done, total).catch((error: unknown) => stop.abort(error))
    },
  }
}

async function changed(services: Services, id: string, fields: Parameters<typeof store.updateRun>[2]): Promise<void> {
  await store.updateRun(services.db, id, fields)
  await announce(services.db, { entity: 'import', id })
}

async function resolve(services: Services, run: store.Run, profile = run.profile): Promise<Resolved> {
  if (!profile) throw new Refusal('wrongState', { state: run.state })
  const workspace = await loadWorkspace(services.db)
  return resolvePlan(run.kind, profile, run.map, {
    timeZone: workspace.timeZone,
    currencyDigits: currencyDigits(workspace.currency),
    country: workspace.country,
    matchKeys: run.matchKeys as MatchKey[],
  })
}

/** Reads the whole file once and proposes how to read it; asks what it must not guess. */
export async function profileStep(services: Services, id: string): Promise<void> {
  const run = await store.loadRun(services.db, id)
  if (run.state !== 'reading') return
  const profile = await profileInWorker(
    { path: filePath(services, id), fileName: run.fileName, kind: run.kind, map: run.map },
    watchPass(services, id, 'reading', run.fileSize),
  )
  const headers = profile.columns.map((column) => column.header)
  const remembered = run.map.columns ? null : await store.recallMap(services.db, run.kind, headers)
  const map: ImportMap = { ...remembered, ...run.map }
  const resolved = await resolve(services, { ...run, map }, profile)
  await changed(services, id, {
    state: resolved.ok ? 'mapped' : 'questions',
    profile,
    map,
    questions: resolved.ok ? [] : resolved.questions,
    progress: null,
  })
}

/** Decides again after the person said something, without reading the file anew. */
export async function resolveStep(services: Services, id: string): Promise<void> {
  const run = await store.loadRun(services.db, id)
  const resolved = await resolve(services, run)
  await store.updateRun(services.db, id, {
    state: resolved.ok ? 'mapped' : 'questions',
    questions: resolved.ok ? [] : resolved.questions,
    preview: null,
  })
}

/** Reads all rows into the staging table and works out what would change. */
export async function stageStep(services: Services, id: string): Promise<void> {
  const run = await store.loadRun(services.db, id)
  if (run.state !== 'staging') return
  const resolved = await resolve(services, run)
  if (!resolved.ok) throw new Refusal('importQuestions', { questions: resolved.questions })
  const { plan } = resolved
  const staging = stagingOf(id)
  const watch = watchPass(services, id, 'staging', run.fileSize)
  const counts = await fillStaging(services.pool, staging, filePath(services, id), plan, watch)
  await tell(services, id, 'comparing', 0, 1)
  const preview = await services.db.transaction().execute(async (trx) => {
    await sql`set local work_mem = '128MB'`.execute(trx)
    const unknownReps = await gather(trx, staging, plan)
    await matchAll(trx, staging, plan)
    return makePreview(trx, staging, plan, counts, unknownReps)
  })
  await changed(services, id, { state: 'staged', plan, preview, result: { counts }, progress: null })
}

const commitSteps = ['matching', 'clients', 'orders', 'lines', 'refused']

// A crash of the database empties the staging table; then the file is read again before anything is written.
async function ensureStaged(services: Services, run: store.Run): Promise<void> {
  const counts = run.result?.counts
  const staged = await countStaged(services.db, stagingOf(run.id))
  if (counts && staged === counts.ok + counts.errors) return
  await store.updateRun(services.db, run.id, { state: 'staging' })
  await stageStep(services, run.id)
  await store.updateRun(services.db, run.id, { state: 'committing' })
}

/** Writes the staged rows in one transaction; run again after a crash, it does what is left to do: all or nothing. */
export async function commitStep(services: Services, actor: Actor, id: string): Promise<void> {
  const first = await store.loadRun(services.db, id)
  if (first.state !== 'committing') return
  await ensureStaged(services, first)
  const staging = stagingOf(id)
  await services.runUnit(actor, async (unit) => {
    await queueUp(unit.trx)
    const run = await store.loadRun(unit.trx, id)
    if (run.state !== 'committing' || !run.plan || !run.result?.counts) return
    const onStep = (step: string): Promise<void> => tell(services, id, step, commitSteps.indexOf(step), commitSteps.length)
    const preview = await commitStaged(unit.trx, id, staging, run.plan, onStep, run.result.counts, run.preview?.unknownReps ?? [])
    await store.rememberMap(unit.trx, run.kind, run.plan.headers, run.map)
    await store.updateRun(unit.trx, id, { state: 'committed', preview, progress: null, committedAt: services.now() })
    const after = { fileName: run.fileName, kind: run.kind, new: preview.new, updated: preview.updated, errors: preview.errors }
    await unit.record({ action: 'import.committed', entity: 'import', id, after })
    await unit.record({ action: 'clients.imported', entity: 'clients', id: null })
    await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
  })
  await dropStaging(services.db, staging)
}

/** Takes a committed import back. */
export async function undoStep(services: Services, actor: Actor, id: string): Promise<void> {
  await services.runUnit(actor, async (unit) => {
    await queueUp(unit.trx)
    const run = await store.loadRun(unit.trx, id)
    if (run.state !== 'undoing') return
    const leftovers = await undoCommitted(unit.trx, id)
    await store.updateRun(unit.trx, id, { state: 'undone', undoneAt: services.now(), result: { ...run.result, leftovers }, progress: null })
    await unit.record({ action: 'import.undone', entity: 'import', id, before: { fileName: run.fileName }, after: { leftovers } })
    await unit.record({ action: 'clients.imported', entity: 'clients', id: null })
    await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
  })
}
