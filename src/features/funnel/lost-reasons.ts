import { sql } from 'kysely'
import { newId } from '#kernel/id.ts'
import { planUndo } from '#kernel/undo-fields.ts'
import { Refusal } from '#kernel/refusal.ts'
import type { Db, Trx } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import type { LostReason } from './contract.ts'
import { judgeReasons } from './domain/judge-reasons.ts'

type SentReason = { id?: string | undefined; name: string | null; needsNote: boolean }
export type SentGroup = SentReason & { reasons: readonly SentReason[] }
/** The whole list, which is changed as one. */
export type LostReasonList = { rev: number; reasons: LostReason[] }

const columns = sql`r.id, r.parent_id, r.preset, r.name, r.needs_note`

/** The reasons for which deals are lost, groups before what stands under them. */
export async function listLostReasons(db: Db): Promise<LostReasonList> {
  const found = await sql<LostReason>`
    select ${columns} from lost_reason r left join lost_reason p on p.id = r.parent_id
    where r.removed_at is null
    order by coalesce(p.place, r.place), coalesce(p.id, r.id), r.parent_id is not null, r.place, r.id`.execute(
    db,
  )
  const { rows } = await sql<{ rev: number }>`select coalesce(max(rev), 0) as rev from lost_reason`.execute(
    db,
  )
  return { rev: rows[0]?.rev ?? 0, reasons: found.rows }
}

/** A reason that can be given: one that has no others under it. */
export async function findReason(trx: Trx, id: string): Promise<{ id: string; needsNote: boolean } | null> {
  const found = await sql<{ id: string; needsNote: boolean }>`
    select r.id, r.needs_note from lost_reason r where r.id = ${id} and r.removed_at is null
      and not exists (select from lost_reason c where c.parent_id = r.id and c.removed_at is null)`.execute(
    trx,
  )
  return found.rows[0] ?? null
}

/** The list for changing it: one at a time. */
export async function lockLostReasons(trx: Trx): Promise<LostReasonList> {
  await sql`lock table lost_reason in share row exclusive mode`.execute(trx)
  return listLostReasons(trx)
}

/**
 * Writes the list anew within the unit, in its order. What is left out is offered no more; deals that were lost for it keep it,
 * and the history names it. One that was taken away may come back.
 */
export async function writeLostReasons(
  unit: Unit,
  before: LostReasonList,
  groups: readonly SentGroup[],
): Promise<LostReasonList> {
  const { trx } = unit
  const kept = await sql<LostReason>`select ${columns} from lost_reason r`.execute(trx)
  const fault = judgeReasons(groups, kept.rows)
  if (fault?.kind === 'strangeReason') throw new Refusal('notFound', { entity: 'lostReason', id: fault.id })
  if (fault) throw new Refusal(fault.kind, { at: fault.at })
  const rows = groups.flatMap(({ reasons, id = newId(), ...group }, place) => [
    { ...group, id, parent_id: null, place: place + 1 },
    ...reasons.map(({ id: own = newId(), ...it }, at) => ({ ...it, id: own, parent_id: id, place: at + 1 })),
  ])
  const sent = rows.map(({ needsNote: needs_note, ...row }) => ({ ...row, needs_note }))
  await sql`
    update lost_reason set removed_at = clock_timestamp(), rev = nextval('rev_seq')
    where removed_at is null and not (id = any(${sent.map(({ id }) => id)}::uuid[]))`.execute(trx)
  await sql`
    insert into lost_reason (id, parent_id, preset, name, place, needs_note)
    select r.id, r.parent_id, k.preset, r.name, r.place, r.needs_note
    from jsonb_to_recordset(${JSON.stringify(sent)}::jsonb)
      as r (id uuid, parent_id uuid, name text, place int, needs_note bool) left join lost_reason k on k.id = r.id
    on conflict (id) do update set parent_id = excluded.parent_id, name = excluded.name, place = excluded.place,
      needs_note = excluded.needs_note, removed_at = null, rev = nextval('rev_seq')`.execute(trx)
  const after = await listLostReasons(trx)
  await unit.record({
    action: 'lostReasons.changed',
    entity: 'lostReasons',
    id: null,
    before,
    after,
    rev: after.rev,
  })
  return after
}

/** The list as it was, in the form in which it is written. */
const asSent = (reasons: readonly LostReason[]): SentGroup[] =>
  reasons
    .filter(({ parentId }) => parentId === null)
    .map((group) => ({ ...group, reasons: reasons.filter(({ parentId }) => parentId === group.id) }))

/** Takes a change of the list back, unless it was changed again since: then what was changed is told. */
export async function restoreLostReasons(
  unit: Unit,
  { before, after }: { before: object; after: object },
): Promise<string[]> {
  const current = await lockLostReasons(unit.trx)
  const { kept } = planUndo(before as Record<string, unknown>, after as Record<string, unknown>, current)
  if (kept.length === 0) await writeLostReasons(unit, current, asSent((before as LostReasonList).reasons))
  return kept
}
