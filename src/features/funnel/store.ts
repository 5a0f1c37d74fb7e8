import { sql } from 'kysely'
import { generateKeyBetween } from 'fractional-indexing'
import { Refusal } from '#kernel/refusal.ts'
import type { Trx } from '#server/database/connect.ts'
import type { StepKind } from './contract.ts'
import type { AskedAnswer, Requirement } from './domain/judge-move.ts'

/** A deal as the table and the history keep it. */
export type StoredDeal = {
  id: string
  clientId: string
  title: string
  source: string | null
  product: string | null
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
  /** what the stage asked for and the deal entered without, with the reason */
  waived?: Requirement[]
  waiver?: string | null
}

const nextRev = sql<number>`nextval('rev_seq')`
// Instants with microseconds, as the history compares them.
const instant = (column: string) => sql`to_json(${sql.ref(column)}) #>> '{}' as ${sql.ref(column)}`

const columns = sql`
  id, client_id, title, source, product, owner_id, amount_minor, pipeline_id, stage_id, rank, ${instant('stage_entered_at')},
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

/** With what debt a deal entered a stage the last time, if with any. */
export async function loadWaiver(
  trx: Trx,
  dealId: string,
  stageId: string,
): Promise<Required<Pick<StageEvent, 'waived' | 'waiver'>>> {
  const found = await sql<Required<Pick<StageEvent, 'waived' | 'waiver'>>>`
    select waived, waiver from stage_event where deal_id = ${dealId} and to_stage_id = ${stageId} and undoes_id is null
    order by at desc, id desc limit 1`.execute(trx)
  return found.rows[0] ?? { waived: [], waiver: null }
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

/**
 * What the lead of a deal is known to be, of what a later slice keeps: which questions have an answer that holds, and whether
 * it is an A.
 */
export async function loadLeadFacts(
  trx: Trx,
  dealId: string,
): Promise<{ answered: AskedAnswer[]; isBurning: boolean }> {
  const found = await sql<{ answered: AskedAnswer[]; isBurning: boolean }>`
    select exists (select from lead_grade g where g.deal_id = ${dealId} and g.grade = 'A') as is_burning, coalesce((
      select jsonb_agg(a.question) from (
        select distinct on (question) question, value, needed_by from lead_answer
        where deal_id = ${dealId} and removed_at is null order by question, answered_at desc, id desc) a
      where a.value <> 'unknown' or a.needed_by is not null), '[]') as answered`.execute(trx)
  return found.rows[0] ?? { answered: [], isBurning: false }
}

/** Remembers when a step was due that ended only now, if that was later. */
export async function insertLateStep(
  trx: Trx,
  { id, stepOn, stepTime }: Pick<StoredDeal, 'id' | 'stepOn' | 'stepTime'>,
  at: string,
): Promise<void> {
  await sql`
    insert into late_step (deal_id, due_at)
    select ${id}, s.due_at from (
      select (${stepOn}::date + coalesce(${stepTime}::time, '23:59:59')) at time zone time_zone as due_at from workspace) s
    where s.due_at <= ${at}::timestamptz on conflict do nothing`.execute(trx)
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
