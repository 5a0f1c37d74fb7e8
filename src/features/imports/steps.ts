import { join } from 'node:path'
import { loadFields } from '#features/fields/public.ts'
import { loadWorkspace } from '#features/team/public.ts'
import type { Actor } from '#kernel/actor.ts'
import { dayOf } from '#kernel/days.ts'
import { currencyDigits } from '#kernel/money.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Services } from '#server/services.ts'
import { announce, type Unit } from '#server/unit.ts'
import { commitStaged, undoCommitted } from './commit.ts'
import { loadDealPlan } from './deal-plan.ts'
import type { Preview } from './contract.ts'
import type { CustomField, ImportMap, ReadPlan } from './domain/plan.ts'
import { type Resolved, resolvePlan } from './domain/resolve.ts'
import { inTurn, markWork, queueUp } from './lock.ts'
import { compareNewClients, countAlike } from './alike.ts'
import { gather, makePreview, matchAll } from './preview.ts'
import type { ReadCounts } from './reading/copy.ts'
import { profileInWorker, type Watch } from './reading/run-in-worker.ts'
import { countStaged, dropStaging, fillDoubtCells, fillStaging, stagingOf } from './staging.ts'
import * as store from './store.ts'

export const filePath = (services: Services, id: string): string => join(services.filesFolder, id)

const PROGRESS_MS = 300

/** Tells how far a step is, and hears on the way whether somebody cancelled it. */
async function tell(
  services: Services,
  id: string,
  step: string,
  done: number,
  total: number,
): Promise<void> {
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

/** Ends a step: the import goes from one state to the next, unless somebody cancelled it meanwhile. */
async function finish(
  db: Parameters<typeof store.moveRun>[0],
  id: string,
  from: store.RunState,
  fields: Parameters<typeof store.moveRun>[3],
): Promise<void> {
  if (!(await store.moveRun(db, id, [from], { ...fields, progress: null })))
    throw new Refusal('importCancelled')
  await announce(db, { entity: 'import', id })
}

/** Runs a step when it is its turn and the import still waits for it; what a cancellation broke off says so. */
async function step(
  services: Services,
  id: string,
  state: store.RunState,
  work: (run: store.Run) => Promise<void>,
): Promise<void> {
  await inTurn(services, id, async () => {
    const run = await store.loadRun(services.db, id)
    if (run.state !== state) return
    try {
      await work(run)
    } catch (error) {
      const now = await store.loadRun(services.db, id)
      throw now.state === 'cancelled' ? new Refusal('importCancelled') : error
    }
  })
}

/** The fields of this company's own that a file of this kind may bring. */
async function customFieldsFor({ db }: Services, kind: store.Run['kind']): Promise<CustomField[]> {
  if (kind !== 'clients') return []
  return (await loadFields(db)).map((field) => ({
    id: field.id,
    name: field.name.replace(/\s+/g, ' '),
    kind: field.kind,
    choices: field.choices.filter((choice) => !choice.isRemoved),
  }))
}

export async function resolve(services: Services, run: store.Run, profile = run.profile): Promise<Resolved> {
  if (!profile) throw new Refusal('wrongState', { state: run.state })
  const workspace = await loadWorkspace(services.db)
  return resolvePlan(run.kind, profile, run.map, {
    timeZone: workspace.timeZone,
    currencyDigits: currencyDigits(workspace.currency),
    country: workspace.country,
    matchKeys: run.matchKeys,
    fixes: run.fixes,
    choices: run.choices,
    customFields: await customFieldsFor(services, run.kind),
    deals:
      run.kind === 'deals'
        ? await loadDealPlan(services.db, run.map.deals ?? {}, dayOf(services.now(), workspace.timeZone))
        : null,
  })
}

/** Reads the whole file once and proposes how to read it; asks what it must not guess. */
export async function profileStep(services: Services, id: string): Promise<void> {
  await step(services, id, 'reading', async (run) => {
    const profile = await profileInWorker(
      {
        path: filePath(services, id),
        fileName: run.fileName,
        kind: run.kind,
        map: run.map,
        customFields: await customFieldsFor(services, run.kind),
      },
      watchPass(services, id, 'reading', run.fileSize),
    )
    const headers = profile.columns.map((column) => column.header)
    const remembered = run.map.columns ? null : await store.recallMap(services.db, run.kind, headers)
    const map: ImportMap = { ...remembered, ...run.map }
    const resolved = await resolve(services, { ...run, map }, profile)
    const questions = resolved.ok ? [] : resolved.questions
    await finish(services.db, id, 'reading', {
      state: resolved.ok ? 'mapped' : 'questions',
      profile,
      map,
      questions,
    })
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

/** Works out anew from the staged rows what the import would do. */
export async function compare(
  services: Services,
  id: string,
  plan: ReadPlan,
  counts: ReadCounts,
): Promise<Preview> {
  const staging = stagingOf(id)
  const preview = await services.db.transaction().execute(async (trx) => {
    await markWork(trx, id)
    const unknownReps = await gather(trx, staging, plan)
    await matchAll(trx, staging, plan)
    return makePreview(trx, staging, plan, counts, { unknownReps, repeats: null })
  })
  await compareNewClients(services.db, staging)
  Object.assign(preview, await countAlike(services.db, staging))
  const hasDoubts = preview.ambiguous > 0 || preview.errors > counts.errors
  if (hasDoubts) await fillDoubtCells(services.db, staging, filePath(services, id), plan)
  return preview
}

async function stage(services: Services, run: store.Run) {
  const resolved = await resolve(services, run)
  if (!resolved.ok) throw new Refusal('importQuestions', { questions: resolved.questions })
  const { plan } = resolved
  const watch = watchPass(services, run.id, 'staging', run.fileSize)
  const counts = await fillStaging(services.pool, stagingOf(run.id), filePath(services, run.id), plan, watch)
  await tell(services, run.id, 'comparing', 0, 1)
  return { plan, preview: await compare(services, run.id, plan, counts), result: { counts } }
}

/** Reads all rows into the staging table and works out what would change. */
export async function stageStep(services: Services, id: string): Promise<void> {
  await step(services, id, 'staging', async (run) => {
    await finish(services.db, id, 'staging', { state: 'staged', ...(await stage(services, run)) })
  })
}

const commitSteps = ['matching', 'clients', 'orders', 'lines', 'refused']

// A crash of the database empties the staging table; then the file is read again before anything is written.
async function ensureStaged(services: Services, run: store.Run): Promise<store.Run> {
  const counts = run.result?.counts
  const staged = await countStaged(services.db, stagingOf(run.id))
  if (run.plan && counts && staged === counts.ok + counts.errors) return run
  await store.updateRun(services.db, run.id, await stage(services, run))
  return store.loadRun(services.db, run.id)
}

/** Writes the staged rows in one transaction; run again after a crash, it does what is left to do: all or nothing. */
export async function commitStep(services: Services, actor: Actor, id: string): Promise<void> {
  await step(services, id, 'committing', async (first) => {
    const { plan, result, preview: before, kind, fileName, map } = await ensureStaged(services, first)
    const counts = result?.counts
    if (!plan || !counts) throw new Error('an import staged without a plan')
    const told = {
      unknownReps: before?.unknownReps ?? [],
      repeats: before?.repeats ?? null,
      now: services.now(),
    }
    await services.runUnit(actor, async (unit) => {
      await markWork(unit.trx, id)
      await queueUp(unit.trx)
      const onStep = (name: string): Promise<void> =>
        tell(services, id, name, commitSteps.indexOf(name), commitSteps.length)
      const preview = await commitStaged(unit, id, stagingOf(id), plan, onStep, counts, told)
      await store.rememberMap(unit.trx, kind, plan.headers, map)
      await finish(unit.trx, id, 'committing', { state: 'committed', preview, committedAt: services.now() })
      const after = { fileName, kind, new: preview.new, updated: preview.updated, errors: preview.errors }
      await unit.record({ action: 'import.committed', entity: 'import', id, after })
      await announce(unit.trx, { entity: 'clients', id: null })
      if (kind === 'deals') await announce(unit.trx, { entity: 'deals', id: null })
      await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
      await unit.addJob('duplicates.find', {}, { key: 'duplicates.find' })
    })
  })
  await dropIfWritten(services, id)
}

async function dropIfWritten(services: Services, id: string): Promise<void> {
  const { state } = await store.loadRun(services.db, id)
  if (state === 'committed') await dropStaging(services.db, stagingOf(id))
}

/** Takes a committed import back. */
export async function undoStep(services: Services, actor: Actor, id: string): Promise<void> {
  await step(services, id, 'undoing', async (run) => {
    const undo = async (unit: Unit): Promise<void> => {
      await markWork(unit.trx, id)
      await queueUp(unit.trx)
      const leftovers = await undoCommitted(unit, id)
      await finish(unit.trx, id, 'undoing', {
        state: 'undone',
        undoneAt: services.now(),
        result: { ...run.result, leftovers },
      })
      await unit.record({
        action: 'import.undone',
        entity: 'import',
        id,
        before: { fileName: run.fileName },
        after: { leftovers },
      })
      await announce(unit.trx, { entity: 'clients', id: null })
      if (run.kind === 'deals') await announce(unit.trx, { entity: 'deals', id: null })
      await unit.addJob('segments.refresh', {}, { key: 'segments.refresh' })
    }
    // The history shows the two as one act and its undoing.
    await services.runUnit(actor, undo, (await store.findCommit(services.db, id)) ?? undefined)
  })
}

/** After a refusal: the import says why it stopped; of a cancelled one nothing stays. */
export async function settle(services: Services, id: string, refusal: Refusal): Promise<void> {
  if (refusal.code === 'importCancelled') {
    const { state } = await store.loadRun(services.db, id)
    if (state === 'cancelled') await dropStaging(services.db, stagingOf(id))
  } else {
    // The rows of a full disk's import are among what fills it.
    if (refusal.code === 'diskFull') await dropStaging(services.db, stagingOf(id))
    const told = { failure: { code: refusal.code, data: refusal.data }, progress: null }
    // What was not taken back stands, and can be taken back later.
    await store.moveRun(services.db, id, ['undoing'], { state: 'committed', ...told })
    await store.moveRun(services.db, id, ['reading', 'staging', 'committing', 'mapped', 'questions'], {
      state: 'failed',
      ...told,
    })
  }
  await announce(services.db, { entity: 'import', id })
}
