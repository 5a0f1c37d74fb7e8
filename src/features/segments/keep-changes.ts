import { type RawBuilder, sql } from 'kysely'
import { cellColumns, measureColumn, statTablesOf } from '#features/clients/public.ts'
import type { Trx } from '#server/database/connect.ts'
import { shiftPlaces, walkBorder } from './borders.ts'
import { gapColumns, hasOwnGap, keepCells, lendGaps, setUsualGaps } from './keep.ts'
import { rfmScores } from './keep-rfm.ts'
import type { Settings } from './store.ts'

/** Remembers what the changed clients and the borders were; what is kept is then brought up to date by the difference. */
export async function rememberBefore(trx: Trx): Promise<void> {
  await sql`create temporary table state_before on commit drop as select * from segment_state`.execute(trx)
  await sql`
    create temporary table stats_before on commit drop as
    select * from client_stats where client_id in (select client_id from changed_client)`.execute(trx)
}

// The same statistics and state under the names that every expression knows them by, before and after.
const before = statTablesOf(sql`stats_before`, sql`state_before`)
const after = statTablesOf(
  sql`(select * from client_stats where client_id in (select client_id from touched_client))`,
  sql`segment_state`,
)
const touched = sql`t.client_id in (select client_id from touched_client)`

/** Clients whose class changes though they themselves did not: those between the old place of a border and the new. */
async function takePassed(trx: Trx, measure: Settings['measure']): Promise<void> {
  const m = measureColumn(measure)
  const isWithin = (state: string, border: string): RawBuilder<boolean> => {
    const [least, tie, id] = ['measure_minor', 'tie_key', 'client_id'].map((name) =>
      sql.ref(`${state}.${border}_${name}`),
    )
    return sql`(${m} > ${least} or (${m} = ${least} and (t.tie_key, t.client_id) <= (${tie}, ${id})))`
  }
  const passed = (border: 'a' | 'b'): RawBuilder<unknown> => {
    const end = (which: 'least' | 'greatest'): RawBuilder<unknown> => sql`(
      select ${sql.raw(which)}(o.${sql.raw(border)}_measure_minor, g.${sql.raw(border)}_measure_minor)
      from state_before o cross join segment_state g)`
    return sql`
      select t.* from client_stats t cross join state_before o cross join segment_state g
      where ${m} between ${end('least')} and ${end('greatest')} and ${isWithin('o', border)} <> ${isWithin('g', border)}
        and t.client_id not in (select client_id from changed_client)`
  }
  await sql`insert into stats_before ${passed('a')} union ${passed('b')}`.execute(trx)
  await sql`
    create temporary table touched_client on commit drop as
    select client_id from changed_client union select client_id from stats_before`.execute(trx)
  await sql`analyze touched_client, stats_before`.execute(trx)
}

async function keepChangedGaps(trx: Trx, measure: Settings['measure']): Promise<void> {
  const from = (sign: 1 | -1, tables: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`select ${gapColumns(measure)}, ${sql.lit(sign)} as n from ${tables} where ${hasOwnGap(measure)}`
  await sql`
    insert into gap_cell as c (value_class, gap_days, clients)
    select value_class, gap_days, sum(n) from (${from(-1, before)} union all ${from(1, after)}) d
    group by 1, 2 having sum(n) <> 0
    on conflict (value_class, gap_days) do update set clients = c.clients + excluded.clients`.execute(trx)
  await sql`delete from gap_cell where clients = 0`.execute(trx)
}

async function keepChangedCells(trx: Trx, measure: Settings['measure']): Promise<void> {
  const from = (sign: 1 | -1, tables: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select owner_id, value_class, frequency_class, rhythm, ${sql.lit(sign)} * clients as clients,
      ${sql.lit(sign)} * measure_minor as measure_minor, ${sql.lit(sign)} * at_stake_minor as at_stake_minor,
      ${sql.lit(sign)} * past as past
    from (select t.owner_id, ${cellColumns(measure)} from ${tables} group by 1, 2, 3, 4) c`
  await sql`
    insert into segment_cell as c (owner_id, value_class, frequency_class, rhythm, clients, measure_minor, at_stake_minor, past)
    select owner_id, value_class, frequency_class, rhythm, sum(clients), sum(measure_minor), sum(at_stake_minor), sum(past)
    from (${from(-1, before)} union all ${from(1, after)}) d group by 1, 2, 3, 4
    on conflict (owner_id, value_class, frequency_class, rhythm) do update set clients = c.clients + excluded.clients,
      measure_minor = c.measure_minor + excluded.measure_minor, at_stake_minor = c.at_stake_minor + excluded.at_stake_minor,
      past = c.past + excluded.past`.execute(trx)
  await sql`delete from segment_cell where clients = 0`.execute(trx)
}

async function keepChangedRfm(trx: Trx): Promise<void> {
  const from = (sign: 1 | -1, stats: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    select t.owner_id, ${rfmScores}, ${sql.lit(sign)} as n, ${sql.lit(sign)} * t.turnover_minor as minor
    from ${stats} t cross join segment_state g cross join rfm_cut c where t.order_count > 0`
  const now = sql`(select * from client_stats where client_id in (select client_id from touched_client))`
  await sql`
    insert into rfm_cell as c (owner_id, r, f, m, clients, money_minor)
    select owner_id, r, f, m, sum(n), sum(minor) from (${from(-1, sql`stats_before`)} union all ${from(1, now)}) d
    group by 1, 2, 3, 4
    on conflict (owner_id, r, f, m) do update set clients = c.clients + excluded.clients,
      money_minor = c.money_minor + excluded.money_minor`.execute(trx)
  await sql`delete from rfm_cell where clients = 0`.execute(trx)
}

/**
 * Brings all that is kept up to date by what the changed clients were and are; their statistics are counted already.
 * False = a border moved far: all must be counted anew. The quintiles of RFM stay those of the last whole count.
 */
export async function keepChanges(trx: Trx, settings: Settings): Promise<boolean> {
  const { measure } = settings
  await shiftPlaces(trx, measure)
  if (!(await walkBorder(trx, 'a', settings)) || !(await walkBorder(trx, 'b', settings))) return false
  await takePassed(trx, measure)
  await keepChangedGaps(trx, measure)
  if (await setUsualGaps(trx)) {
    await lendGaps(trx, measure, sql`true`)
    await keepCells(trx, measure)
  } else {
    await lendGaps(trx, measure, touched)
    await keepChangedCells(trx, measure)
  }
  await keepChangedRfm(trx)
  return true
}
