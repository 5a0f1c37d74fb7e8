import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '#server/database/connect.ts'

// Recency counts to the day after the as-of day: whoever bought on that day has 1.
const daysSince = sql`(g.as_of + 1 - t.last_ordered_on)`

const above = (value: RawBuilder<unknown>, cuts: string): RawBuilder<unknown> =>
  sql`(${sql.join(
    [1, 2, 3, 4].map((at) => sql`(${value} > ${sql.ref(`c.${cuts}`)}[${sql.lit(at)}])::int`),
    sql` + `,
  )})`

/** The scores of a client's statistics as columns r, f and m, as scoreRfm() of the domain. */
export const rfmScores = sql`5 - ${above(daysSince, 'r_cuts')} as r, 1 + ${above(sql`t.order_count`, 'f_cuts')} as f,
  1 + ${above(sql`t.turnover_minor`, 'm_cuts')} as m, ${daysSince} as days_since`

/** Clients with orders in the window, with what their scores are told by. */
export const rfmTables = sql`(select * from client_stats where order_count > 0) t cross join segment_state g cross join rfm_cut c`

const cuts = (value: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`percentile_cont(array[0.2, 0.4, 0.6, 0.8]) within group (order by ${value})`

/** Keeps the quintiles of the whole base, so that a score means the same to everybody, and how many of each owner's clients have each score. */
export async function keepRfm(trx: Trx): Promise<void> {
  await sql`delete from rfm_cut`.execute(trx)
  await sql`
    insert into rfm_cut (r_cuts, f_cuts, m_cuts)
    select ${cuts(daysSince)}, ${cuts(sql`t.order_count`)}, ${cuts(sql`t.turnover_minor`)}
    from client_stats t cross join segment_state g where t.order_count > 0 having count(*) > 0`.execute(trx)
  await sql`analyze rfm_cut`.execute(trx)
  await sql`delete from rfm_cell`.execute(trx)
  await sql`
    insert into rfm_cell (owner_id, r, f, m, clients, money_minor)
    select owner_id, r, f, m, count(*), sum(turnover_minor)::bigint
    from (select t.owner_id, ${rfmScores}, t.turnover_minor from ${rfmTables}) s group by 1, 2, 3, 4`.execute(
    trx,
  )
}
