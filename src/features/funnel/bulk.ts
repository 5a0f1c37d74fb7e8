import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '#server/database/connect.ts'
import type { Unit } from '#server/unit.ts'
import { listLostReasons } from './lost-reasons.ts'
import { listPipelines } from './pipelines.ts'
import type { StageEvent, StoredDeal } from './store.ts'

/** A deal with the moves it made elsewhere, or before there was Gorn. */
export type ToldDeal = Omit<StoredDeal, 'rev' | 'product'> & { createdAt: string }

const toColumn = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const asRows = (table: 'deal' | 'stage_event', rows: readonly object[]): RawBuilder<unknown> => {
  const all = rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [toColumn(name), value])),
  )
  return sql`jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(all)}::jsonb)`
}
const columnsOf = (row: object): RawBuilder<unknown> =>
  sql.join(Object.keys(row).map((name) => sql.ref(toColumn(name))))

/** Writes many deals with their histories, set-wise, within the unit: the history tells of each. */
export async function insertDeals(
  unit: Unit,
  deals: readonly ToldDeal[],
  events: readonly StageEvent[],
): Promise<void> {
  const [deal, event] = [deals[0], events[0]]
  if (!deal) return
  await sql`insert into deal (${columnsOf(deal)}) select ${columnsOf(deal)} from ${asRows('deal', deals)} r`.execute(
    unit.trx,
  )
  if (event)
    await sql`
      insert into stage_event (${columnsOf(event)}) select ${columnsOf(event)} from ${asRows('stage_event', events)} r`.execute(
      unit.trx,
    )
  await unit.recordAll(
    { action: 'deal.created', entity: 'deal', announces: 'deals' },
    sql`select d.id, null::jsonb as before, jsonb_build_object('title', d.title, 'clientId', d.client_id,
        'ownerId', d.owner_id, 'amountMinor', d.amount_minor, 'stageId', d.stage_id, 'rev', d.rev) as after, d.owner_id
      from deal d where d.id = any(${deals.map(({ id }) => id)}::uuid[]) order by d.id`,
  )
}

/** Stages and reasons by the names under which Gorn brought them: those of the way for companies. */
export async function loadPresets(
  trx: Trx,
): Promise<{ pipelineId: string; stages: Map<string, string>; lostReasons: Map<string, string> }> {
  const way = (await listPipelines(trx)).find(({ preset }) => preset === 'b2b')
  const named = (rows: readonly { id: string; preset: string | null }[]) =>
    new Map(rows.flatMap(({ id, preset }) => (preset === null ? [] : [[preset, id] as const])))
  return {
    pipelineId: way?.id ?? '',
    stages: named(way?.stages ?? []),
    lostReasons: named((await listLostReasons(trx)).reasons),
  }
}

/**
 * Open deals of a person whose clients have just gone to others: each goes to whoever has the client now. What is over stays
 * with whoever did it.
 */
export async function giveDealsAlong(unit: Unit, fromId: string): Promise<void> {
  await sql`
    create temporary table deal_given on commit drop as
    select d.id, d.title, k.owner_id as to_id from deal d join client k on k.id = d.client_id
    where d.owner_id = ${fromId} and d.closed_at is null and k.owner_id is distinct from ${fromId}
    order by d.id for update of d`.execute(unit.trx)
  await sql`
    update deal d set owner_id = g.to_id, rev = nextval('rev_seq'), updated_at = clock_timestamp()
    from deal_given g where d.id = g.id`.execute(unit.trx)
  await unit.recordAll(
    { action: 'deal.updated', entity: 'deal', announces: 'deals' },
    sql`select d.id, jsonb_build_object('title', d.title, 'ownerId', ${fromId}::text) as before,
        jsonb_build_object('title', d.title, 'ownerId', d.owner_id, 'rev', d.rev) as after, d.owner_id
      from deal_given g join deal d on d.id = g.id order by d.id`,
  )
  await sql`drop table deal_given`.execute(unit.trx)
}
