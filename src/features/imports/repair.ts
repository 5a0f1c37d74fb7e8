import { sql } from 'kysely'
import { clientVisibleTo } from '#features/clients/public.ts'
import { nameKey } from '#kernel/name-key.ts'
import type { Actor } from '#kernel/actor.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db } from '#server/database/connect.ts'
import type { Services } from '#server/services.ts'
import { announce } from '#server/unit.ts'
import type { Candidate } from './contract.ts'
import { shiftMoney } from './domain/control.ts'
import { stagedRecord } from './domain/copy-text.ts'
import { makeInterpreter } from './domain/interpret.ts'
import { matchKeys } from './domain/plan.ts'
import { inTurn } from './lock.ts'
import { fits } from './match.ts'
import { isStaged, replaceRow, stagingOf } from './staging.ts'
import { compare } from './steps.ts'
import { loadRun, type Run, updateRun } from './store.ts'

type Staged = Run & {
  plan: NonNullable<Run['plan']>
  counts: NonNullable<NonNullable<Run['result']>['counts']>
}

async function loadStaged(db: Db, id: string): Promise<Staged> {
  const run = await loadRun(db, id)
  const counts = run.result?.counts
  const isThere = run.state === 'staged' && (await isStaged(db, stagingOf(id)))
  if (!isThere || !run.plan || !counts) throw new Refusal('wrongState', { state: run.state })
  return { ...run, plan: run.plan, counts }
}

/** Puts a refused row right in the staged rows, and for any later reading of the file; refused when it is wrong still. */
export async function fixRow(
  services: Services,
  id: string,
  rowNumber: number,
  cells: string[],
): Promise<void> {
  await inTurn(services, id, async () => {
    const run = await loadStaged(services.db, id)
    const interpreter = makeInterpreter(run.plan)
    const row = interpreter.read(cells)
    if (row.outcome === 'error') throw new Refusal('rowStillWrong', { ...row.error, row: rowNumber })
    const { clientName } = row.outcome === 'ok' ? row.fields : {}
    const key = clientName === undefined ? undefined : nameKey(clientName)
    const record = row.outcome === 'ok' ? stagedRecord(rowNumber, row.fields, key, run.plan.matchKeys) : null
    const before = await replaceRow(services.db, stagingOf(id), rowNumber, record)
    if (before === null) throw new Refusal('notFound', { entity: 'row' })
    const fixes = { ...run.fixes, [rowNumber]: cells }
    const { rows, ok, skipped, errors, left } = run.counts
    const counts = {
      rows,
      ok: ok + (record ? 1 : 0),
      skipped: skipped + (record ? 0 : 1),
      errors: errors - 1,
      notices: run.counts.notices,
      left: {
        errors: shiftMoney(left.errors, interpreter.money(before), -1),
        skipped: record ? left.skipped : shiftMoney(left.skipped, interpreter.money(cells), 1),
      },
    }
    await recompare(services, { ...run, fixes, counts, plan: { ...run.plan, fixes } })
  })
}

/** Says who an ambiguous client of the file is: one of the base, or null for a new one. */
export async function chooseClient(
  services: Services,
  id: string,
  key: string,
  clientId: string | null,
): Promise<void> {
  await inTurn(services, id, async () => {
    const run = await loadStaged(services.db, id)
    const choice = clientId === null ? 'new' : await findChoice(services.db, id, key, clientId)
    const choices = { ...run.choices, [key]: choice }
    await recompare(services, { ...run, choices, plan: { ...run.plan, choices } })
  })
}

// Whom another row of the file is already matched with, the two are one client of the file as well.
async function findChoice(db: Db, id: string, key: string, clientId: string): Promise<string> {
  const found = await sql<{ other: string | null }>`
    select c.key as other from client k
    left join ${sql.raw(stagingOf(id).clients)} c on c.client_id = k.id and c.match_count = 1 and c.key <> ${key}
    where k.id = ${clientId}`.execute(db)
  const row = found.rows[0]
  if (!row) throw new Refusal('notFound', { entity: 'client' })
  return row.other === null ? clientId : `=${row.other}`
}

async function recompare(
  services: Services,
  { id, plan, counts, fixes, choices, result, matchKeys: keys }: Staged,
): Promise<void> {
  const preview = await compare(services, id, plan, counts)
  await updateRun(services.db, id, {
    plan,
    preview,
    fixes,
    choices,
    matchKeys: keys,
    result: { ...result, counts },
  })
  await announce(services.db, { entity: 'import', id })
}

/** Clients of the base, within the actor's sight, who may be the one that a client of the file is. */
export async function listCandidates(db: Db, actor: Actor, id: string, key: string): Promise<Candidate[]> {
  await loadStaged(db, id)
  const fitting = matchKeys.map(
    (it) =>
      sql`select k.id from ${sql.raw(stagingOf(id).clients)} c join client k on ${fits[it]} where c.key = ${key}`,
  )
  const alike = sql`
    select a.client_id from ${sql.raw(stagingOf(id).clients)} c
    join ${sql.raw(stagingOf(id).alike)} a on a.fingerprint = c.fingerprint where c.key = ${key}`
  const found = await sql<Candidate>`
    select k.id, k.name, concat_ws(' · ', k.external_id, k.inn, k.city, k.phone, k.email) as detail
    from client k where k.id in (${sql.join([...fitting, alike], sql` union `)}) and ${clientVisibleTo(actor, 'k')}
    order by k.name, k.id limit 20`.execute(db)
  return found.rows
}
