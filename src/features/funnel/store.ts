import { sql } from 'kysely'
import { generateKeyBetween } from 'fractional-indexing'
import { Refusal } from '#kernel/refusal.ts'
import type { Trx } from '#server/database/connect.ts'
import type { StepKind } from './contract.ts'

/** A deal as the table and the history keep it. */
export type StoredDeal = {
  id: string
  clientId: string
  title: string
  source: string | null
  ownerId: string | null
  amountMinor: number | null
  pipelineId: string
  stageId: string
  rank: string
  stageEnteredAt: string
  closedAt: string | null
  lostReasonId: string | null
  lostNote: string | null
  stepKind: StepKind | null
  stepText: string | null
  stepOn: string | null
  stepTime: string | null
  removedAt: string | null
  rev: number
}
export type DealFields = { [Name in Exclude<keyof StoredDeal, 'id' | 'rev'>]?: StoredDeal[Name] | undefined }

/** One more move of a deal, for ever. */
export type StageEvent = {
  id: string
  dealId: string
  at: string
  fromStageId: string | null
  toStageId: string
  actorId: string | null
  lostReasonId: string | null
  note: string | null
  undoesId: string | null
}

const nextRev = sql<number>`nextval('rev_seq')`
// Instants with microseconds, as the history compares them.
const instant = (column: string) => sql`to_json(${sql.ref(column)}) #>> '{}' as ${sql.ref(column)}`

const columns = sql`
  id, client_id, title, source, owner_id, amount_minor, pipeline_id, stage_id, rank, ${instant('stage_entered_at')},
  ${instant('closed_at')}, lost_reason_id, lost_note, step_kind, step_text, step_on, left(step_time::text, 5) as step_time,
  ${instant('removed_at')}, rev`

export async function findDeal(trx: Trx, id: string): Promise<StoredDeal | null> {
  const found = await sql<StoredDeal>`select ${columns} from deal where id = ${id} for update`.execute(trx)
  return found.rows[0] ?? null
}

/** One deal for changing it: no other change can come between. */
export async function lockDeal(trx: Trx, id: string): Promise<StoredDeal> {
  const deal = await findDeal(trx, id)
  if (!deal) throw new Refusal('notFound', { entity: 'deal' })
  return deal
}

export async function insertDeal(trx: Trx, deal: Omit<StoredDeal, 'rev'>): Promise<StoredDeal> {
  await trx.insertInto('deal').values(deal).execute()
  return lockDeal(trx, deal.id)
}

export async function updateDeal(trx: Trx, id: string, fields: DealFields): Promise<StoredDeal> {
  await trx
    .updateTable('deal')
    .set({ ...fields, rev: nextRev, updatedAt: sql`clock_timestamp()` })
    .where('id', '=', id)
    .execute()
  return lockDeal(trx, id)
}

export async function insertEvent(trx: Trx, event: StageEvent): Promise<void> {
  await trx.insertInto('stageEvent').values(event).execute()
}

/** The move that brought a deal to where it stands, if it still counts. */
export async function findEvent(
  trx: Trx,
  { id, stageId, stageEnteredAt }: Pick<StoredDeal, 'id' | 'stageId' | 'stageEnteredAt'>,
): Promise<string | null> {
  const found = await sql<{ id: string }>`
    select e.id from stage_event e
    where e.deal_id = ${id} and e.to_stage_id = ${stageId} and e.at = ${stageEnteredAt}::timestamptz
      and e.undoes_id is null and not exists (select from stage_event u where u.undoes_id = e.id)
    order by e.id desc limit 1`.execute(trx)
  return found.rows[0]?.id ?? null
}

/** A key under a card of a column, or at its top: no other row is written. */
export async function rankBelow(trx: Trx, stageId: string, belowId: string | null): Promise<string> {
  const found = await sql<{ above: string | null; below: string | null }>`
    with above as (select rank from deal where id = ${belowId} and stage_id = ${stageId} and removed_at is null)
    select (select rank from above) as above, (
      select min(d.rank) from deal d where d.stage_id = ${stageId} and d.removed_at is null
        and d.rank > coalesce((select rank from above), '')) as below`.execute(trx)
  const { above = null, below = null } = found.rows[0] ?? {}
  return generateKeyBetween(above, below)
}

/** Whether a person at the client is known, whom one could call. */
export async function hasContact(trx: Trx, clientId: string): Promise<boolean> {
  const found = await sql`select from contact_person where client_id = ${clientId} limit 1`.execute(trx)
  return found.rows.length > 0
}

/** Whether deals stand on a way, in the bin or not. */
export async function hasDeals(trx: Trx, pipelineId: string): Promise<boolean> {
  const found = await sql`select from deal where pipeline_id = ${pipelineId} limit 1`.execute(trx)
  return found.rows.length > 0
}

/** Gives all deals of one client to another; tells which went. */
export async function moveDeals(trx: Trx, fromId: string, toId: string): Promise<string[]> {
  const moved = await sql<{ id: string }>`
    update deal set client_id = ${toId}, rev = nextval('rev_seq'), updated_at = clock_timestamp()
    where client_id = ${fromId} returning id`.execute(trx)
  return moved.rows.map(({ id }) => id)
}

/** Takes that back, for those that are still there. */
export async function moveDealsBack(
  trx: Trx,
  ids: readonly string[],
  fromId: string,
  toId: string,
): Promise<void> {
  await sql`
    update deal set client_id = ${toId}, rev = nextval('rev_seq'), updated_at = clock_timestamp()
    where id = any(${[...ids]}::uuid[]) and client_id = ${fromId}`.execute(trx)
}
